import test from 'ava';
import fc from 'fast-check';
import { getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import type { CountryCode } from '../../src/domain/model/country.js';
import { parsePhoneNumber } from '../../src/domain/model/phone-number.js';
import { describeNumber, isWrittenNationally, readWrittenPhone } from '../../src/domain/model/written-phone.js';

const MOBILE = '+33639981234';
const BRITISH = '+447700900123';
const AMERICAN = '+12025550123';

/** Invisible characters and odd spaces are shown as escapes. */
const shown = (text: string) =>
  JSON.stringify(text).replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

// Beside the ranges for fiction of France, Great Britain and the United States, these have artificial digits: 12345678 and the like.
for (const [text, countries, number] of [
  ['06 39 98 12 34', ['FR'], MOBILE],
  ['06\u00a039\u00a098\u00a012\u00a034', ['FR'], MOBILE],
  ['06\u202f39\u202f98\u202f12\u202f34', ['FR'], MOBILE],
  ['06.39.98.12.34', ['FR'], MOBILE],
  ['06-39-98-12-34', ['FR'], MOBILE],
  ['06\u201139\u201398\u201212\u221234', ['FR'], MOBILE],
  ['06/39.98.12.34', ['FR'], MOBILE],
  ['0639981234', ['FR'], MOBILE],
  [' \u202a06 39 98 12 34\u202c\t', ['FR'], MOBILE],
  ['(0)6 39 98 12 34', ['FR'], MOBILE],
  ['\uff10\uff16 39 98 12 34', ['FR'], MOBILE],
  ['01 99 00 12 34', ['FR'], '+33199001234'],
  ['6 39 98 12 34', ['FR'], MOBILE],
  ['+33 (0)6 39 98 12 34', [], MOBILE],
  ['+33(0)639981234', ['GB'], MOBILE],
  ['+33 ( 0 ) 6 39 98 12 34', [], MOBILE],
  ['0033 (0) 6 39 98 12 34', [], MOBILE],
  ['00 33 6 39 98 12 34', [], MOBILE],
  ['(+33) 6.39.98.12.34', [], MOBILE],
  ['+ 33 6 39 98 12 34', [], MOBILE],
  ['\uff0b33 6 39 98 12 34', [], MOBILE],
  ['33 6 39 98 12 34', ['FR'], MOBILE],
  ['33639981234', ['FR'], MOBILE],
  ['07700 900123', ['GB'], BRITISH],
  ['+44 (0)7700 900123', ['FR'], BRITISH],
  ['(07700) 900 123', ['GB', 'FR'], BRITISH],
  ['(202) 555-0123', ['US'], AMERICAN],
  ['202-555-0123', ['US'], AMERICAN],
  ['202.555.0123', ['US'], AMERICAN],
  ['1 (202) 555-0123', ['FR'], AMERICAN],
  ['1-202-555-0123', ['US'], AMERICAN],
  ['011 44 7700 900123', ['US'], BRITISH],
  // Where no 0 is dialled before a number.
  ['612 345 678', ['ES'], '+34612345678'],
  ['+34 (0)612 345 678', [], '+34612345678'],
  // Where the 0 is part of it.
  ['06 1234 5678', ['IT'], '+390612345678'],
  ['+39 (0)6 1234 5678', [], '+390612345678'],
  // The nearest country in which it is valid counts.
  ['0470 12 34 56', ['BE', 'FR'], '+32470123456'],
  ['0470 12 34 56', ['FR'], '+33470123456'],
  ['06 39 98 12 34', ['BE', 'FR'], MOBILE],
  ['07700 900123', ['FR', 'GB'], BRITISH],
  // A number that no plan knows yet.
  ['00 33 4 39 98 12 34', [], '+33439981234'],
] as const) {
  test(`${shown(text)} in ${countries.join(' or ')} is ${number}`, (t) => {
    t.deepEqual(readWrittenPhone(text, countries) as unknown, { ok: true, number });
  });
}

for (const [text, countries, fault] of [
  ['06 39 98 12 34', [], 'not_international'],
  ['0639981234', [], 'not_international'],
  ['06 39 98', ['FR'], 'not_possible'],
  ['06 39 98 12 34 56', ['FR'], 'not_possible'],
  ['06 39 98 12 34 / 06 39 98 12 35', ['FR'], 'not_possible'],
  ['+33 6 39 98', ['FR'], 'not_possible'],
  ['46 46 123 45', ['FR'], 'ambiguous'],
  ['46-8-123 456', ['FR'], 'ambiguous'],
  ['465712345', ['FR'], 'ambiguous'],
  ['06 39 98 12 3O', ['FR'], 'letters'],
  ['06 39 98 12 34 ext. 5', ['FR'], 'letters'],
  ['06 39 98 12 34#', ['FR'], 'letters'],
  ['06, 39, 98', ['FR'], 'letters'],
  ['06+39981234', ['FR'], 'letters'],
  ['1-800-FLOWERS', ['US'], 'letters'],
  ['tel:+33639981234', ['FR'], 'letters'],
  ['', ['FR'], 'letters'],
  ['+', ['FR'], 'letters'],
  [' - ', ['FR'], 'letters'],
] as const) {
  test(`${shown(text)} in ${countries.join(' or ')} is refused: ${fault}`, (t) => {
    const read = readWrittenPhone(text, countries);
    t.is(read.ok ? 'read' : read.fault, fault);
  });
}

test('whether the country decides', (t) => {
  for (const text of ['06 39 98 12 34', '0639981234', '(202) 555-0123', '612 345 678'])
    t.true(isWrittenNationally(text));
  for (const text of ['+33 6 39 98 12 34', '0033639981234', '33639981234', 'anonymous', '']) {
    t.false(isWrittenNationally(text), text);
  }
});

const number = fc.constantFrom(...getCountries()).map((country) => {
  const example = getExampleNumber(country, examples);
  return example?.isValid() === true ? { country, example } : undefined;
});
const separator = fc.constantFrom(' ', '\u00a0', '\u202f', '.', '-', '\u2011', '/');

test('a mobile of any country is read as people there write it, and as they write it for people abroad', (t) => {
  fc.assert(
    fc.property(number, separator, fc.constantFrom<CountryCode>('FR', 'US', 'IT'), (chosen, between, elsewhere) => {
      if (chosen === undefined) return;
      const { country, example } = chosen;
      const national = example.formatNational();
      const read = readWrittenPhone(national.replaceAll(/[ -]/g, between), [country]);
      // Without separators it is digits alone, which are read more strictly. Some area codes are the code of a country too: (670) 234-5678.
      if (read.ok) t.deepEqual(read as unknown, { ok: true, number: example.number }, national);
      else t.true(['ambiguous', 'national'].includes(read.fault), national);
      for (const text of [example.formatInternational(), example.format('E.164'), `00${example.number.slice(1)}`]) {
        t.deepEqual(readWrittenPhone(text.replaceAll(' ', between), [elsewhere]) as unknown, {
          ok: true,
          number: example.number,
        });
      }
    }),
    { numRuns: 500 },
  );
});

test('what is read is a possible number, and what programs send is read as they mean it', (t) => {
  const text = fc.stringMatching(/^(\+|00|0|\(0\))?(33|39|44)? ?\(?[1-9][0-9]{2}[ .)-]?[0-9]{3}[ .-]?[0-9]{2,4}$/);
  fc.assert(
    fc.property(text, fc.constantFrom<CountryCode>('FR', 'US', 'IT', 'ES', 'DE'), (written, country) => {
      const read = readWrittenPhone(written, [country]);
      if (read.ok) t.true(parsePhoneNumber(read.number).ok, written);
      const sent = parsePhoneNumber(written, [country]);
      if (sent.ok) t.deepEqual(read, sent, written);
    }),
    { numRuns: 2000 },
  );
});

test('what was understood is shown with its country', (t) => {
  const read = parsePhoneNumber(MOBILE);
  t.deepEqual(read.ok && describeNumber(read.number), { spaced: '+33 6 39 98 12 34', country: 'FR' });
  t.is(parsePhoneNumberFromString(MOBILE)?.formatInternational(), '+33 6 39 98 12 34');
});
