import type { Put, Versioned } from '../../ports/order-store.js';
import type {
  ClosedOrder,
  NewOrder,
  OrderReceipt,
  OrderView,
  CourierView,
  ProxyCallApi,
} from '../../ports/proxycall-api.js';
import type { Client } from '../model/client.js';
import { ProxyCallError, invalidField, orderNotFound } from '../model/errors.js';
import { closeOrder, effectiveOrder, type Order, type OrderSession } from '../model/order.js';
import type { E164 } from '../model/phone-number.js';
import { isoTime } from '../model/time.js';
import {
  numberRequestFor,
  refuseUnreachablePhone,
  registerClient,
  releaseNumberOf,
  takeNumberFrom,
} from './clients.js';
import { put, retryOnConflict } from './commit.js';
import { readKeyedRequest } from './idempotency.js';
import { pageOf, readPage } from './paging.js';
import type { WithDedicatedNumber } from './pool/dedicated-number.js';
import type { Ports } from './ports.js';
import { namedParticipant } from './sessions/live-paired-sessions.js';
import { readOpenSession } from './sessions/open-sessions.js';
import { orderSessionOf, type PairedSessions } from './sessions/paired-sessions.js';
import { readTerms } from './sessions/terms.js';

export type OrdersService = Pick<
  ProxyCallApi,
  'createOrder' | 'getOrder' | 'listOrders' | 'closeOrder' | 'changeCourier'
>;

