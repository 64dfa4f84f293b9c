import type { Put } from '../../ports/order-store.js';
import type { ClosedOrder, OrderView, Page, PageQuery, ProxyCallApi } from '../../ports/proxycall-api.js';
import type { ClientId } from '../model/client.js';
import { sameLine } from '../model/line.js';
import { closeOrder, effectiveOrder, type OrderStatus } from '../model/order.js';
import type { TypedPhone } from '../model/typed-phone.js';
import { put, retryOnConflict } from './commit.js';
import { createOrder } from './create-order.js';
import { existingOrder } from './existing.js';
import { orderView } from './order-views.js';
import { pageOf, readPage } from './paging.js';
import { refuseCourierPhone } from './phone-checks.js';
import type { ClaimingPorts } from './pool/claims.js';
import { quarantineNumberOf, takeNumberFrom } from './pool/dedicated-number.js';
import type { Ports } from './ports.js';
import { readPhones } from './read-phones.js';
import { pairedClosingPuts } from './sessions/end-paired-sessions.js';
import { extendOrder, orderConflict } from './sessions/extend-session.js';
import { namedParticipant } from './sessions/live-paired-sessions.js';
import { readOpenSession } from './sessions/open-sessions.js';
import { changePairedCourier, orderSessionOf } from './sessions/paired-sessions.js';

export type OrdersService = Pick<
  ProxyCallApi,
  'createOrder' | 'getOrder' | 'listOrders' | 'closeOrder' | 'changeCourier' | 'extendOrder'
>;

export function createOrdersService(ports: ClaimingPorts): OrdersService {
  const { store, clock } = ports;
  return {
    createOrder: (order, options) => retryOnConflict(ports, () => createOrder(ports, order, options?.idempotencyKey)),
    getOrder: async (orderId) => orderView((await existingOrder(store, orderId)).value, clock.now()),
    listOrders: (query) => list(ports, query),
    closeOrder: (orderId, options) => retryOnConflict(ports, () => close(ports, orderId, options?.endSession ?? false)),
    changeCourier: (orderId, { courierPhone }) =>
      retryOnConflict(ports, () => changeCourier(ports, orderId, courierPhone)),
    extendOrder: (orderId, change) => retryOnConflict(ports, () => extendOrder(ports, orderId, change)),
  };
}

async function list(
  { store, clock }: Ports,
  query: PageQuery & { clientId?: ClientId | undefined; status?: OrderStatus | undefined },
): Promise<Page<OrderView>> {
  const page = readPage(query);
  const orders = await store.orders({ ...page, clientId: query.clientId, status: query.status });
  const { items, nextCursor } = pageOf(
    orders,
    page.limit,
    (order) => ({ at: order.createdAt, id: order.id }),
    (order) => orderView(order, clock.now()),
  );
  // An order that has just expired counts as closed, even if its record still says open.
  return { items: items.filter(({ status }) => status === (query.status ?? status)), nextCursor };
}

async function changeCourier(ports: ClaimingPorts, orderId: string, typed: TypedPhone): Promise<OrderView> {
  const { store, clock } = ports;
  const read = await existingOrder(store, orderId);
  const order = effectiveOrder(read.value, clock.now());
  if (order.session === undefined) throw orderConflict('this order was created without a courier');
  if (order.status === 'closed') throw orderConflict('this order is closed');
  const { sessionId } = order.session;
  const [client, session, participants] = await Promise.all([
    store.record('client', order.clientId),
    store.record('session', sessionId),
    store.participants({ by: 'session', sessionId }),
  ]);
  if (client === undefined || session?.value.closedAt !== undefined || session?.value.kind !== 'paired') {
    throw orderConflict('the session of this order has ended');
  }
  const { courierPhone } = readPhones(ports, { courierPhone: typed }, [client.value.residency]);
  await refuseCourierPhone(ports, courierPhone, client.value);
  const courier = namedParticipant(participants, 'counterpart');
  if (courier !== undefined && sameLine(courier.phone, courierPhone)) {
    const stored = participants.find(({ value }) => value === courier);
    const respelled = put('participant', { ...courier, phone: courierPhone }, stored);
    if (courier.phone !== courierPhone) await store.commit({ puts: [respelled] });
    return orderView(order, clock.now());
  }
  const live = { value: session.value, version: session.version };
  return changePairedCourier(ports, client.value, live, courierPhone, async (changed) => {
    const next = { ...order, session: orderSessionOf(changed) };
    await store.commit({ puts: [put('order', next, read), ...changed.puts] });
    return orderView(next, clock.now());
  });
}

/**
 * Ends what is still open and reports the state afterwards. An order that is closed already ends nothing: the client may have
 * begun something else in the meantime. Creating an order for the same client at the same time writes the client too: one of the
 * two commits meets a conflict.
 */
async function close(ports: Ports, orderId: string, endSession: boolean): Promise<ClosedOrder> {
  const { store, clock } = ports;
  const read = await existingOrder(store, orderId);
  const now = clock.now();
  const order = effectiveOrder(read.value, now);
  const closed = closeOrder(order, now);
  const { session, clientId } = closed;
  const puts: Put[] = closed === read.value ? [] : [put('order', closed, read)];
  if (session !== undefined) puts.push(...(await pairedClosingPuts(store, session.sessionId, now)));

  const client = await store.record('client', clientId);
  const open = await readOpenSession(store, clientId);
  const others = (await store.openOrdersOf(clientId)).filter((order) => order.value.id !== orderId);
  const isLast = order.status === 'open' && others.length === 0;
  const isEnding = endSession && isLast && client !== undefined && open !== undefined;
  if (isEnding) {
    puts.push(...takeNumberFrom(client, open, now), ...(await quarantineNumberOf(ports, client.value)).puts);
  }
  if (puts.length > 0) await store.commit({ puts });
  return {
    order: orderView(closed, clock.now()),
    sessionEnded: session !== undefined || isEnding || open === undefined,
  };
}
