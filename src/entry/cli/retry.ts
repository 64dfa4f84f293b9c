import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

/** Retries a transient failure at most twice, with exponential backoff. */
export function retryTransient<T>(
  isTransient: (error: Error) => boolean,
  pauseMs: number,
  attempt: () => Promise<T>,
): Promise<T> {
  const backoff = new ExponentialBackoff({ initialDelay: pauseMs, maxDelay: 10 * pauseMs });
  return retry(handleWhen(isTransient), { maxAttempts: 2, backoff }).execute(attempt);
}
