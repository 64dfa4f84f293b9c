import { MINUTE_MS } from '../model/time.js';
import type { Clock } from '../../ports/runtime.js';

/**
 * Counts what takes long: whoever asks for the same while it is being counted waits for that, and for a minute afterwards gets the same
 * answer. Different ones are counted one after the other. What fails is counted again by whoever asks next.
 */
export type Recent = <T>(key: string, clock: Clock, count: () => Promise<T>) => Promise<T>;

export function createRecent(): Recent {
  const answers = new Map<string, { readonly answer: Promise<unknown>; until: number }>();
  let last: Promise<unknown> = Promise.resolve();
  return <T>(key: string, clock: Clock, count: () => Promise<T>): Promise<T> => {
    const now = clock.now();
    for (const [other, { until }] of answers) if (until <= now) answers.delete(other);
    const known = answers.get(key);
    if (known !== undefined) return known.answer as Promise<T>;
    const answer = last.then(count);
    const entry = { answer, until: Infinity };
    answers.set(key, entry);
    last = answer.then(
      () => (entry.until = clock.now() + MINUTE_MS),
      () => answers.delete(key),
    );
    return answer;
  };
}
