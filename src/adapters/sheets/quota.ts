import { setTimeout as sleep } from 'node:timers/promises';

export interface QuotaOptions {
  /** Requests of each kind in any sixty seconds, at most. */
  readonly readsPerMinute: number;
  readonly writesPerMinute: number;
}

/**
 * Half of the 60 reads and 60 writes that Google allows a minute and user
 * (https://developers.google.com/workspace/sheets/api/limits): during a deploy two of us are the same user.
 */
export const DEFAULT_QUOTA: QuotaOptions = { readsPerMinute: 30, writesPerMinute: 30 };

export interface Quota {
  /** Resolve when one more may be sent. */
  read(): Promise<void>;
  write(): Promise<void>;
}

const MINUTE_MS = 60_000;

interface Time {
  /** Milliseconds, from any start. */
  now(): number;
  pause(milliseconds: number): Promise<unknown>;
}

const realTime: Time = { now: () => performance.now(), pause: (milliseconds) => sleep(milliseconds) };

export function createQuota({ readsPerMinute, writesPerMinute }: QuotaOptions, time = realTime): Quota {
  return { read: createBucket(readsPerMinute, time), write: createBucket(writesPerMinute, time) };
}

/** A fifth of the minute's requests may follow on each other at once, the others come evenly: no window has more. */
function createBucket(perMinute: number, time: Time): () => Promise<void> {
  const burst = Math.max(1, Math.floor(perMinute / 5));
  const intervalMs = MINUTE_MS / Math.max(1, perMinute - burst);
  /** When the bucket will be, or was, full: each request puts it off. */
  let fullAt = -Infinity;
  return async () => {
    const start = time.now();
    fullAt = Math.max(fullAt, start) + intervalMs;
    const waitMs = fullAt - start - burst * intervalMs;
    if (waitMs > 0) await time.pause(waitMs);
  };
}