export function createOrdersService(
  ports: Ports,
  withDedicatedNumber: WithDedicatedNumber,
  sessions: PairedSessions,
): OrdersService {
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
    const earlier = await store.record('order', request.orderId);
    if (earlier !== undefined) return repeat(earlier.value, fingerprint);

    const terms = readTerms(request, clock.now(), settings.sessionMs);
    const read = await store.record('client', request.clientId);
    if (read !== undefined) refuseOtherPhone(read.value, request);
    const known = read?.value ?? (await registerClient(ports, request));
    const save = async (proxyNumber: E164, session: OrderSession | undefined, puts: readonly Put[]) => {
      const order: Order = {
        id: request.orderId,
        clientId: known.id,
        status: 'open',
        proxyNumber,
        session,
        fingerprint,
        createdAt: clock.now(),
        closedAt: undefined,
      };
      await store.commit({ puts: [put('order', order), ...puts, ...keyed] });
      return receipt(order);
    };
    if (terms === undefined) {
      return withDedicatedNumber(known, read, numberRequestFor(known, settings), ({ proxyNumber, puts }) =>
        save(proxyNumber, undefined, puts),
      );
    }
    await refuseCourier(terms.courierPhone, known);
    const opened = sessions.open(known, { orderId: request.orderId, ...terms }, (change) =>
      // The client is written in any case, so that an erasure meanwhile does not miss the session.
      save(change.clientNumber, orderSessionOf(change), [put('client', known, read), ...change.puts]),
    );
    return opened.catch(async (error: unknown) => {
      // Another process may have made this very order meanwhile, with what was the last number.
      const isMade = (await store.record('order', request.orderId)) !== undefined;
      throw isMade ? new ProxyCallError('conflict', 'the order was made', { cause: error, retryable: true }) : error;
    });
  }

  async function refuseCourier(courierPhone: E164, client: Client): Promise<void> {
    await refuseUnreachablePhone(ports, courierPhone, 'courierPhone');
    if (courierPhone === client.realPhone) throw invalidField('courierPhone', 'is the phone of the client');
  }

  async function changeCourier(orderId: string, courierPhone: E164): Promise<OrderView> {
    const read = await existing(orderId);
    const order = effectiveOrder(read.value, clock.now());
    if (order.session === undefined) throw noSession('this order was created without a courier');
    if (order.status === 'closed') throw noSession('this order is closed');
    const { sessionId } = order.session;
    const [client, session, participants] = await Promise.all([
      store.record('client', order.clientId),
      store.record('session', sessionId),
      store.participants({ by: 'session', sessionId }),
    ]);
    if (client === undefined || session?.value.closedAt !== undefined || session?.value.kind !== 'paired') {
      throw noSession('the session of this order has ended');
    }
    await refuseCourier(courierPhone, client.value);
    if (namedParticipant(participants, 'counterpart')?.phone === courierPhone) return view(order);
    const live = { value: session.value, version: session.version };
    return sessions.changeCourier(client.value, live, courierPhone, async (changed) => {
      const next = { ...order, session: orderSessionOf(changed) };
      await store.commit({ puts: [put('order', next, read), ...changed.puts] });
      return view(next);
    });
  }

  /** The write that binds the key to this request; none when there is no key or it is bound already. */
  async function claimKey(key: string | undefined, fingerprint: string): Promise<readonly Put[]> {
    if (key === undefined) return [];
    if ((await readKeyedRequest(store, key, fingerprint)) !== undefined) return [];
    return [put('request', { key, fingerprint, at: clock.now(), purchases: [] })];
  }

  /**
   * Ends what there is to end and says what is so afterwards, so that asking twice answers the same. An order of the
   * same client that is created meanwhile writes the client too: one of the two commits meets a conflict.
   */
  async function close(orderId: string, endSession: boolean): Promise<ClosedOrder> {
    const read = await existing(orderId);
    const now = clock.now();
    const closed = closeOrder(effectiveOrder(read.value, now), now);
    const orderPuts = closed === read.value ? [] : [put('order', closed, read)];
    const { session } = closed;
    const sessionPuts = session === undefined ? [] : await sessions.close(session.sessionId, now);

    const client = await store.record('client', closed.clientId);
    const open = await readOpenSession(store, closed.clientId);
    const others = (await store.openOrdersOf(closed.clientId)).filter((order) => order.value.id !== orderId);
    const ending = endSession && client !== undefined && open !== undefined && others.length === 0;
    const ended = ending
      ? [...takeNumberFrom(client, open, now), ...(await releaseNumberOf(ports, client.value)).puts]
      : [];
    const puts = [...orderPuts, ...sessionPuts, ...ended];
    if (puts.length > 0) await store.commit({ puts });
    return { order: view(closed), sessionEnded: session !== undefined || ending || open === undefined };
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
      ...courierView(order.session),
      status: order.status,
      createdAt: isoTime(order.createdAt),
      closedAt: order.closedAt === undefined ? undefined : isoTime(order.closedAt),
    };
  }

  async function existing(orderId: string): Promise<Versioned<Order>> {
    const found = await store.record('order', orderId);
    if (found === undefined) throw orderNotFound();
    return found;
  }
}

function repeat(earlier: Order, fingerprint: string): OrderReceipt {
  if (earlier.fingerprint === fingerprint) return receipt(earlier);
  throw new ProxyCallError('order_conflict', 'an order with this id already exists, with different contents');
}

function noSession(detail: string): ProxyCallError {
  return new ProxyCallError('order_conflict', detail);
}

function refuseOtherPhone(client: Client, { clientRealPhone }: NewOrder): void {
  if (client.realPhone === clientRealPhone) return;
  throw new ProxyCallError(
    'client_mismatch',
    'this client is on record with a different real phone: update the client first',
    { issues: [{ pointer: '/clientRealPhone', detail: 'differs from the phone on record' }] },
  );
}

function receipt({ id, clientId, proxyNumber, session }: Order): OrderReceipt {
  const order = { orderId: id, clientId, clientProxyNumber: proxyNumber };
  return session === undefined ? order : { ...order, ...courierView(session) };
}

function courierView(session: OrderSession | undefined): CourierView {
  return {
    courierProxyNumber: session?.courierProxyNumber,
    orderCode: session?.code,
    expiresAt: session === undefined ? undefined : isoTime(session.expiresAt),
  };
}
