import type { ClientId } from './client.js';
import type { E164 } from './phone-number.js';

export type OrderStatus = 'open' | 'closed';

/** What an order with a known courier keeps of its paired session. */
export interface OrderSession {
  readonly sessionId: string;
  /** The number that the courier calls. */
  readonly courierProxyNumber: E164;
  /** Admits the courier from another phone. */
  readonly code: string;
  readonly expiresAt: number;
}

/** A merchant's order, for one client. */
export interface Order {
  readonly id: string;
  readonly clientId: ClientId;
  readonly status: OrderStatus;
  /** The number that the client was given for this order, as reported when it was created. */
  readonly proxyNumber: E164;
  /** Of an order with a known courier. */
  readonly session: OrderSession | undefined;
  /** Recognises the same request when it is sent again. Undefined once the client is erased. */
  readonly fingerprint: string | undefined;
  readonly createdAt: number;
  readonly closedAt: number | undefined;
}

export function closeOrder(order: Order, at: number): Order {
  return order.status === 'closed' ? order : { ...order, status: 'closed', closedAt: at };
}

/** The order to report at a given time: one whose paired session has expired counts as closed. */
export function effectiveOrder(order: Order, now: number): Order {
  const { session } = order;
  return session === undefined || now < session.expiresAt ? order : closeOrder(order, session.expiresAt);
}
