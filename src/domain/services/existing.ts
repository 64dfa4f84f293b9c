import type { OrderStore, Versioned } from '../../ports/order-store.js';
import type { Client, ClientId } from '../model/client.js';
import { clientNotFound, orderNotFound } from '../model/errors.js';
import type { Order } from '../model/order.js';

/** @throws `client_not_found` */
export async function existingClient(store: OrderStore, clientId: ClientId): Promise<Versioned<Client>> {
  const read = await store.record('client', clientId);
  if (read === undefined) throw clientNotFound();
  return read;
}

/** @throws `order_not_found` */
export async function existingOrder(store: OrderStore, orderId: string): Promise<Versioned<Order>> {
  const read = await store.record('order', orderId);
  if (read === undefined) throw orderNotFound();
  return read;
}
