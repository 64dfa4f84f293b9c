import test from 'ava';
import fc from 'fast-check';
import {
  beginTry,
  claimTry,
  isWaiting,
  MOST_UNCERTAIN,
  NO_TRIES,
  settleTry,
  type Tries,
} from '../../src/domain/model/notice-tries.js';
import {
  claimWeeklyMail,
  formatWeeklyMails,
  parseWeeklyMails,
  settleWeeklyMail,
  withWeeklyMail,
  type WeeklyMails,
} from '../../src/domain/model/report/sending.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-23T08:00:00Z');
const ADDRESSES = ['one', 'two'] as const;

const failure = fc.record({
  fate: fc.constantFrom('refused', 'deferred', 'unknown', 'crash'),
  address: fc.constantFrom(...ADDRESSES),
  /** By how much the clock of the instance that tries is wrong. */
  ahead: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    fc.integer({ min: -400 * 24 * HOUR, max: 400 * 24 * HOUR }),
  ),
  wait: fc.nat(7 * HOUR),
} as const);
type Failure = typeof failure extends fc.Arbitrary<infer T> ? T : never;

/** Tries that all failed. @returns what is on record then, and the time */
function afterAll(failures: readonly Failure[]): { readonly tries: Tries; readonly now: number } {
  let [tries, now]: [Tries, number] = [NO_TRIES, START];
  for (const { fate, address, ahead, wait } of failures) {
    const its = now + ahead;
    if (!isWaiting(tries, address, false, its)) {
      const claim = beginTry(claimTry(tries, address, its), its);
      tries = fate === 'crash' ? claim : settleTry(claim, fate, its);
    }
    now += wait;
  }
  return { tries, now };
}

test('whatever happened before, by whatever clock, a mail is tried within fourteen hours, and what is new within minutes', (t) => {
  fc.assert(
    fc.property(fc.array(failure, { maxLength: 12 }), fc.constantFrom(...ADDRESSES), (failures, address) => {
      const { tries, now } = afterAll(failures);
      t.false(isWaiting(tries, address, false, now + 14 * HOUR));
      const right = afterAll(failures.map((each) => ({ ...each, ahead: 0 })));
      t.false(isWaiting(right.tries, address, true, right.now + 15 * MINUTE));
      t.true(tries.otherUntil <= tries.until);
    }),
    { numRuns: 500 },
  );
});

test('the counts are those of what happened at the present address', (t) => {
  fc.assert(
    fc.property(fc.array(failure, { maxLength: 12 }), (failures) => {
      // Each as soon as it may be.
      const all = failures.map((each) => ({ ...each, ahead: 0, wait: 7 * HOUR }));
      const { tries } = afterAll(all);
      const since = all.slice(all.findLastIndex(({ address }) => address !== all.at(-1)?.address) + 1);
      const count = (...fates: readonly Failure['fate'][]) => since.filter(({ fate }) => fates.includes(fate)).length;
      t.deepEqual(
        [tries.tries, tries.refusals, tries.uncertain],
        [all.length, count('refused'), count('unknown', 'crash')],
      );
    }),
    { numRuns: 300 },
  );
});

test('a report is given up after five tries of which nobody can tell, and for nothing else', (t) => {
  const fates = fc.array(fc.constantFrom('refused', 'deferred', 'unknown'), { maxLength: 30 });
  fc.assert(
    fc.property(fates, (all) => {
      let [mails, now]: [WeeklyMails, number] = [[], START];
      let unknown = 0;
      for (const fate of all) {
        const claim = claimWeeklyMail(mails, { week: '2026-W12', address: 'one' }, () => true, now);
        t.is(claim === undefined, unknown >= MOST_UNCERTAIN);
        if (claim === undefined) return;
        // Read from its text each time.
        const settled = settleWeeklyMail(beginTry(claim, now), fate, now);
        mails = parseWeeklyMails(formatWeeklyMails(withWeeklyMail(mails, settled)));
        if (fate === 'unknown') unknown += 1;
        now += 7 * HOUR;
      }
    }),
    { numRuns: 300 },
  );
});
