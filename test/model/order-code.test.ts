import test from 'ava';
import { lengthOf, longCodeOf, readingsOf } from '../../src/domain/model/order-code.js';

test('a long code is the order code and four digits more', (t) => {
  t.is(longCodeOf({ code: '012345', codeSuffix: '0067' }), '0123450067');
  for (const reading of readingsOf('12345678'))
    t.is(lengthOf(reading), reading.suffix === undefined ? 'short' : 'long');
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
