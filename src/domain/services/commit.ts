import type { Guard, Kind, Put, Records, Versioned } from '../../ports/order-store.js';
import type { Clock, Ids } from '../../ports/runtime.js';
import { isProxyCallError } from '../model/errors.js';
import { keyOf, recordOf } from '../model/records.js';

/** A write that creates a record, or replaces the one that was read. */
export function put<K extends Kind>(kind: K, value: Records[K], read?: Versioned<Records[K]>): Put {
  return { ...recordOf(kind, value), expected: read?.version ?? null };
}

export function relyOn<K extends Kind>(kind: K, read: Versioned<Records[K]>): Guard {
  return { kind, key: keyOf(kind, read.value), expected: read.version };
}

/**
 * Runs steps of maintenance that do not need each other. A write that the store refuses, and always will until somebody changes
 * something there, stops none of the others.
 * @throws the first refusal, when all steps have run
 */
export async function runEach(steps: Iterable<() => Promise<unknown>>): Promise<void> {
  let refusal: unknown;
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      if (!isProxyCallError(error, 'store_refused')) throw error;
      refusal ??= error;
    }
  }
  if (refusal !== undefined) throw refusal as Error;
}

/** A conflict means that another commit succeeded, so the bound is only reached under heavy contention. */
const ATTEMPTS = 50;
const LONGEST_PAUSE_MS = 100;

/**
 * Runs read-decide-commit until the commit meets no conflict, a bounded number of times, with random pauses.
 * @param attempt receives how many attempts met a conflict before it
 */
export async function retryOnConflict<T>(
  { clock, ids }: { clock: Clock; ids: Ids },
  attempt: (lost: number) => Promise<T>,
): Promise<T> {
  for (let lost = 0; ; lost += 1) {
    try {
      return await attempt(lost);
    } catch (error) {
      if (!isProxyCallError(error, 'conflict') || lost + 1 >= ATTEMPTS) throw error;
      await clock.sleep(ids.random() * Math.min(LONGEST_PAUSE_MS, 2 ** lost));
    }
  }
}
