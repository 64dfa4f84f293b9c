import type { CourierView, OrderView } from '../../../../ports/proxycall-api.js';
import type { Say } from '../../runtime/language.js';
import { fields, localTime, type Field } from '../../runtime/text.js';

export function describeOrder(order: OrderView, say: Say): string {
  return fields(say, [
    ['order', order.orderId],
    ['client', order.clientId],
    ['proxy number', order.clientProxyNumber],
    ...courierFields(order),
    ['status', order.status],
    ['created', localTime(order.createdAt)],
    ['closed', localTime(order.closedAt)],
  ]);
}

/** The additional fields of an order with a courier. */
export function courierFields({
  courierProxyNumber,
  orderCode,
  orderCodeLong,
  expiresAt,
}: CourierView): readonly Field[] {
  if (courierProxyNumber === undefined) return [];
  return [
    ["courier's number", courierProxyNumber],
    ['order code', orderCode],
    ['long code', orderCodeLong],
    ['expires', localTime(expiresAt)],
  ];
}
