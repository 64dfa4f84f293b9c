import type { Put } from '../../../ports/order-store.js';
import type { OrderView } from '../../../ports/proxycall-api.js';
import { ProxyCallError } from '../../model/errors.js';
import { effectiveOrder } from '../../model/order.js';
import { extendParticipant } from '../../model/participant.js';
import { put } from '../commit.js';
import { existingOrder } from '../existing.js';
import { orderView } from '../order-views.js';
import type { Ports } from '../ports.js';
import { readSessionEnd } from './terms.js';

/**
 * Moves the end of an order's paired session. All that says when it ends is written in one commit: the order, the session, and its
 * live participants, so that each of them stays the one unreleased participant of their person on their number. Nobody can have taken
 * their places: a place is free only once its participant has ended, and whoever takes it releases that participant, which this commit
 * then meets as a conflict.
 * @throws `order_not_found`; `order_conflict`; `invalid_request`
 */
export async function extendOrder(
  { store, clock }: Ports,
  orderId: string,
  change: { readonly expiresAt: string },
): Promise<OrderView> {
  const read = await existingOrder(store, orderId);
  const now = clock.now();
  const order = effectiveOrder(read.value, now);
  if (order.session === undefined) throw orderConflict('this order was created without a courier');
  if (order.status === 'closed') throw orderConflict('this order is closed');
  const expiresAt = readSessionEnd(change.expiresAt, now);
  if (order.session.expiresAt === expiresAt) return orderView(order, now);
  const { sessionId } = order.session;
  const [session, participants] = await Promise.all([
    store.record('session', sessionId),
    store.participants({ by: 'session', sessionId }),
  ]);
  if (session?.value.kind !== 'paired' || session.value.closedAt !== undefined) {
    throw orderConflict('the session of this order has ended');
  }
  const next = { ...order, session: { ...order.session, expiresAt } };
  const puts: readonly Put[] = [
    put('order', next, read),
    // A caller who is admitted by code at the same moment writes it too, and is not among the participants that were read.
    put('session', { ...session.value, expiresAt }, session),
    ...participants.flatMap((each) => {
      const extended = extendParticipant(each.value, expiresAt);
      return extended === each.value ? [] : [put('participant', extended, each)];
    }),
  ];
  await store.commit({ puts });
  return orderView(next, now);
}

export function orderConflict(detail: string): ProxyCallError {
  return new ProxyCallError('order_conflict', detail);
}
