import type { Clock } from '../../ports/runtime.js';
import { ProxyCallError } from '../model/errors.js';
import { MINUTE_MS } from '../model/time.js';

/**
 * Counts what takes long: whoever asks for the same while it is being counted waits for that, and for a minute afterwards gets the same
 * answer, which nobody may change. Different ones of a kind are counted one after the other. What fails is counted again by whoever asks next.
 * @throws `too_many_counts` when too many of the kind wait
 */
export type Recent = <T>(kind: 'plan' | 'report', key: string, clock: Clock, count: () => Promise<T>) => Promise<T>;

/** How many of a kind are counted or wait: one after the other, as each keeps the store busy. */
const MOST_AT_ONCE = 8;
const RETRY_SECONDS = 10;

interface Answer {
  readonly answer: Promise<unknown>;
  /** Undefined while it is being counted. */
  countedAt: number | undefined;
}

export function createRecent(): Recent {
  const queues = { plan: createQueue(), report: createQueue() };
  return (kind, ...rest) => queues[kind](...rest);
}

function createQueue() {
  const answers = new Map<string, Answer>();
  let last: Promise<unknown> = Promise.resolve();
  return async <T>(key: string, clock: Clock, count: () => Promise<T>): Promise<T> => {
    const now = clock.now();
    for (const [other, answer] of answers) if (isOld(answer, now)) answers.delete(other);
    const known = answers.get(key);
    if (known !== undefined) return known.answer as Promise<T>;
    const underWay = [...answers.values()].filter(({ countedAt }) => countedAt === undefined);
    if (underWay.length >= MOST_AT_ONCE) throw tooMany();
    const answer = last.then(count);
    const entry: Answer = { answer, countedAt: undefined };
    answers.set(key, entry);
    last = answer.then(
      () => (entry.countedAt = clock.now()),
      () => answers.delete(key),
    );
    return answer;
  };
}

/** Also when the clock was set back since. */
function isOld({ countedAt }: Answer, now: number): boolean {
  return countedAt !== undefined && (now < countedAt || now >= countedAt + MINUTE_MS);
}

function tooMany(): ProxyCallError {
  const detail = `too many plans or reports are being counted: try again in ${RETRY_SECONDS.toString()} seconds`;
  return new ProxyCallError('too_many_counts', detail, { retryable: true, retryAfterSeconds: RETRY_SECONDS });
}
