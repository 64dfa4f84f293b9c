import { setTimeout as sleep } from 'node:timers/promises';
import { isLocked } from './sqlite-faults.js';

/** Time and its passing, replaced in tests. */
export interface Pacing {
  /** Milliseconds since some moment. Never goes back. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

export const REAL_TIME: Pacing = { now: () => performance.now(), pause: (milliseconds) => sleep(milliseconds) };

const LONGEST_PAUSE_MS = 10;

/**
 * How long to wait before the lock is tried again, in milliseconds. Trying takes ten microseconds, and who holds it needs one or two
 * milliseconds nearly always.
 */
export function pauseForLock(attempt: number): number {
  return Math.min(2 ** attempt, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
}

/**
 * Tries work that does nothing while another connection holds a lock, until it is free. SQLite would wait itself, but then the whole
 * process waits.
 * @param waitMs the longest time to wait, after which the work's error is thrown
 */
export async function untilUnlocked<T>(work: () => T | Promise<T>, waitMs: number, { now, pause }: Pacing): Promise<T> {
  let giveUpAt = Infinity;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (attempt === 0) giveUpAt = now() + waitMs;
      if (now() >= giveUpAt) throw error;
      await pause(pauseForLock(attempt));
    }
  }
}
