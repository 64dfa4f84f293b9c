import type { OrderStore, Put } from '../../../ports/order-store.js';
import { closeOrder } from '../../model/order.js';
import { releaseParticipant } from '../../model/participant.js';
import { put, retryOnConflict, runEach } from '../commit.js';
import type { Ports } from '../ports.js';
import { pairedClosingPuts } from './end-paired-sessions.js';
import { noticeLockEnds } from './lock-changes.js';

/** How many records one commit changes, at most. */
const CHUNK = 200;

/** Records which sessions have expired and which locks have ended, and releases tombstones that have cooled off. */
export async function maintainSessions(ports: Ports): Promise<void> {
  await runEach([
    () => closeExpired(ports),
    () => noticeLockEnds(ports),
    async () => {
      while (await retryOnConflict(ports, () => releaseSome(ports)));
    },
  ]);
}

async function closeExpired(ports: Ports): Promise<void> {
  const { store, clock } = ports;
  for (;;) {
    const expired = await store.due('session', { by: clock.now(), limit: CHUNK });
    const paired = expired.flatMap(({ value }) => (value.kind === 'paired' ? [value] : []));
    // Ends here if one of them is refused: it would be due again and again.
    await runEach(
      paired.map(
        ({ id, orderId, expiresAt }) =>
          () =>
            retryOnConflict(ports, () => close(store, id, orderId, expiresAt)),
      ),
    );
    if (expired.length < CHUNK) return;
  }
}

async function close(store: OrderStore, sessionId: string, orderId: string, at: number): Promise<void> {
  const order = await store.record('order', orderId);
  const puts: Put[] = [...(await pairedClosingPuts(store, sessionId, at))];
  if (order?.value.status === 'open') puts.push(put('order', closeOrder(order.value, at), order));
  if (puts.length > 0) await store.commit({ puts });
}

/** @returns whether there may be more */
async function releaseSome({ store, clock, settings }: Ports): Promise<boolean> {
  const now = clock.now();
  const cooled = now - Math.max(settings.hardCoolingMs, settings.softCoolingMs);
  const over = await store.due('participant', { by: cooled, limit: CHUNK });
  if (over.length === 0) return false;
  await store.commit({ puts: over.map((read) => put('participant', releaseParticipant(read.value, now), read)) });
  return over.length === CHUNK;
}
