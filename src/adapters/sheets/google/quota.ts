import { setTimeout as sleep } from 'node:timers/promises';

/** The maximum number of requests to Google. */
export interface QuotaOptions {
  /** In any 60 seconds. */
  readonly readsPerMinute: number;
  /** In any 60 seconds. */
  readonly writesPerMinute: number;
}

/**
 * Half of the 60 reads and 60 writes per minute that Google allows a user
 * (https://developers.google.com/workspace/sheets/api/limits): during a deploy two instances share one user.
 */
export const DEFAULT_QUOTA: QuotaOptions = { readsPerMinute: 30, writesPerMinute: 30 };

export interface Quota {
  /** Resolve when one more request may be sent. */
  read(): Promise<void>;
  write(): Promise<void>;
}

const MINUTE_MS = 60_000;

interface Time {
  /** Milliseconds since an arbitrary origin. */
  now(): number;
  pause(milliseconds: number): Promise<unknown>;
}

const realTime: Time = { now: () => performance.now(), pause: (milliseconds) => sleep(milliseconds) };

export function createQuota({ readsPerMinute, writesPerMinute }: QuotaOptions, time = realTime): Quota {
  return { read: createBucket(readsPerMinute, time), write: createBucket(writesPerMinute, time) };
}

/** A leaky bucket: bursts of a fifth of the quota, the rest evenly spaced, so that no window of 60 s exceeds it. */
function createBucket(perMinute: number, time: Time): () => Promise<void> {
  const burst = Math.max(1, Math.floor(perMinute / 5));
  const intervalMs = MINUTE_MS / Math.max(1, perMinute - burst);
  /** When the burst allowance is, or was, fully restored. Each request postpones it. */
  let fullAt = -Infinity;
  return async () => {
    const start = time.now();
    fullAt = Math.max(fullAt, start) + intervalMs;
    const waitMs = fullAt - start - burst * intervalMs;
    if (waitMs > 0) await time.pause(waitMs);
  };
}
