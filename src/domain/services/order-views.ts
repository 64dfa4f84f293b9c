import type { CourierView, OrderReceipt, OrderView } from '../../ports/proxycall-api.js';
import { effectiveOrder, type Order, type OrderSession } from '../model/order.js';
import { longCodeOf } from '../model/order-code.js';
import { isoTime } from '../model/time.js';

export function orderReceipt({ id, clientId, proxyNumber, session }: Order): OrderReceipt {
  const order = { orderId: id, clientId, clientProxyNumber: proxyNumber };
  return session === undefined ? order : { ...order, ...courierView(session) };
}

export function orderView(stored: Order, now: number): OrderView {
  const order = effectiveOrder(stored, now);
  return {
    ...orderReceipt(order),
    ...courierView(order.session),
    status: order.status,
    createdAt: isoTime(order.createdAt),
    closedAt: order.closedAt === undefined ? undefined : isoTime(order.closedAt),
  };
}

function courierView(session: OrderSession | undefined): CourierView {
  return {
    courierProxyNumber: session?.courierProxyNumber,
    orderCode: session?.codes?.code,
    orderCodeLong: session?.codes && longCodeOf(session.codes),
    expiresAt: session === undefined ? undefined : isoTime(session.expiresAt),
  };
}
