import test from 'ava';
import {
  CALLER_TRIES,
  NUMBER_TRIES,
  clearStrikes,
  countOfCaller,
  countOnNumber,
  countUnchanged,
  endNoticed,
  endsAt,
  isCompared,
  isLocked,
  lockChanges,
  type Lockout,
} from '../../src/domain/model/lockout.js';
import type { EntryLength } from '../../src/domain/model/order-code.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/model/time.js';

type Count = (before: Lockout | undefined, now: number) => Lockout;
const ofCaller: Count = (before, now) => countOfCaller(before, 'k', now);
const onNumber =
  (length: EntryLength): Count =>
  (before, now) =>
    countOnNumber(before, 'k', length, now);
const short = onNumber('short');
const long = onNumber('long');

/** Guesses whenever it is let: how many guesses it gets in each of the days. */
function guesser(days: number, count: Count, patience = 0): number[] {
  let lockout: Lockout | undefined;
  const perDay = Array.from({ length: days }, () => 0);
  for (let now = 0; now < days * DAY_MS; now += MINUTE_MS) {
    if (isLocked(lockout, now)) continue;
    if (lockout !== undefined && now < lockout.lastAt + patience) continue;
    lockout = count(lockout, now);
    const day = Math.floor(now / DAY_MS);
    perDay[day] = (perDay[day] ?? 0) + 1;
  }
  return perDay;
}

function times(count: number, step: Count, before: Lockout | undefined, now: number): Lockout | undefined {
  let lockout = before;
  for (let index = 0; index < count; index += 1) lockout = step(lockout, now);
  return lockout;
}

test('the third wrong code locks a caller for a quarter of an hour, then four times as long each time, up to a day', (t) => {
  let lockout: Lockout | undefined;
  let now = 0;
  const lengths: number[] = [];
  for (let lock = 0; lock < 6; lock += 1) {
    t.false(isLocked(lockout, now));
    t.false(isLocked(times(CALLER_TRIES - 1, ofCaller, lockout, now), now));
    lockout = times(CALLER_TRIES, ofCaller, lockout, now);
    t.true(isLocked(lockout, now));
    lengths.push(((lockout?.until ?? 0) - now) / MINUTE_MS);
    now = lockout?.until ?? 0;
  }
  t.deepEqual(lengths, [15, 60, 240, 960, 1440, 1440]);
});

test('the tenth wrong short code takes a number into long mode, for a quarter of an hour and longer each time', (t) => {
  let number: Lockout | undefined;
  let now = 0;
  const lengths: number[] = [];
  for (let lock = 0; lock < 3; lock += 1) {
    t.true(isCompared(times(NUMBER_TRIES - 1, short, number, now), 'short', now));
    number = times(NUMBER_TRIES, short, number, now);
    t.deepEqual([isCompared(number, 'short', now), isCompared(number, 'long', now)], [false, true]);
    lengths.push(((number?.until ?? 0) - now) / MINUTE_MS);
    now = number?.until ?? 0;
  }
  t.deepEqual(lengths, [15, 60, 240]);
});

test('one caller gets fifteen guesses on the first day, and three a day from then on', (t) => {
  const [first = 0, ...later] = guesser(30, ofCaller);
  t.true(first <= 15, first.toString());
  t.true(later.every((count) => count <= 6));
  t.true(later.reduce((sum, count) => sum + count, 0) <= 29 * 3 + 3);
});

test('all callers together get at most fifty on a number on the first day, and ten a day from then on', (t) => {
  const [first = 0, ...later] = guesser(30, short);
  t.true(first > 30 && first <= 50, first.toString());
  t.true(later.reduce((sum, count) => sum + count, 0) <= 29 * 10);
});

test('patience gains nothing: whoever guesses just seldom enough not to be locked guesses less', (t) => {
  const total = (count: Count, patience?: number) => guesser(60, count, patience).reduce((sum, day) => sum + day, 0);
  for (const count of [ofCaller, short]) {
    const hasty = total(count);
    for (const hours of [1, 6, 12, 24, 25]) {
      const patient = total(count, hours * HOUR_MS);
      t.true(patient <= hasty, `${hours.toString()} h: ${patient.toString()} > ${hasty.toString()}`);
    }
  }
});

