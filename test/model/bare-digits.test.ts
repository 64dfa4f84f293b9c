import test from 'ava';
import type { CountryCode } from '../../src/domain/model/country.js';
import { describePhoneFault, parsePhoneNumber, phoneNumber } from '../../src/domain/model/phone-number.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';

// Bare national numbers are of ranges for fiction (France, Great Britain, United States), or artificial digits.
for (const [what, digits, countries, readings] of [
  ['a French number without its 0, possible in Sweden', '465712345', ['FR'], '+33… (FR) / +46… (SE)'],
  ['the same for a resident of Germany', '465712345', ['DE', 'FR'], '+49… (DE) / +33… (FR) / +46… (SE)'],
  ['a French mobile without its 0', '639981234', ['FR'], '+33… (FR)'],
  ['a French number that is nothing elsewhere', '199001234', ['FR'], '+33… (FR)'],
  ['a number of the United States, valid in Egypt', '2025550123', ['US'], '+1… (US) / +20… (EG)'],
  [
    'a German number with its calling code, or an area code that looks like it',
    '4915112345678',
    ['DE'],
    '+4949… (DE) / +4915… (DE)',
  ],
  ['a number of two given countries', '612345678', ['FR', 'ES'], '+33… (FR) / +34… (ES)'],
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

for (const invisible of '\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad') {
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
