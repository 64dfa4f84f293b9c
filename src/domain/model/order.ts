import type { ClientId } from './client.js';
import type { E164 } from './phone-number.js';

export type OrderStatus = 'open' | 'closed';

export interface Pairing {
  readonly sessionId: string;
  readonly courierNumber: E164;
  /** Lets the courier in from another phone. */
  readonly code: string;
  readonly expiresAt: number;
}

/** A merchant's order, tied to one client. */
export interface Order {
  readonly id: string;
  readonly clientId: ClientId;
  readonly status: OrderStatus;
  /** The number the client was given for this order, as the first answer said. */
  readonly proxyNumber: E164;
  /** Of an order with a known courier: the paired session, and the number that the courier calls. */
  readonly pairing: Pairing | undefined;
  /** Recognises the same request when it comes again. Undefined once the client's data were erased. */
  readonly fingerprint: string | undefined;
  readonly createdAt: number;
  readonly closedAt: number | undefined;
}

export function closeOrder(order: Order, at: number): Order {
  return order.status === 'closed' ? order : { ...order, status: 'closed', closedAt: at };
}

/** The order as it is to be reported at a given time: one whose paired session has expired counts as closed. */
export function effectiveOrder(order: Order, now: number): Order {
  const { pairing } = order;
  return pairing === undefined || now < pairing.expiresAt ? order : closeOrder(order, pairing.expiresAt);
}
