import test from 'ava';
import { lengthOf, longCodeOf, readingsOf, type EntryLength } from '../../src/domain/model/order-code.js';

const LENGTHS: readonly [digits: string, codeDigits: number, length: EntryLength][] = [
  ['', 6, 'short'],
  ['480213', 6, 'short'],
  ['48021377', 6, 'short'],
  ['480213775', 6, 'short'],
  ['4802137759', 6, 'long'],
  ['480213775912', 6, 'long'],
  ['48021377', 8, 'short'],
  ['480213775912', 8, 'long'],
  ['4802', 4, 'short'],
  ['48021377', 4, 'long'],
];

test('an entry is long when it has four digits more than the codes of the installation', (t) => {
  for (const [digits, codeDigits, length] of LENGTHS) t.is(lengthOf(digits, codeDigits), length, digits);
  t.is(longCodeOf({ code: '012345', codeSuffix: '0067' }), '0123450067');
});

const READINGS: readonly [digits: string, readings: string[]][] = [
  ['', []],
  ['123', []],
  ['1234', ['1234']],
  ['1234567', ['1234567']],
  ['12345678', ['12345678', '1234+5678']],
  ['123456789', ['12345+6789']],
  ['1234567890', ['123456+7890']],
  ['123456789012', ['12345678+9012']],
  ['1234567890123', []],
];

test('an entry is read as a code, or as a code and the four digits after it', (t) => {
  for (const [digits, expected] of READINGS) {
    const readings = readingsOf(digits).map(({ code, suffix }) => (suffix === undefined ? code : `${code}+${suffix}`));
    t.deepEqual(readings, expected, digits);
  }
});
