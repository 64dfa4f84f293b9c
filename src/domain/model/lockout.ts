import type { EntryLength } from './order-code.js';
import { DAY_MS, MINUTE_MS } from './time.js';

/**
 * The count of wrong order codes of one caller or on one number. What a lock means depends on whose count it is: a caller
 * is not let in by any code, and a number accepts long codes only (long mode). Times are milliseconds since the epoch.
 */
export interface Lockout {
  readonly key: string;
  /** Wrong codes since the last lock; on a number, short ones. */
  readonly strikes: number;
  /** How many locks there were, minus one for each day since the last one ended. Each makes the next lock longer. */
  readonly level: number;
  /** When a code was last compared, or the end of a lock was noticed. */
  readonly lastAt: number;
  /** When the last lock ends, or ended; a day later for each level that was taken off since. */
  readonly until: number;
  /**
   * On a number: when the weight of its wrong codes will have worn off, ten short ones a day. 0 for a caller.
   */
  readonly weighsUntil: number;
}

/** How many wrong codes of one caller lead to a lock, counted over all numbers and calls. */
export const CALLER_TRIES = 3;
/** How many wrong short codes on one number lead to long mode, counted over all callers: caller IDs are easily forged. */
export const NUMBER_TRIES = 10;
/**
 * How many codes a caller may enter in one call, on a number that accepts short ones and on one in long mode. Ten lines that
 * guess day and night, in calls of 20 seconds, then weigh less than what wears off: long codes of others are always compared.
 */
export const ENTRIES_PER_CALL: Readonly<Record<EntryLength, number>> = { short: 3, long: 2 };

const FIRST_LOCK_MS = 15 * MINUTE_MS;
const GROWTH = 4;
const LONGEST_LOCK_MS = DAY_MS;

/**
 * How long a wrong code weighs on its number, and how much of that may add up: the weight of any 24 hours is at most that of
 * 40 short codes and of the ten that wear off meanwhile. (This is the generic cell rate algorithm, ITU-T I.371.) Short codes
 * leave the last quarter to long ones, so that whoever tries short ones does not use up what callers with a long code need.
 */
const WEIGHS_MS: Readonly<Record<EntryLength, number>> = { short: DAY_MS / 10, long: DAY_MS / 100_000 };
const MOST_MS: Readonly<Record<EntryLength, number>> = { short: 3 * DAY_MS, long: 4 * DAY_MS };

/** Whether a caller is locked out, or a number is in long mode. */
export function isLocked(lockout: Lockout | undefined, now: number): boolean {
  return lockout !== undefined && now < lockout.until;
}

/**
 * Whether a code that was entered on this number is to be compared. In long mode short ones are not, be they right or wrong.
 * Long ones always are, unless there are more than 100,000 a day for days.
 */
export function isCompared(number: Lockout | undefined, length: EntryLength, now: number): boolean {
  if (length === 'short') return !isLocked(number, now);
  return (number?.weighsUntil ?? 0) + WEIGHS_MS.long <= now + MOST_MS.long;
}

/** A caller's count after one more wrong code. Each lock is four times as long as the one before, up to a day. */
export function countOfCaller(before: Lockout | undefined, key: string, now: number): Lockout {
  const { strikes, level, until } = forgive(before, now);
  const counted = { key, lastAt: now, weighsUntil: 0 };
  if (strikes + 1 < CALLER_TRIES) return { ...counted, strikes: strikes + 1, level, until };
  return { ...counted, strikes: 0, level: level + 1, until: now + lockMs(level) };
}

/** A number's count after one more wrong code. Long mode lasts as long as a lock, and until another short code may be tried. */
export function countOnNumber(before: Lockout | undefined, key: string, length: EntryLength, now: number): Lockout {
  const { strikes, level, until } = forgive(before, now);
  const weighsUntil = Math.max(before?.weighsUntil ?? 0, now) + WEIGHS_MS[length];
  const mayTryAgainAt = weighsUntil + WEIGHS_MS.short - MOST_MS.short;
  const counted = { key, lastAt: now, weighsUntil };
  if (now < until) return { ...counted, strikes, level, until: Math.max(until, mayTryAgainAt) };
  const struck = length === 'short' ? strikes + 1 : strikes;
  if (struck < NUMBER_TRIES && mayTryAgainAt <= now) return { ...counted, strikes: struck, level, until };
  return { ...counted, strikes: 0, level: level + 1, until: Math.max(now + lockMs(level), mayTryAgainAt) };
}

/** A caller's count after a correct code. Earlier locks still count, as the code may have been guessed. */
export function clearStrikes(before: Lockout | undefined, key: string, now: number): Lockout {
  return { key, ...forgive(before, now), strikes: 0, lastAt: now, weighsUntil: 0 };
}

/** A number's count after a correct code: as it was. */
export function countUnchanged(before: Lockout | undefined, key: string, now: number): Lockout {
  if (before === undefined) return { key, strikes: 0, level: 0, lastAt: now, until: 0, weighsUntil: 0 };
  return endNoticed(before, now) ?? before;
}

/** When a lock ends whose end nobody has noticed: undefined when there is none. */
export function endsAt({ lastAt, until }: Lockout): number | undefined {
  return lastAt < until ? until : undefined;
}

/** The count with the end of its lock noticed; undefined when there is no end to notice. */
export function endNoticed(lockout: Lockout | undefined, now: number): Lockout | undefined {
  const end = lockout && endsAt(lockout);
  return lockout === undefined || end === undefined || now < end ? undefined : { ...lockout, lastAt: now };
}

/** Whose lock began or ended. That of a number is its long mode. */
export interface LockChange {
  readonly of: 'caller' | 'number';
  readonly change: 'began' | 'ended';
  /** Of one that began: how long it lasts, if nothing prolongs it. */
  readonly milliseconds?: number | undefined;
}

/** What happened to a lock when a count became another one. The old one may have ended, and a new one begun. */
export function lockChanges(
  of: LockChange['of'],
  before: Lockout | undefined,
  after: Lockout,
  now: number,
): readonly LockChange[] {
  const changes: LockChange[] = [];
  if (endNoticed(before, now) !== undefined) changes.push({ of, change: 'ended' });
  if (isLocked(after, now) && !isLocked(before, now)) {
    changes.push({ of, change: 'began', milliseconds: after.until - now });
  }
  return changes;
}

function lockMs(level: number): number {
  return Math.min(FIRST_LOCK_MS * GROWTH ** level, LONGEST_LOCK_MS);
}

/** `until` moves with the level, so that a day takes off one level once, and not at each count. */
function forgive(before: Lockout | undefined, now: number): Pick<Lockout, 'strikes' | 'level' | 'until'> {
  if (before === undefined) return { strikes: 0, level: 0, until: 0 };
  const quietDays = Math.max(0, Math.floor((now - before.until) / DAY_MS));
  return {
    strikes: now - before.lastAt < DAY_MS ? before.strikes : 0,
    level: Math.max(0, before.level - quietDays),
    until: before.until === 0 ? 0 : before.until + quietDays * DAY_MS,
  };
}
