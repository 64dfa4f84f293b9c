import test from 'ava';
import type { Holding } from '../../src/domain/model/planning.js';
import { NO_TREND, outlook, spanOf, trendOf } from '../../src/domain/model/pool-outlook.js';
import { finish } from '../../src/domain/model/steps.js';

const DAY = 86_400_000;
const NOW = 100 * DAY;
const MONTH = { from: NOW - 30 * DAY, until: NOW };

/** Days before now; for ever when there is no end. */
const held = (person: string, from: number, until?: number): Holding => ({
  person,
  from: NOW - from * DAY,
  until: until === undefined ? NOW + DAY : NOW - until * DAY,
});
const everyDay = (count: number, person: (day: number) => string, days: number) =>
  Array.from({ length: count }, (_, day) => held(person(day), day + 1, day + 1 - days));

test('a use that grows by one a day lasts as many days as there are numbers', (t) => {
  const growing = Array.from({ length: 60 }, (_, day) => held('everybody', day + 0.5));
  const { most, perDay } = finish(trendOf(growing, MONTH));
  t.deepEqual([most, perDay], [60, 1]);
  t.is(outlook(7, [{ most, perDay, inUse: 60 }]), 7);
  t.is(outlook(0, [{ most, perDay, inUse: 60 }]), 0);
  t.is(outlook(400, [{ most, perDay, inUse: 60 }]), 'long');
});

test('numbers that come back are used again: clients who come and go take none', (t) => {
  // One comes every day and goes after five: five at a time, all the time.
  const turnover = everyDay(60, () => 'everybody', 5);
  const trend = finish(trendOf(turnover, MONTH));
  t.deepEqual(trend, { most: 5, perDay: 0 });
  t.is(outlook(1, [{ ...trend, inUse: 5 }]), 'steady');
  t.is(outlook(1, [{ ...trend, inUse: 4 }]), 'steady');
  t.is(outlook(1, [{ ...trend, inUse: 3 }]), 'peak');
});

test('of shared numbers counts what one person needs, beyond those that are shared already', (t) => {
  // Fifty couriers with one session each need one number; later each of them has two at a time.
  const couriers = Array.from({ length: 50 }, (_, index) => `courier ${index.toString()}`);
  const one = couriers.map((person) => held(person, 25, 20));
  const two = couriers.flatMap((person) => [held(person, 5, 2), held(person, 4, 3)]);
  t.deepEqual(finish(trendOf(one, MONTH)), { most: 1, perDay: 0 });
  const trend = finish(trendOf([...one, ...two], MONTH));
  t.deepEqual(trend, { most: 2, perDay: 1 / 15 });
  t.is(outlook(1, [{ ...trend, inUse: 2 }]), 15);
  t.is(outlook(1, [{ ...trend, inUse: 3 }]), 30, 'one more is shared already');
  t.is(
    outlook(3, [
      { ...trend, inUse: 2 },
      { ...NO_TREND, inUse: 9 },
      { most: 9, perDay: 2 / 15, inUse: 9 },
    ]),
    15,
  );
});

test('a young shop is looked at since it began, a day at least; an old one for the whole time', (t) => {
  t.deepEqual(spanOf([[held('a', 3)], [held('b', 10)]], MONTH), { from: NOW - 10 * DAY, until: NOW });
  t.deepEqual(spanOf([[held('a', 90)]], MONTH), MONTH);
  t.deepEqual(spanOf([[held('a', 0.01)]], MONTH), { from: NOW - DAY, until: NOW });
  t.deepEqual(spanOf([], MONTH), { from: NOW - DAY, until: NOW });
});
