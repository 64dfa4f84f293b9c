import test from 'ava';
import fc from 'fast-check';
import { createCalendar, isTimeZone, WEEKDAYS } from '../../src/domain/model/report/week.js';

const HOUR = 3_600_000;
const ZONES = [
  ...(['UTC', 'Europe/Paris', 'America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const),
  // Midnight is skipped there, the clock is changed by half an hour, and a whole day was left out at the end of 2011.
  ...(['America/Santiago', 'Australia/Lord_Howe', 'Pacific/Apia'] as const),
];

/** The wall clock, by another way than the program's: `Mon 2026-03-16 00:00`. */
function wall(time: number, timeZone: string): string {
  const day = new Date(time).toLocaleDateString('en-US', { timeZone, weekday: 'short' });
  return `${day} ${new Date(time).toLocaleString('sv-SE', { timeZone }).slice(0, 16)}`;
}

for (const [zone, time, name, from, until] of [
  ['Europe/Paris', '2026-03-18T12:00Z', '2026-W12', '2026-03-15T23:00:00.000Z', '2026-03-22T23:00:00.000Z'],
  // The clock goes forward on 29 March, and back on 25 October.
  ['Europe/Paris', '2026-03-29T12:00Z', '2026-W13', '2026-03-22T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['Europe/Paris', '2026-10-25T12:00Z', '2026-W43', '2026-10-18T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  // A year with 53 weeks, whose last one ends in the next year.
  ['UTC', '2027-01-03T23:59Z', '2026-W53', '2026-12-28T00:00:00.000Z', '2027-01-04T00:00:00.000Z'],
  ['UTC', '2024-12-30T00:00Z', '2025-W01', '2024-12-30T00:00:00.000Z', '2025-01-06T00:00:00.000Z'],
  ['Pacific/Kiritimati', '2027-01-03T10:30Z', '2027-W01', '2027-01-03T10:00:00.000Z', '2027-01-10T10:00:00.000Z'],
] as const) {
  test(`${time} in ${zone} is in ${name}`, (t) => {
    const calendar = createCalendar(zone);
    const week = { name, from: Date.parse(from), until: Date.parse(until) };
    t.deepEqual(calendar.weekAt(Date.parse(time)), week);
    t.deepEqual(calendar.weekNamed(name), week);
  });
}

test('names that are no week', (t) => {
  const { weekNamed } = createCalendar('UTC');
  for (const name of ['2026-W54', '2025-W53', '2026-W00', '2026-w12', '2026W12', '1999-W01', '12', '', '2026-W12 '])
    t.is(weekNamed(name), undefined, name);
  t.deepEqual(['Europe/Paris', 'UTC', 'Europe/Pari', ''].map(isTimeZone), [true, true, false, false]);
});

test('weeks begin on Monday at midnight, follow one another, and are found again by their names', (t) => {
  const times = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2040, 0) });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), times, (zone, time) => {
      const calendar = createCalendar(zone);
      const week = calendar.weekAt(time);
      const before = calendar.weekBefore(week);
      t.true(week.from <= time && time < week.until);
      t.deepEqual([before.until, before.name < week.name], [week.from, true]);
      t.deepEqual(calendar.weekNamed(week.name), week);
      t.deepEqual(calendar.weekAt(week.until - 1), week);
      t.regex(wall(week.from, zone), /^Mon .* 0[01]:00$/);
      t.regex(wall(week.from - 1, zone), /^S\w\w .* 23:59$/);
      t.true(Math.abs(week.until - week.from - 168 * HOUR) <= 24 * HOUR);
    }),
    { numRuns: 300 },
  );
});

test('a time of day after a week', (t) => {
  const calendar = createCalendar('Europe/Paris');
  const week = calendar.weekAt(Date.parse('2026-03-25T12:00Z'));
  const walls = WEEKDAYS.map((day) => wall(calendar.timeAfter(week, day, 6), 'Europe/Paris'));
  t.deepEqual(
    walls,
    ['Mon 2026-03-30', 'Tue 2026-03-31', 'Wed 2026-04-01', 'Thu 2026-04-02', 'Fri 2026-04-03', 'Sat 2026-04-04']
      .concat('Sun 2026-04-05')
      .map((day) => `${day} 06:00`),
  );
  // That hour is skipped on the Sunday of the change.
  const previous = calendar.weekBefore(week);
  t.is(wall(calendar.timeAfter(previous, 'sunday', 2), 'Europe/Paris'), 'Sun 2026-03-29 03:00');
});
