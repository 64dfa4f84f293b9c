import { createHash, createHmac } from 'node:crypto';
import type { Clock, Every, Ids, LogFields, Logger } from '../../ports/runtime.js';

/** A clock that is moved by hand. `sleep` advances it and resolves at once. */
export interface FakeClock extends Clock {
  /** Moves the clock forward. Then does, once, what is due of what is to be done again and again. */
  advance(milliseconds: number): void;
  /** Timers that go by this clock. */
  readonly every: Every;
}

/**
 * Creates a clock that stands still until it is moved.
 * @param start milliseconds since the epoch. Default: 2026-01-01T00:00:00Z
 */
export function createFakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start;
  const timers = new Set<{ dueAt: number; readonly milliseconds: number; readonly work: () => void | Promise<void> }>();
  return {
    // Pauses are random, and times are whole milliseconds.
    now: () => Math.floor(now),
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    advance(milliseconds) {
      now += milliseconds;
      for (const timer of [...timers].filter(({ dueAt }) => dueAt <= now)) {
        if (!timers.has(timer)) continue;
        timer.dueAt = now + timer.milliseconds;
        void timer.work();
      }
    },
    every(milliseconds, work) {
      const timer = { dueAt: now + milliseconds, milliseconds, work };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
}

/**
 * Creates ids that are the same in every run: identifiers that count up, and random numbers and order codes from a seed.
 * @param seed 1 to 2,147,483,646. Default: 1
 */
export function createSequentialIds(seed = 1): Ids {
  let count = 0;
  let state = seed;
  function random(): number {
    // A Lehmer generator with the constants of Park and Miller (CACM 31(10), 1988).
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  }

  return {
    next: () => `00000000-0000-4000-8000-${(count += 1).toString(16).padStart(12, '0')}`,
    random,
    code: (digits) =>
      Math.floor(random() * 10 ** digits)
        .toString()
        .padStart(digits, '0'),
    secret: (length) => Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join(''),
    digest: (text) => createHash('sha256').update(text).digest('base64url'),
    keyedHash: (purpose, text) => createHmac('sha256', `a key for tests: ${purpose}`).update(text).digest('base64url'),
  };
}

/** A line of the log. */
export interface LogLine {
  readonly level: keyof Logger;
  readonly event: string;
  readonly fields: LogFields;
  /** Only at level `error`. */
  readonly error?: unknown;
}

/** Creates a logger that keeps its lines, unmasked, for assertions. */
export function createRecordingLogger(): Logger & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  const record =
    (level: keyof Logger) =>
    (event: string, fields: LogFields = {}) =>
      void lines.push({ level, event, fields });
  return {
    lines,
    debug: record('debug'),
    info: record('info'),
    warn: record('warn'),
    error: (event, error, fields = {}) => void lines.push({ level: 'error', event, fields, error }),
  };
}
