import type { Put } from '../../../ports/order-store.js';
import { count, giveBack, type Allowance } from '../../model/confirmation/counting.js';
import { ProxyCallError } from '../../model/errors.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';

/**
 * The writes that count something, on all instances together: of two that count at the same time, one meets a conflict.
 * @param allowances the same one may be there several times
 * @throws `too_many_sends` when one of them is used up
 */
export async function countingPuts({ store, clock }: Ports, allowances: readonly Allowance[]): Promise<readonly Put[]> {
  const now = clock.now();
  const byKey = new Map(allowances.map((allowance) => [allowance.key, allowance]));
  return Promise.all(
    [...byKey.values()].map(async (allowance) => {
      const read = await store.record('counter', allowance.key);
      const times = allowances.filter(({ key }) => key === allowance.key).length;
      const counted = count(read?.value, allowance, times, now);
      if (counted.kind === 'refused') throw tooManySends(counted.waitMs);
      return put('counter', counted.counter, read);
    }),
  );
}

/**
 * The writes that take back what was counted once, where its time is not over.
 * @param counted the writes of {@link countingPuts}
 */
export async function returningPuts({ store, clock }: Ports, counted: readonly Put[]): Promise<readonly Put[]> {
  const now = clock.now();
  const puts = await Promise.all(
    counted.map(async ({ kind, value }) => {
      if (kind !== 'counter') return [];
      const read = await store.record('counter', value.key);
      const returned = giveBack(read?.value, value.until, now);
      return returned === undefined ? [] : [put('counter', returned, read)];
    }),
  );
  return puts.flat();
}

export function tooManySends(waitMs: number): ProxyCallError {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  const detail = `too many codes and links were sent: try again in ${retryAfterSeconds.toString()} seconds`;
  return new ProxyCallError('too_many_sends', detail, { retryAfterSeconds });
}
