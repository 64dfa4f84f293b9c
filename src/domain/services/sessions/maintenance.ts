import type { Put } from '../../../ports/order-store.js';
import { closeOrder } from '../../model/order.js';
import { releaseParticipant } from '../../model/participant.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import type { PairedSessions } from './paired-sessions.js';

/** How many records one commit changes, at most. */
const CHUNK = 200;

/** Records what time has done by itself: sessions that expired, and tombstones that have cooled off. */
export function createSessionMaintenance(ports: Ports, sessions: PairedSessions): () => Promise<void> {
  const { store, clock, settings } = ports;

  return async () => {
    for (;;) {
      const expired = await store.due('session', { by: clock.now(), limit: CHUNK });
      for (const { value } of expired) {
        if (value.kind !== 'paired') continue;
        await retryOnConflict(ports, () => end(value.id, value.orderId, value.expiresAt));
      }
      if (expired.length < CHUNK) break;
    }
    while (await retryOnConflict(ports, releaseSome));
  };

  async function end(sessionId: string, orderId: string, at: number): Promise<void> {
    const order = await store.record('order', orderId);
    const puts: Put[] = [...(await sessions.close(sessionId, at))];
    if (order?.value.status === 'open') puts.push(put('order', closeOrder(order.value, at), order));
    if (puts.length > 0) await store.commit({ puts });
  }

  /** @returns whether there may be more */
  async function releaseSome(): Promise<boolean> {
    const now = clock.now();
    const cooled = now - Math.max(settings.hardCoolingMs, settings.softCoolingMs);
    const over = await store.due('participant', { by: cooled, limit: CHUNK });
    if (over.length === 0) return false;
    await store.commit({ puts: over.map((read) => put('participant', releaseParticipant(read.value, now), read)) });
    return over.length === CHUNK;
  }
}
