import type { Put, Versioned } from '../../ports/order-store.js';
import type {
  ClosedOrder,
  NewOrder,
  OrderReceipt,
  OrderView,
  PairingView,
  ProxyCallApi,
} from '../../ports/proxycall-api.js';
import type { Client } from '../model/client.js';
import { ProxyCallError, invalidField, orderNotFound } from '../model/errors.js';
import { closeOrder, effectiveOrder, type Order, type Pairing } from '../model/order.js';
import type { E164 } from '../model/phone-number.js';
import { isoTime } from '../model/time.js';
import { refuseUnreachablePhone, registerClient, releaseNumberOf, takeNumberFrom, wishFor } from './clients.js';
import { put, retryOnConflict } from './commit.js';
import { readKeyedRequest } from './keyed-request.js';
import { pageOf, readPage } from './paging.js';
import type { HoldNumber } from './pool/hold-number.js';
import { pairingOf, type Pairs } from './pairs/pairs.js';
import { readTerms } from './pairs/terms.js';
import type { Ports } from './ports.js';

export type OrdersService = Pick<
  ProxyCallApi,
  'createOrder' | 'getOrder' | 'listOrders' | 'closeOrder' | 'changeCourier'
>;

export function createOrdersService(ports: Ports, hold: HoldNumber, pairs: Pairs): OrdersService {
  const { store, clock, ids, settings } = ports;

  return {
    createOrder: (request, options) => retryOnConflict(ports, () => create(request, options?.idempotencyKey)),

    getOrder: async (orderId) => view((await existing(orderId)).value),

    async listOrders(query) {
      const page = readPage(query);
      const orders = await store.orders({ ...page, clientId: query.clientId, status: query.status });
      const shown = pageOf(orders, page.limit, (order) => ({ at: order.createdAt, id: order.id }), view);
      // One that has just expired is closed, whatever is written down.
      return { ...shown, items: shown.items.filter(({ status }) => status === (query.status ?? status)) };
    },

    closeOrder: (orderId, options) => retryOnConflict(ports, () => close(orderId, options?.endSession ?? false)),

    changeCourier: (orderId, { courierPhone }) => retryOnConflict(ports, () => changeCourier(orderId, courierPhone)),
  };

  async function create(request: NewOrder, idempotencyKey: string | undefined): Promise<OrderReceipt> {
    const fingerprint = fingerprintOf(request);
    const keyed = await claimKey(idempotencyKey, fingerprint);
    const earlier = await store.order(request.orderId);
    if (earlier !== undefined) return repeat(earlier.value, fingerprint);

    const terms = readTerms(request, clock.now(), settings.sessionMs);
    const read = await store.client(request.clientId);
    if (read !== undefined) refuseOtherPhone(read.value, request);
    const known = read?.value ?? (await registerClient(ports, request));
    const save = async (proxyNumber: E164, pairing: Pairing | undefined, puts: readonly Put[]) => {
      const order: Order = {
        id: request.orderId,
        clientId: known.id,
        status: 'open',
        proxyNumber,
        pairing,
        fingerprint,
        createdAt: clock.now(),
        closedAt: undefined,
      };
      await store.commit({ puts: [put('order', order.id, order), ...puts, ...keyed] });
      return receipt(order);
    };
    if (terms === undefined) {
      return hold(known, read, wishFor(known, settings), ({ proxyNumber, puts }) => save(proxyNumber, undefined, puts));
    }
    await refuseCourier(terms.courierPhone, known);
    const opened = pairs.open(known, { orderId: request.orderId, ...terms }, ({ pair, puts }) =>
      // The client is written in any case, so that an erasure meanwhile does not miss the session.
      save(pair.clientNumber, pairingOf(pair), [put('client', known.id, known, read), ...puts]),
    );
    return opened.catch(async (error: unknown) => {
      // Another process may have made this very order meanwhile, with what was the last number.
      const isMade = (await store.order(request.orderId)) !== undefined;
      throw isMade ? new ProxyCallError('conflict', 'the order was made', { cause: error, retryable: true }) : error;
    });
  }

  async function refuseCourier(courierPhone: E164, client: Client): Promise<void> {
    await refuseUnreachablePhone(ports, courierPhone, 'courier_phone');
    if (courierPhone === client.realPhone) throw invalidField('courier_phone', 'is the phone of the client');
  }

  async function changeCourier(orderId: string, courierPhone: E164): Promise<OrderView> {
    const read = await existing(orderId);
    const order = effectiveOrder(read.value, clock.now());
    if (order.pairing === undefined) throw noSession('this order was created without a courier');
    if (order.status === 'closed') throw noSession('this order is closed');
    const [client, pair] = await Promise.all([
      store.client(order.clientId),
      store.record('pair', order.pairing.sessionId),
    ]);
    if (client === undefined || pair === undefined) throw noSession('the session of this order has ended');
    await refuseCourier(courierPhone, client.value);
    if (pair.value.counterpartPhone === courierPhone) return view(order);
    return pairs.changeCourier(client.value, pair, courierPhone, async (changed) => {
      const next = { ...order, pairing: pairingOf(changed.pair) };
      await store.commit({ puts: [put('order', orderId, next, read), ...changed.puts] });
      return view(next);
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
    const closed = closeOrder(effectiveOrder(read.value, now), now);
    const orderPuts = closed === read.value ? [] : [put('order', orderId, closed, read)];
    const { pairing } = closed;
    const pairPuts = pairing === undefined ? [] : await pairs.close(pairing.sessionId, now);

    const client = await store.client(closed.clientId);
    const sessions = await store.liveSessionsOf(closed.clientId);
    const others = (await store.openOrdersOf(closed.clientId)).filter((order) => order.value.id !== orderId);
    const ending = endSession && client !== undefined && sessions.length > 0 && others.length === 0;
    const ended = ending
      ? [...takeNumberFrom(client, sessions, now), ...(await releaseNumberOf(ports, client.value)).puts]
      : [];
    const puts = [...orderPuts, ...pairPuts, ...ended];
    if (puts.length > 0) await store.commit({ puts });
    return { order: view(closed), sessionEnded: pairing !== undefined || ending || sessions.length === 0 };
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
        ...(request.courierPhone === undefined
          ? []
          : [request.courierPhone, request.expiresAt, request.maxCallSeconds, request.ringSeconds]),
      ]),
    );
  }

  function view(stored: Order): OrderView {
    const order = effectiveOrder(stored, clock.now());
    return {
      ...receipt(order),
      ...pairingView(order.pairing),
      status: order.status,
      createdAt: isoTime(order.createdAt),
      closedAt: order.closedAt === undefined ? undefined : isoTime(order.closedAt),
    };
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

function noSession(detail: string): ProxyCallError {
  return new ProxyCallError('order_conflict', detail);
}

function refuseOtherPhone(client: Client, { clientRealPhone }: NewOrder): void {
  if (client.realPhone === clientRealPhone) return;
  throw new ProxyCallError(
    'client_mismatch',
    'this client is known with another real phone: change it by PUT /clients/{id} first',
    { issues: [{ pointer: '/client_real_phone', detail: 'differs from the phone on record' }] },
  );
}

function receipt({ id, clientId, proxyNumber, pairing }: Order): OrderReceipt {
  const order = { orderId: id, clientId, clientProxyNumber: proxyNumber };
  return pairing === undefined ? order : { ...order, ...pairingView(pairing) };
}

function pairingView(pairing: Pairing | undefined): PairingView {
  return {
    courierProxyNumber: pairing?.courierNumber,
    orderCode: pairing?.code,
    expiresAt: pairing === undefined ? undefined : isoTime(pairing.expiresAt),
  };
}
