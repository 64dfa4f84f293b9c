import test from 'ava';
import fc from 'fast-check';
import { fromLocalTime, toLocalTime } from '../../src/entry/console/local-time.js';

test('a time on the clocks of a zone', (t) => {
  t.is(fromLocalTime('2026-11-26T21:45', 'Europe/Paris'), '2026-11-26T20:45:00.000Z');
  t.is(fromLocalTime('2026-07-01T09:00', 'Europe/Paris'), '2026-07-01T07:00:00.000Z');
  t.is(fromLocalTime('2026-07-01T09:00:30', 'Asia/Kolkata'), '2026-07-01T03:30:00.000Z');
  t.is(fromLocalTime('2026-01-01T00:00', 'America/New_York'), '2026-01-01T05:00:00.000Z');
  t.is(toLocalTime('2026-07-01T07:00:00.000Z', 'Europe/Paris'), '2026-07-01T09:00');
});

test('on both sides of a change of the clocks', (t) => {
  t.is(fromLocalTime('2026-03-29T01:59', 'Europe/Paris'), '2026-03-29T00:59:00.000Z');
  t.is(fromLocalTime('2026-03-29T03:00', 'Europe/Paris'), '2026-03-29T01:00:00.000Z');
  t.is(fromLocalTime('2026-10-25T01:59', 'Europe/Paris'), '2026-10-24T23:59:00.000Z');
  t.is(fromLocalTime('2026-10-25T03:00', 'Europe/Paris'), '2026-10-25T02:00:00.000Z');
  // There is no such time, and there are two of the other: whichever it is, it is at that hour or beside it.
  t.regex(fromLocalTime('2026-03-29T02:30', 'Europe/Paris') ?? '', /^2026-03-29T0[01]:30/);
  t.regex(fromLocalTime('2026-10-25T02:30', 'Europe/Paris') ?? '', /^2026-10-25T0[01]:30/);
});

test('what is no time', (t) => {
  for (const text of [
    '',
    'now',
    '2026-02-30T10:00',
    '2026-13-01T10:00',
    '2026-01-01T24:00',
    '2026-01-01',
    '0042-01-01T00:0',
  ])
    t.is(fromLocalTime(text, 'Europe/Paris'), undefined, text);
});

test('whatever the zone, a time comes back as it was shown', (t) => {
  const zones = fc.constantFrom('UTC', 'Europe/Paris', 'America/St_Johns', 'Pacific/Chatham', 'Asia/Kathmandu');
  const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const shown = toLocalTime(minute * 60_000, zone);
      t.is(toLocalTime(fromLocalTime(shown, zone) ?? '', zone), shown);
    }),
  );
});
