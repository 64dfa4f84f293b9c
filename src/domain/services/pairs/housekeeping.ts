import type { Put } from '../../../ports/order-store.js';
import { releaseLeg } from '../../model/leg.js';
import { closeOrder } from '../../model/order.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { hider } from './parties.js';
import type { Pairs } from './pairs.js';

/** So much is ended in one go. */
const CHUNK = 200;

/** Writes down what time has done by itself: sessions that expired, and tombstones that have cooled off. */
export function createPairHousekeeping(ports: Ports, pairs: Pairs): () => Promise<void> {
  const { store, clock, ids, settings } = ports;
  const hide = hider(ids);

  return async () => {
    for (;;) {
      const expired = await store.expiredPairs({ now: clock.now(), limit: CHUNK });
      for (const { value } of expired)
        await retryOnConflict(ports, () => end(value.id, value.orderId, value.expiresAt));
      if (expired.length < CHUNK) break;
    }
    while (await retryOnConflict(ports, releaseSome));
  };

  async function end(sessionId: string, orderId: string, at: number): Promise<void> {
    const order = await store.order(orderId);
    const puts: Put[] = [...(await pairs.close(sessionId, at))];
    if (order?.value.status === 'open') puts.push(put('order', orderId, closeOrder(order.value, at), order));
    if (puts.length > 0) await store.commit({ puts });
  }

  /** @returns whether there may be more */
  async function releaseSome(): Promise<boolean> {
    const now = clock.now();
    const cooled = now - Math.max(settings.hardCoolingMs, settings.softCoolingMs);
    const legs = await store.legs({ endedBy: cooled, limit: CHUNK });
    if (legs.length === 0) return false;
    await store.commit({ puts: legs.map((leg) => put('leg', leg.value.id, releaseLeg(leg.value, now, hide), leg)) });
    return legs.length === CHUNK;
  }
}
