import test from 'ava';
import fc from 'fast-check';
import { ENTRIES_PER_CALL, countOnNumber, isCompared, isLocked, type Lockout } from '../../src/domain/model/lockout.js';
import type { EntryLength } from '../../src/domain/model/order-code.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/model/time.js';

interface Guess {
  readonly length: EntryLength;
  readonly count: number;
  readonly pause: number;
}

const guesses = fc.array(
  fc.record<Guess>({
    length: fc.constantFrom('short', 'long'),
    count: fc.constantFrom(1, 3, 10, 60, 5000, 40_000),
    pause: fc.constantFrom(0, 1, 20_000, 15 * MINUTE_MS, HOUR_MS, 7 * HOUR_MS, DAY_MS - 1, DAY_MS, 3 * DAY_MS),
  }),
  { maxLength: 20 },
);

test('whoever guesses, and however: a number compares no more than 50 short codes weigh in 24 hours, and 40 + 10 a day in all', (t) => {
  fc.assert(
    fc.property(guesses, (steps) => {
      let number: Lockout | undefined;
      const compared: { at: number; weight: number }[] = [];
      let now = 1_000_000;
      for (const { length, count, pause } of steps) {
        now += pause;
        let weight = 0;
        for (let index = 0; index < count && isCompared(number, length, now); index += 1) {
          number = countOnNumber(number, 'n', length, now);
          // In ten-thousandths, so that the sums are exact.
          weight += length === 'short' ? 10_000 : 1;
        }
        compared.push({ at: now, weight });
      }
      const sum = (from: number, until: number) =>
        compared.filter(({ at }) => at >= from && at < until).reduce((total, { weight }) => total + weight, 0);
      for (const { at } of compared) t.true(sum(at, at + DAY_MS) <= 500_000);
      const days = Math.ceil((now + 1 - 1_000_000) / DAY_MS);
      t.true(sum(0, Infinity) <= 400_000 + 100_000 * days);
    }),
    { numRuns: 8 },
  );
});

test('after any guesses of others, a long code of a caller who is not locked is compared; one in long mode tells nothing of a short one', (t) => {
  // Up to 98,000 long codes at any times, on top of all short ones that are let.
  const attack = fc.array(
    fc.record({
      length: fc.constantFrom<EntryLength>('short', 'long'),
      count: fc.integer({ min: 1, max: 2000 }),
      pause: fc.integer({ min: 0, max: DAY_MS }),
    }),
    { maxLength: 49 },
  );
  fc.assert(
    fc.property(attack, (steps) => {
      let number: Lockout | undefined;
      let now = 0;
      for (const { length, count, pause } of steps) {
        now += pause;
        for (let index = 0; index < count; index += 1) {
          if (isCompared(number, length, now)) number = countOnNumber(number, 'n', length, now);
        }
        t.true(isCompared(number, 'long', now));
        t.is(isCompared(number, 'short', now), !isLocked(number, now));
      }
    }),
    { numRuns: 30 },
  );
});

test('ten lines that guess long codes day and night, in calls of 20 seconds, keep nobody else from being compared', (t) => {
  const perHour = 10 * (HOUR_MS / 20_000) * ENTRIES_PER_CALL.long;
  // As bad as it can be at the start: everything that may add up is used up.
  let number: Lockout | undefined = {
    key: 'n',
    strikes: 0,
    level: 9,
    lastAt: 0,
    until: DAY_MS,
    weighsUntil: 4 * DAY_MS,
  };
  t.false(isCompared(number, 'long', 0));
  for (let now = HOUR_MS; now < 2 * DAY_MS; now += HOUR_MS) {
    for (let guess = 0; guess < perHour; guess += 1) {
      if (!isCompared(number, 'long', now)) t.fail();
      number = countOnNumber(number, 'n', 'long', now);
    }
    t.true(isCompared(number, 'long', now));
  }
});
