import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

/** Tries up to twice more while it fails in a way that passes, after a pause that grows. */
export function again<T>(isPassing: (error: Error) => boolean, pauseMs: number, attempt: () => Promise<T>): Promise<T> {
  const backoff = new ExponentialBackoff({ initialDelay: pauseMs, maxDelay: 10 * pauseMs });
  return retry(handleWhen(isPassing), { maxAttempts: 2, backoff }).execute(attempt);
}
