import test from 'ava';
import { DEFAULT_ALLOWED_COUNTRIES, parseCountry } from '../../src/domain/model/country.js';
import { readCaller, readSender } from '../../src/adapters/twiml/identities.js';
import {
  countryOf,
  maskPhoneNumber,
  numberingFacts,
  parsePhoneNumber,
  phoneNumber,
  toE164,
} from '../../src/domain/model/phone-number.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';

for (const input of ['+33639981234', '0033639981234', '33639981234']) {
  test(`reads ${input}`, (t) => {
    t.deepEqual(parsePhoneNumber(input), { ok: true, number: phoneNumber('+33639981234') });
  });
}

for (const [input, fault] of [
  ['+33 6 39 98 12 34', 'separators'],
  ['+33-639981234', 'separators'],
  ['+33(0)639981234', 'separators'],
  ['+33.639981234', 'separators'],
  [' +33639981234', 'separators'],
  ['+33639981234 ', 'separators'],
  ['tel:+33639981234', 'separators'],
  ['+33639981234;ext=5', 'separators'],
  ['++33639981234', 'separators'],
  ['+٣٣٦٣٩٩٨١٢٣٤', 'separators'],
  ['0639981234', 'not_international'],
  ['', 'not_international'],
  ['+', 'not_international'],
  ['abc', 'separators'],
  ['+9991234567', 'not_international'],
  ['+3363998', 'not_possible'],
  ['+336399812345678', 'not_possible'],
  ['+33112', 'not_possible'],
] as const) {
  test(`refuses ${JSON.stringify(input)}: ${fault}`, (t) => {
    t.deepEqual(parsePhoneNumber(input), { ok: false, fault });
    t.true(
      isProxyCallError(
        t.throws(() => phoneNumber(input)),
        'invalid_request',
      ),
    );
  });
}

// Countries that the first characters of a number get wrong.
for (const [number, country] of [
  ['+352621123456', 'LU'],
  ['+353851234567', 'IE'],
  ['+358401234567', 'FI'],
  ['+358181234567', 'AX'],
  ['+37121234567', 'LV'],
  ['+420601123456', 'CZ'],
  ['+421912123456', 'SK'],
  ['+423660123456', 'LI'],
  ['+262692123456', 'RE'],
  ['+262639012345', 'YT'],
  ['+590690123456', 'GP'],
  ['+447400123456', 'GB'],
  ['+12025550123', 'US'],
  ['+16135550123', 'CA'],
  ['+79123456789', 'RU'],
  ['+77012345678', 'KZ'],
  ['+393123456789', 'IT'],
  ['+3906698123456', 'VA'],
  // Kept for fiction: possible, not valid, so the main country of the calling code decides.
  ['+33639981234', 'FR'],
  ['+33199001234', 'FR'],
  ['+447700900123', 'GB'],
  // International networks belong to no country.
  ['+88213123456', undefined],
] as const) {
  test(`${number} is of ${country ?? 'no country'}`, (t) => {
    t.is(countryOf(phoneNumber(number)), country);
  });
}

test('the calling code of a number', (t) => {
  t.is(numberingFacts(phoneNumber('+33639981234')).callingCode, '33');
});

test('a mask shows four digits', (t) => {
  t.is(maskPhoneNumber('+33639981234'), '+****1234');
});

test('a carrier parameter is a number only with its plus', (t) => {
  t.is(toE164('+33639981234'), phoneNumber('+33639981234'));
  t.is(toE164('33639981234'), undefined);
  t.is(toE164('sip:ada@example.com'), undefined);
  t.is(toE164(undefined), undefined);
});

for (const from of [
  '',
  ' ',
  ...['anonymous', 'Anonymous', 'RESTRICTED', 'unavailable', 'unknown', 'private', 'blocked'],
  ...['+266696687', '266696687', '+7378742833', '+2562533', '+8656696', '+86282452253'],
]) {
  test(`${JSON.stringify(from)} is a withheld caller and sender`, (t) => {
    t.deepEqual(readCaller(from), { kind: 'withheld' });
    t.deepEqual(readSender(from), { kind: 'withheld' });
  });
}

test('a caller without a telephone number cannot be told from a withheld one', (t) => {
  for (const from of ['sip:ada@example.com', 'client:ada', '36200', '+33112']) {
    t.deepEqual(readCaller(from), { kind: 'withheld' });
  }
});

test('a text may come from a name or a short code', (t) => {
  t.deepEqual(readSender('SHOP'), { kind: 'named', name: 'SHOP' });
  t.deepEqual(readSender(' 36200 '), { kind: 'named', name: '36200' });
  t.deepEqual(readSender('+33639981234'), { kind: 'number', number: phoneNumber('+33639981234') });
  t.deepEqual(readSender('+36184'), { kind: 'named', name: '36184' });
});

test('countries are read in any case, and only real ones', (t) => {
  t.is(parseCountry(' fr '), 'FR');
  t.is(parseCountry('XX'), undefined);
  t.is(parseCountry('FRA'), undefined);
  t.is(parseCountry(''), undefined);
});

test('the default calling countries', (t) => {
  const countries = new Set<string>(DEFAULT_ALLOWED_COUNTRIES);
  t.is(countries.size, DEFAULT_ALLOWED_COUNTRIES.length);
  t.is(countries.size, 27 + 3 + 1 + 8 + 4);
  for (const refused of ['GB', 'US', 'RU', 'NC']) t.false(countries.has(refused));
});

test('a number has at most fifteen digits, whatever the metadata takes for possible', (t) => {
  for (const text of ['+4923400000052195', '004923400000052195', '4923400000052195'])
    t.false(parsePhoneNumber(text, ['FR']).ok, text);
  t.true(parsePhoneNumber('+492340000005219').ok);
});
