import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { FieldIssue } from '../../model/errors.js';
import { invalidFields } from '../../model/errors.js';
import { REVEAL_REASONS, type RevealReason } from '../../model/reveal.js';
import { viewClient } from '../clients.js';
import { existingClient, existingOrder } from '../existing.js';
import { orderView } from '../order-views.js';
import type { Ports } from '../ports.js';

export type RevealService = Pick<ProxyCallApi, 'revealClient' | 'revealOrder'>;

/** Clients and orders in clear, one by one and for a reason. Who gets to see them is recorded where roles are checked. */
export function createRevealService({ store, clock }: Ports): RevealService {
  return {
    async revealClient(clientId, { reason }) {
      refuseOtherReasons(reason);
      return viewClient(store, (await existingClient(store, clientId)).value);
    },
    async revealOrder(orderId, { reason }) {
      refuseOtherReasons(reason);
      return orderView((await existingOrder(store, orderId)).value, clock.now());
    },
  };
}

/** @throws `invalid_request`: programs without types may send anything, and it would be recorded */
function refuseOtherReasons(reason: RevealReason): void {
  if (REVEAL_REASONS.includes(reason)) return;
  const issue: FieldIssue = { pointer: '/reason', detail: `must be one of: ${REVEAL_REASONS.join(', ')}` };
  throw invalidFields([issue]);
}
