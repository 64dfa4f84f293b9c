import { createHash, createHmac } from 'node:crypto';
import type { Clock, Ids, LogFields, Logger } from '../../ports/runtime.js';

/** A clock that stands still until it is moved. Whoever sleeps on it moves it, and wakes at once. */
export interface FakeClock extends Clock {
  advance(milliseconds: number): void;
}

export function createFakeClock(start = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start;
  return {
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** Ids that count, and chances from a seed: the same run every time. */
export function createSequentialIds(seed = 1): Ids {
  let count = 0;
  let state = seed;
  function random(): number {
    // Lehmer's generator with the constants of Park and Miller (CACM 31(10), 1988).
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
    digest: (text) => createHash('sha256').update(text).digest('base64url'),
    keyedHash: (purpose, text) => createHmac('sha256', `a key for tests: ${purpose}`).update(text).digest('base64url'),
  };
}

export interface LogLine {
  readonly level: keyof Logger;
  readonly event: string;
  readonly fields: LogFields;
  readonly error?: unknown;
}

/** A logger that keeps its lines, unmasked, for a test to look at. */
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
