import type { OrderStore, PoolCount } from '../../ports/order-store.js';

/** A count that takes longer than this is used again, for a hundred times as long as it took. */
const LONG_MS = 20;
const REUSED = 100;

/**
 * The counts of the number pool, for whoever asks often: counting a large pool takes at most a hundredth of the time. Empty when the store
 * cannot be read.
 */
export function createPoolCounts(store: Pick<OrderStore, 'poolCounts'>): () => Promise<readonly PoolCount[]> {
  let latest: Promise<readonly PoolCount[]> | undefined;
  let freshUntil = 0;

  async function count(): Promise<readonly PoolCount[]> {
    const start = performance.now();
    freshUntil = Infinity;
    try {
      const counts = await store.poolCounts(Date.now());
      const took = performance.now() - start;
      freshUntil = took > LONG_MS ? start + took * REUSED : 0;
      return counts;
    } catch {
      freshUntil = 0;
      return [];
    }
  }

  return () => {
    if (latest === undefined || performance.now() >= freshUntil) latest = count();
    return latest;
  };
}
