import { setTimeout as pause } from 'node:timers/promises';

export interface QuotaOptions {
  /** Requests of each kind in any sixty seconds, at most. */
  readonly readsPerMinute: number;
  readonly writesPerMinute: number;
}

/**
 * Google allows 60 reads and 60 writes a minute and user (https://developers.google.com/workspace/sheets/api/limits), and
 * during a deploy two of us are the same user.
 */
export const DEFAULT_QUOTA: QuotaOptions = { readsPerMinute: 30, writesPerMinute: 45 };

export interface Quota {
  /** Resolve when one more may be sent. */
  read(): Promise<void>;
  write(): Promise<void>;
}

const MINUTE_MS = 60_000;

export function createQuota({ readsPerMinute, writesPerMinute }: QuotaOptions, now = () => performance.now()): Quota {
  return { read: createBucket(readsPerMinute, now), write: createBucket(writesPerMinute, now) };
}

/** A fifth of the minute's requests may follow on each other at once, the others come evenly: no window has more. */
function createBucket(perMinute: number, now: () => number): () => Promise<void> {
  const burst = Math.max(1, Math.floor(perMinute / 5));
  const intervalMs = MINUTE_MS / Math.max(1, perMinute - burst);
  /** When the bucket will be, or was, full: each request puts it off. */
  let fullAt = -Infinity;
  return async () => {
    const start = now();
    fullAt = Math.max(fullAt, start) + intervalMs;
    const waitMs = fullAt - start - burst * intervalMs;
    if (waitMs > 0) await pause(waitMs);
  };
}
