import test from 'ava';
import { normalizeCell, parseKey, timeCell } from '../../src/adapters/sheets/tabs/parse-cells.js';
import { parseTime, serialText } from '../../src/adapters/sheets/tabs/times.js';
import { isUnreadable, readText } from '../../src/adapters/sheets/tabs/unreadable.js';

for (const [text, expected] of [
  ['2026-03-01T09:30:00.000Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30Z', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01 09:30:00', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01 09:30:00 UTC', '2026-03-01T09:30:00.000Z'],
  ['2026-03-01T09:30:00.123456', '2026-03-01T09:30:00.123Z'],
  ['2026-03-01T09:30:00,5Z', '2026-03-01T09:30:00.500Z'],
  ['2026-03-01T09:30:00+02:00', '2026-03-01T07:30:00.000Z'],
  ['2026-03-01T09:30:00-0330', '2026-03-01T13:00:00.000Z'],
  ['2026-03-01', '2026-03-01T00:00:00.000Z'],
  ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'],
  ['45000.5', '2023-03-15T12:00:00.000Z'],
  ['46082', '2026-03-01T00:00:00.000Z'],
] as const) {
  test(`"${text}" is a date`, (t) => {
    t.is(normalizeCell('created_at', text), expected);
    t.is(
      timeCell({ created_at: text }, 'created_at', () => t.fail()),
      Date.parse(expected),
    );
  });
}

// A phone, seconds and milliseconds since 1970, days without a year, small and large numbers, spellings that mean two days, no days.
for (const text of [
  ...['33639985001', '+33639985001', '0639985001', '1772357400', '1772357400000', '20260301', '8640000000000001'],
  ...['0', '1', '12', '-1', '1e5', '1e300', 'Infinity', 'NaN', '99999999999999999999999999'],
  ...['01/03/2026', '3/1/26', '1 mars 2026', 'March 1, 2026', 'demain', 'C-12', '2026', '2026-3-1', '26-03-01'],
  ...[
    '2026-13-01',
    '2026-02-30',
    '2026-00-10',
    '2026-03-01T25:00:00Z',
    '2026-03-01T09:61:00Z',
    '1899-12-30',
    '2150-01-01',
  ],
  ...['+275760-09-14T00:00:00Z', 'true', '#REF!', '#N/A', 'Loading...', '09:30', '=TODAY()', 'x'.repeat(50_000)],
]) {
  test(`"${text.slice(0, 30)}" is no date, and stops nothing`, (t) => {
    const reported: string[] = [];
    for (const column of ['created_at', 'date_achat', 'date_attribution', 'reserved_at']) {
      t.is(normalizeCell(column, text), text);
      t.is(
        timeCell({ [column]: text }, column, (name, problem) => void reported.push(`${name} ${problem}`)),
        undefined,
      );
    }
    t.is(reported.length, 4);
    if (text.length > 10) t.false(reported.join().includes(text), 'the content is not reported');
  });
}

for (const [zone, serial, expected] of [
  ['Europe/Paris', 46_082.5, '2026-03-01T11:00:00.000Z'],
  ['Europe/Paris', 46_204.5, '2026-07-01T10:00:00.000Z'],
  // The hour after clocks go forward, and one that occurs twice.
  ['Europe/Paris', 46_110 + 3.5 / 24, '2026-03-29T01:30:00.000Z'],
  ['America/New_York', 46_082.5, '2026-03-01T17:00:00.000Z'],
  ['Asia/Kolkata', 46_082.5, '2026-03-01T06:30:00.000Z'],
  ['Pacific/Kiritimati', 46_082, '2026-02-28T10:00:00.000Z'],
  ['Etc/GMT', 46_082.5, '2026-03-01T12:00:00.000Z'],
  ['No/Such_Zone', 46_082.5, '2026-03-01T12:00:00.000Z'],
  [undefined, 46_082.5, '2026-03-01T12:00:00.000Z'],
] as const) {
  test(`a date that was typed in ${zone ?? 'no time zone'} is a time there (${expected})`, (t) => {
    t.is(serialText(serial, zone), expected);
  });
}

test('a number that is no date stays as it is in every time zone', (t) => {
  for (const number of [33_639_985_001, 1_772_357_400, 0, -5, 1.5, Number.MAX_VALUE, Number.MIN_VALUE]) {
    t.is(serialText(number, 'Europe/Paris'), number.toString());
    t.is(parseTime(number.toString()), undefined);
  }
});

const ERRORS = [
  ...[
    '#REF!',
    '#N/A',
    '#NAME?',
    '#VALUE!',
    '#DIV/0!',
    '#DIV/0',
    '#NUM!',
    '#NULL!',
    '#ERROR!',
    'Loading...',
    'Loading…',
  ],
  ...[
    '#SPILL!',
    '#CALC!',
    '#NOM?',
    '#VALEUR!',
    '#NOMBRE!',
    '#BEZUG!',
    '#WERT!',
    '#NV',
    '#ИМЯ?',
    '#ref!',
    '#n/a',
    '####',
  ],
  ...['Chargement...', 'Wird geladen...', 'loading...', ' #REF! ', '\u0007#REF!'],
];
for (const text of ERRORS) {
  test(`"${text.trim()}" ${text === text.trim() ? 'is' : 'with blanks is'} an error, and neither an id nor a number`, (t) => {
    t.true(isUnreadable(readText(text)));
    for (const kind of ['client', 'order', 'number'] as const) t.is(parseKey(kind, readText(text)), undefined);
  });
}

for (const checkbox of [true, false]) {
  test(`a checkbox that is ${checkbox.toString()} is neither an id nor a name`, (t) => {
    t.true(isUnreadable(readText(checkbox)));
    t.is(parseKey('client', readText(checkbox)), undefined);
  });
}

for (const text of [
  '#1',
  '#12A',
  '#A12',
  'C#',
  '#',
  'A...',
  'Ada…',
  'true',
  'FALSE',
  'N/A',
  'REF!',
  'Wait!',
  'Loading',
  '0',
  '',
]) {
  test(`"${text}" may be an id or a name`, (t) => {
    t.false(isUnreadable(readText(text)));
    if (text !== '') t.is(parseKey('client', text), text);
  });
}
