import type { Put, Versioned } from '../../ports/order-store.js';
import type { ClosedOrder, NewOrder, OrderReceipt, OrderView, ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Client } from '../model/client.js';
import { ProxyCallError, orderNotFound } from '../model/errors.js';
import type { Order } from '../model/order.js';
import { isoTime } from '../model/time.js';
import { registerClient, releaseNumberOf, takeNumberFrom, wishFor } from './clients.js';
import { put, retryOnConflict } from './commit.js';
import { readKeyedRequest } from './keyed-request.js';
import { pageOf, readPage } from './paging.js';
import type { HoldNumber } from './pool/hold-number.js';
import type { Ports } from './ports.js';

export type OrdersService = Pick<ProxyCallApi, 'createOrder' | 'getOrder' | 'listOrders' | 'closeOrder'>;

export function createOrdersService(ports: Ports, hold: HoldNumber): OrdersService {
  const { store, clock, ids } = ports;

  return {
    createOrder: (request, options) => retryOnConflict(ports, () => create(request, options?.idempotencyKey)),

    getOrder: async (orderId) => view((await existing(orderId)).value),

    async listOrders(query) {
      const page = readPage(query);
      const orders = await store.orders({ ...page, clientId: query.clientId, status: query.status });
      return pageOf(orders, page.limit, (order) => ({ at: order.createdAt, id: order.id }), view);
    },

    closeOrder: (orderId, options) => retryOnConflict(ports, () => close(orderId, options?.endSession ?? false)),
  };

  async function create(request: NewOrder, idempotencyKey: string | undefined): Promise<OrderReceipt> {
    refuseCourier(request);
    const fingerprint = fingerprintOf(request);
    const keyed = await claimKey(idempotencyKey, fingerprint);
    const earlier = await store.order(request.orderId);
    if (earlier !== undefined) return repeat(earlier.value, fingerprint);

    const read = await store.client(request.clientId);
    if (read !== undefined) refuseOtherPhone(read.value, request);
    const known = read?.value ?? (await registerClient(ports, request));
    return hold(known, read, wishFor(known, ports.settings), async ({ proxyNumber, puts }) => {
      const order: Order = {
        id: request.orderId,
        clientId: known.id,
        status: 'open',
        proxyNumber,
        fingerprint,
        createdAt: clock.now(),
        closedAt: undefined,
      };
      await store.commit({ puts: [put('order', order.id, order), ...puts, ...keyed] });
      return receipt(order);
    });
  }

  /** The write that binds the key to this request; none when there is no key or it is bound already. */
  async function claimKey(key: string | undefined, fingerprint: string): Promise<readonly Put[]> {
    if (key === undefined) return [];
    if ((await readKeyedRequest(store, key, fingerprint)) !== undefined) return [];
    return [put('request', key, { key, fingerprint, at: clock.now(), purchases: [] })];
  }

  /**
   * Ends what there is to end and says what is so afterwards, so that asking twice answers the same. An order of the
   * same client that is created meanwhile writes the client too: one of the two commits meets a conflict.
   */
  async function close(orderId: string, endSession: boolean): Promise<ClosedOrder> {
    const read = await existing(orderId);
    const now = clock.now();
    const closed: Order =
      read.value.status === 'closed' ? read.value : { ...read.value, status: 'closed', closedAt: now };
    const orderPuts = closed === read.value ? [] : [put('order', orderId, closed, read)];

    const client = await store.client(closed.clientId);
    const sessions = await store.liveSessionsOf(closed.clientId);
    const others = (await store.openOrdersOf(closed.clientId)).filter((order) => order.value.id !== orderId);
    const ending = endSession && client !== undefined && sessions.length > 0 && others.length === 0;
    const ended = ending
      ? [...takeNumberFrom(client, sessions, now), ...(await releaseNumberOf(ports, client.value)).puts]
      : [];
    const puts = [...orderPuts, ...ended];
    if (puts.length > 0) await store.commit({ puts });
    return { order: view(closed), sessionEnded: ending || sessions.length === 0 };
  }

  /** Recognises the same request again, whatever became of the client since. Says nothing about who it is about. */
  function fingerprintOf(request: NewOrder): string {
    return ids.digest(
      JSON.stringify([
        request.orderId,
        request.clientId,
        request.clientName,
        request.clientMail,
        request.clientRealPhone,
        request.clientIsoResidency ?? null,
      ]),
    );
  }

  async function existing(orderId: string): Promise<Versioned<Order>> {
    const found = await store.order(orderId);
    if (found === undefined) throw orderNotFound();
    return found;
  }
}

function repeat(earlier: Order, fingerprint: string): OrderReceipt {
  if (earlier.fingerprint === fingerprint) return receipt(earlier);
  throw new ProxyCallError('order_conflict', 'an order with this order_id exists already, with other contents');
}

function refuseCourier({ courierPhone }: NewOrder): void {
  if (courierPhone === undefined) return;
  const detail = 'orders for a known courier are not available in this version: leave courier_phone out';
  throw new ProxyCallError('courier_not_supported', detail, { issues: [{ pointer: '/courier_phone', detail }] });
}

function refuseOtherPhone(client: Client, { clientRealPhone }: NewOrder): void {
  if (client.realPhone === clientRealPhone) return;
  throw new ProxyCallError(
    'client_mismatch',
    'this client is known with another real phone: change it by PUT /clients/{id} first',
    { issues: [{ pointer: '/client_real_phone', detail: 'differs from the phone on record' }] },
  );
}

function receipt({ id, clientId, proxyNumber }: Order): OrderReceipt {
  return { orderId: id, clientId, clientProxyNumber: proxyNumber };
}

function view(order: Order): OrderView {
  return {
    ...receipt(order),
    status: order.status,
    createdAt: isoTime(order.createdAt),
    closedAt: order.closedAt === undefined ? undefined : isoTime(order.closedAt),
  };
}
