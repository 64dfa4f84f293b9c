import type { ClientId } from './client.js';
import type { E164 } from './phone-number.js';

export type OrderStatus = 'open' | 'closed';

/** A merchant's order, tied to one client. */
export interface Order {
  readonly id: string;
  readonly clientId: ClientId;
  readonly status: OrderStatus;
  /** The number the client was given for this order, as the first answer said. */
  readonly proxyNumber: E164;
  /** Recognises the same request when it comes again. Undefined once the client's data were erased. */
  readonly fingerprint: string | undefined;
  readonly createdAt: number;
  readonly closedAt: number | undefined;
}
