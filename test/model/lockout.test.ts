import test from 'ava';
import {
  CALLER_TRIES,
  NUMBER_TRIES,
  clearStrikes,
  countStrike,
  isLocked,
  type Lockout,
} from '../../src/domain/model/lockout.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Guesses whenever it is let: how many guesses it gets in each of the days. */
function guesser(days: number, tries: number, patience = 0): number[] {
  let lockout: Lockout | undefined;
  const perDay = Array.from({ length: days }, () => 0);
  for (let now = 0; now < days * DAY; now += MINUTE) {
    if (isLocked(lockout, now)) continue;
    if (lockout !== undefined && now < lockout.lastAt + patience) continue;
    lockout = countStrike(lockout, 'k', now, tries);
    const day = Math.floor(now / DAY);
    perDay[day] = (perDay[day] ?? 0) + 1;
  }
  return perDay;
}

test('the third wrong code locks for a quarter of an hour, then four times as long each time, up to a day', (t) => {
  let lockout: Lockout | undefined;
  let now = 0;
  const lengths: number[] = [];
  for (let lock = 0; lock < 6; lock += 1) {
    for (let strike = 0; strike < CALLER_TRIES; strike += 1) {
      t.false(isLocked(lockout, now));
      lockout = countStrike(lockout, 'k', now, CALLER_TRIES);
    }
    t.true(isLocked(lockout, now));
    lengths.push(((lockout?.until ?? 0) - now) / MINUTE);
    now = lockout?.until ?? 0;
  }
  t.deepEqual(lengths, [15, 60, 240, 960, 1440, 1440]);
});

test('one caller gets fifteen guesses on the first day, and three a day from then on', (t) => {
  const [first = 0, ...later] = guesser(30, CALLER_TRIES);
  t.true(first <= 15, first.toString());
  t.true(later.every((count) => count <= 6));
  t.true(later.reduce((sum, count) => sum + count, 0) <= 29 * 3 + 3);
});

test('all callers together get fifty on a number on the first day, and ten a day from then on', (t) => {
  const [first = 0, ...later] = guesser(30, NUMBER_TRIES);
  t.true(first <= 50, first.toString());
  t.true(later.reduce((sum, count) => sum + count, 0) <= 29 * 10 + 10);
});

test('patience gains nothing: whoever guesses just seldom enough not to be locked guesses less', (t) => {
  const hasty = guesser(60, CALLER_TRIES).reduce((sum, count) => sum + count, 0);
  for (const hours of [1, 6, 12, 24, 25]) {
    const patient = guesser(60, CALLER_TRIES, hours * 60 * MINUTE).reduce((sum, count) => sum + count, 0);
    t.true(patient <= hasty, `${hours.toString()} h: ${patient.toString()} > ${hasty.toString()}`);
  }
});

test('a right code clears the strikes and not the locks; a day forgives a lock', (t) => {
  let lockout = countStrike(undefined, 'k', 0, CALLER_TRIES);
  lockout = clearStrikes(lockout, 'k', 1);
  t.like(lockout, { strikes: 0, level: 0 });
  lockout = { key: 'k', strikes: 0, level: 3, lastAt: 0, until: 100 };
  t.is(clearStrikes(lockout, 'k', 200).level, 3);
  t.is(clearStrikes(lockout, 'k', 100 + DAY).level, 2);
  t.is(clearStrikes(lockout, 'k', 100 + 9 * DAY).level, 0);
  t.is(countStrike({ ...lockout, level: 0, strikes: 2 }, 'k', DAY, CALLER_TRIES).strikes, 1);
});