test('a right code clears the strikes and not the locks; a day forgives one lock, however many codes follow', (t) => {
  t.like(clearStrikes(ofCaller(undefined, 0), 'k', 1), { strikes: 0, level: 0 });
  const lockout = { key: 'k', strikes: 0, level: 3, lastAt: 0, until: 100, weighsUntil: 0 };
  t.is(clearStrikes(lockout, 'k', 200).level, 3);
  t.is(clearStrikes(lockout, 'k', 100 + DAY_MS).level, 2);
  t.is(clearStrikes(lockout, 'k', 100 + 9 * DAY_MS).level, 0);
  t.is(ofCaller({ ...lockout, level: 0, strikes: 2 }, DAY_MS).strikes, 1);
  for (const step of [
    ofCaller,
    short,
    long,
    (before: Lockout | undefined, now: number) => clearStrikes(before, 'k', now),
  ]) {
    t.is(times(2, step, lockout, 100 + DAY_MS)?.level, 2);
  }
});

test('a right code leaves the count of its number as it is', (t) => {
  t.deepEqual(countUnchanged(undefined, 'k', 5), {
    key: 'k',
    strikes: 0,
    level: 0,
    lastAt: 5,
    until: 0,
    weighsUntil: 0,
  });
  const counted = times(3, short, undefined, 5);
  t.is(counted, countUnchanged(counted, 'k', 6));
});

test('long codes in long mode weigh a ten-thousandth of a short one, and lock nobody', (t) => {
  const mode = times(NUMBER_TRIES, short, undefined, 0);
  const after = times(10_000, long, mode, 1);
  t.like(after, { strikes: 0, level: 1, until: mode?.until });
  t.is((after?.weighsUntil ?? 0) - (mode?.weighsUntil ?? 0), DAY_MS / 10);
});

test('long codes alone take a number into long mode once their weight leaves no room for a short one', (t) => {
  const almost = times(290_000, long, undefined, 0);
  t.true(isCompared(almost, 'short', 0));
  const full = long(almost, 0);
  t.deepEqual([isCompared(full, 'short', 0), isCompared(full, 'long', 0)], [false, true]);
  const all = times(110_000, long, almost, 0);
  t.false(isCompared(all, 'long', 0), 'and after 400,000 at once, one is compared every 864 milliseconds');
  t.true(isCompared(all, 'long', 864));
});

const CHANGES: readonly [
  what: string,
  before: Lockout | undefined,
  after: Lockout | undefined,
  now: number,
  changes: string[],
][] = (() => {
  const locked = times(CALLER_TRIES, ofCaller, undefined, 0);
  const end = locked?.until ?? 0;
  const mode = times(NUMBER_TRIES, short, undefined, 0);
  const oneLeft = times(CALLER_TRIES - 1, ofCaller, endNoticed(locked, end), end);
  return [
    ['a first wrong code', undefined, ofCaller(undefined, 0), 0, []],
    ['the code that locks', times(2, ofCaller, undefined, 0), locked, 0, ['began']],
    ['a long code in long mode', mode, long(mode, 5), 5, []],
    ['a wrong code after the lock', locked, ofCaller(locked, end), end, ['ended']],
    ['the same again', ofCaller(locked, end), times(2, ofCaller, locked, end), end, []],
    ['a right code after the lock', locked, clearStrikes(locked, 'k', end), end, ['ended']],
    ['an end that maintenance notices', mode, endNoticed(mode, end), end, ['ended']],
    ['the next lock', oneLeft, ofCaller(oneLeft, end + 1), end + 1, ['began']],
    ['a lock over, and another at once', mode, { ...short(mode, end), until: end + 9 }, end, ['ended', 'began']],
  ];
})();

test('each lock begins once and ends once, whoever notices its end', (t) => {
  for (const [what, before, after, now, expected] of CHANGES) {
    if (after === undefined) throw new Error(what);
    const changes = lockChanges('caller', before, after, now);
    t.deepEqual(
      changes.map(({ change }) => change),
      expected,
      what,
    );
  }
  const locked = times(CALLER_TRIES, ofCaller, undefined, 0);
  const end = locked?.until ?? 0;
  t.is(endNoticed(locked, end - 1), undefined);
  t.is(locked && endsAt(locked), end);
  const noticed = endNoticed(locked, end);
  t.is(noticed && endsAt(noticed), undefined);
  t.is(endNoticed(noticed, end + 1), undefined);
  t.is(endNoticed(undefined, end), undefined);
});
