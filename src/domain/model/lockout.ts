import { DAY_MS, MINUTE_MS } from './time.js';

/** The count of wrong order codes of one caller or on one number. Times are milliseconds since the epoch. */
export interface Lockout {
  readonly key: string;
  /** Wrong codes since the last lock. */
  readonly strikes: number;
  /** How many locks there were, minus one for each day since the last one ended. Each makes the next lock longer. */
  readonly level: number;
  /** When a code was last entered. */
  readonly lastAt: number;
  /** Until when no code is accepted. */
  readonly until: number;
}

/** How many wrong codes of one caller lead to a lock, counted over all numbers and calls. */
export const CALLER_TRIES = 3;
/** How many wrong codes on one number lead to a lock, counted over all callers: caller IDs are easily forged. */
export const NUMBER_TRIES = 10;

const FIRST_LOCK_MS = 15 * MINUTE_MS;
const GROWTH = 4;
const LONGEST_LOCK_MS = DAY_MS;

export function isLocked(lockout: Lockout | undefined, now: number): boolean {
  return lockout !== undefined && now < lockout.until;
}

/** The count after one more wrong code. Each lock is four times as long as the one before, up to a day. */
export function countStrike(before: Lockout | undefined, key: string, now: number, tries: number): Lockout {
  const { strikes, level, until } = forgive(before, now);
  if (strikes + 1 < tries) return { key, strikes: strikes + 1, level, lastAt: now, until };
  const length = Math.min(FIRST_LOCK_MS * GROWTH ** level, LONGEST_LOCK_MS);
  return { key, strikes: 0, level: level + 1, lastAt: now, until: now + length };
}

/** The count after a correct code. Earlier locks still count, as the code may have been guessed. */
export function clearStrikes(before: Lockout | undefined, key: string, now: number): Lockout {
  const { level, until } = forgive(before, now);
  return { key, strikes: 0, level, lastAt: now, until };
}

function forgive(before: Lockout | undefined, now: number): Pick<Lockout, 'strikes' | 'level' | 'until'> {
  if (before === undefined) return { strikes: 0, level: 0, until: 0 };
  const quietDays = Math.max(0, Math.floor((now - before.until) / DAY_MS));
  return {
    strikes: now - before.lastAt < DAY_MS ? before.strikes : 0,
    level: Math.max(0, before.level - quietDays),
    until: before.until,
  };
}
