import test from 'ava';
import type { CountryCode } from '../../src/domain/model/country.js';
import { describePhoneFault, parsePhoneNumber, phoneNumber, type E164 } from '../../src/domain/model/phone-number.js';
import { isDigitsAlone, typedPhone } from '../../src/domain/model/typed-phone.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';

// Bare national numbers are of ranges for fiction (France, Great Britain, United States), or artificial digits.
for (const [what, digits, countries, readings] of [
  ['a French number without its 0, possible in Sweden', '465712345', ['FR'], '+33 465… (FR) / +46 571… (SE)'],
  ['the same for a resident of Germany', '465712345', ['DE', 'FR'], '+49 465… (DE) / +33 465… (FR) / +46 571… (SE)'],
  ['a number of Nice, valid in Berlin', '493012345', ['FR'], '+33 493… (FR) / +49 301… (DE)'],
  ['a number of the United States, valid in Egypt', '2025550123', ['US'], '+1 202… (US) / +20 255… (EG)'],
  [
    'a German number with its calling code, or an area code that looks like it',
    '4915112345678',
    ['DE'],
    '+49 491… (DE) / +49 151… (DE)',
  ],
  ['a number of two given countries', '612345678', ['FR', 'ES'], '+33 612… (FR) / +34 612… (ES)'],
] as const) {
  test(`ambiguous: ${what}`, (t) => {
    const parsed = parsePhoneNumber(digits, countries);
    if (parsed.ok) return t.fail();
    t.is(parsed.fault, 'ambiguous');
    const said = describePhoneFault(parsed);
    t.true(said.includes(readings), said);
    t.false(said.includes(digits));
    const error = t.throws(() => phoneNumber(digits, countries));
    t.true(isProxyCallError(error, 'invalid_request') && error.message.includes(readings));
  });
}

for (const [what, digits, countries, said] of [
  ['a French mobile', '639981234', ['FR'], 'a national number of FR: write it with +33'],
  ['a French number that is nothing elsewhere', '199001234', ['FR', 'BE'], 'of FR: write it with +33'],
  ['a British mobile', '7700900123', ['GB'], 'of GB: write it with +44'],
  ['a Spanish one', '912345678', ['ES'], 'of ES: write it with +34'],
] as const) {
  test(`a national number that is nothing else: ${what}`, (t) => {
    const parsed = parsePhoneNumber(digits, countries);
    if (parsed.ok) return t.fail();
    t.is(parsed.fault, 'national');
    t.true(describePhoneFault(parsed).includes(said), describePhoneFault(parsed));
    t.false(describePhoneFault(parsed).includes(digits));
  });
}

test('digits alone are left as they are where no country is known, and everything else is read', (t) => {
  for (const digits of ['493012345', '465712345', '199001234', '33199001234', '\u202a33199001234\u202c']) {
    const typed = typedPhone(digits);
    t.true(typed.ok && isDigitsAlone(typed.phone) && (typed.phone as string) === digits.replace(/\D/g, ''), digits);
  }
  for (const written of ['+33199001234', '0033199001234', '\u200b+33199001234', '+\u000b33199001234']) {
    t.deepEqual(typedPhone(written), { ok: true, phone: phoneNumber('+33199001234') });
  }
  for (const [written, fault] of [
    ['0199001234', 'not_international'],
    ['33 199001234', 'separators'],
    ['12345', 'not_possible'],
    ['1'.repeat(16), 'not_possible'],
    ['', 'not_international'],
  ] as const) {
    t.like(typedPhone(written), { ok: false, fault }, written);
  }
});

// There is no range for fiction in these countries: the digits are artificial.
for (const phone of ['+5215522223333', '+5213322223333', '+5491122223333', '+541122223333', '+551182223333']) {
  test(`every spelling of a line is a phone, and stays as it was given: ${phone}`, (t) => {
    for (const written of [phone, `00${phone.slice(1)}`]) {
      t.deepEqual(parsePhoneNumber(written), { ok: true, number: phone as E164 });
    }
  });
}

test('a spelling is no excuse for a number that is none', (t) => {
  for (const written of ['+52155222233334', '+52255222233333', '+5225522223333', '+3315522223333']) {
    t.deepEqual(parsePhoneNumber(written), { ok: false, fault: 'not_possible' }, written);
  }
  t.true(parsePhoneNumber('5215522223333').ok, 'without +');
});

for (const [what, digits, countries] of [
  ['no country given', '33199001234', []],
  ['its own country', '33199001234', ['FR']],
  ['another country', '33199001234', ['SE', 'US']],
  ['the calling code is also the trunk prefix', '12025550123', ['US']],
  ['a number for fiction', '33639981234', ['FR']],
  ['a British one', '447700900123', ['GB', 'FR']],
  ['with invisible characters', '\u202a33199001234\u202c', ['FR']],
] as const) {
  test(`read as an international number: ${what}`, (t) => {
    const parsed = parsePhoneNumber(digits, countries);
    t.true(parsed.ok && parsed.number === `+${digits.replace(/\D/g, '')}`);
  });
}

for (const [what, digits, fault] of [
  ['possible, and nobody has it', '465712345', 'not_international'],
  ['no calling code', '999123456', 'not_international'],
  ['too short', '3363998', 'not_possible'],
  ['a national number, with its 0', '0199001234', 'not_international'],
] as const) {
  test(`refused without a country: ${what}`, (t) => {
    t.deepEqual(parsePhoneNumber(digits), { ok: false, fault });
  });
}

test('what has a + or 00 is never ambiguous', (t) => {
  for (const countries of [['FR'], ['SE'], []] as CountryCode[][]) {
    t.true(parsePhoneNumber('+465712345', countries).ok);
    t.true(parsePhoneNumber('00465712345', countries).ok);
  }
});

for (const invisible of '\u000b\u000c\u034f\u180b\u180c\u180d\u180f\u2065\ufff0\ufff8\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad') {
  test(`an invisible character is dropped: U+${invisible.charCodeAt(0).toString(16)}`, (t) => {
    const written = `${invisible}+33${invisible}199001234${invisible}`;
    t.deepEqual(parsePhoneNumber(written), { ok: true, number: phoneNumber('+33199001234') });
  });
}

for (const dash of '-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d') {
  test(`a dash is named: U+${dash.charCodeAt(0).toString(16)}`, (t) => {
    const parsed = parsePhoneNumber(`+33${dash}199001234`);
    t.regex(parsed.ok ? '' : describePhoneFault(parsed), /dashes/);
  });
}
