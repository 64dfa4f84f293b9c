import type { ClientId } from './client.js';
import type { OrderCodes } from './order-code.js';
import type { E164 } from './phone-number.js';

/** As stored, an order may be `open` although its paired session has expired. */
export type OrderStatus = 'open' | 'closed';

/** The paired session of an order with a known courier. */
export interface OrderSession {
  readonly sessionId: string;
  /** The number that the courier calls. */
  readonly courierProxyNumber: E164;
  /** What admits the courier from another phone. Undefined once the order is closed: the codes admit nobody any more. */
  readonly codes?: OrderCodes | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A merchant's order, of one client. Times are milliseconds since the epoch. */
export interface Order {
  readonly id: string;
  readonly clientId: ClientId;
  readonly status: OrderStatus;
  /** The number that the client was given for this order. */
  readonly proxyNumber: E164;
  /** Undefined for an order without a known courier. */
  readonly session: OrderSession | undefined;
  /** A keyed hash of the request, by which the same request is recognised. Undefined once the client was erased. */
  readonly fingerprint: string | undefined;
  readonly createdAt: number;
  readonly closedAt: number | undefined;
}

export function closeOrder(order: Order, at: number): Order {
  if (order.status === 'closed') return order;
  return { ...order, status: 'closed', session: order.session && withoutCodes(order.session), closedAt: at };
}

/** What is kept of the session of a closed order. */
export function withoutCodes({ sessionId, courierProxyNumber, expiresAt }: OrderSession): OrderSession {
  return { sessionId, courierProxyNumber, expiresAt };
}

/** The order to report at a given time: one whose paired session has expired counts as closed. */
export function effectiveOrder(order: Order, now: number): Order {
  const { session } = order;
  return session === undefined || now < session.expiresAt ? order : closeOrder(order, session.expiresAt);
}
