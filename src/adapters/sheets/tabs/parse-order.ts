import type { Client } from '../../../domain/model/client.js';
import { withoutCodes, type Order, type OrderSession } from '../../../domain/model/order.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import type { Cells } from './cells.js';
import { cellText, timeCell, type ReportFault } from './parse-cells.js';

/** What an order gets from its paired session. */
export interface PairedNumbers {
  readonly proxyNumber: E164;
  readonly session: OrderSession;
}

export interface OrderContext {
  /** The client that the row names. */
  readonly client: Client | undefined;
  /** The session of an order that has no record. */
  readonly paired: PairedNumbers | undefined;
  readonly now: number;
}

/** The order in a row. An invalid cell is reported and keeps its previous value. Undefined if it would have no number. */
export function parseOrder(
  cells: Cells,
  before: Order | undefined,
  { client, paired, now }: OrderContext,
  report: ReportFault,
): Order | undefined {
  const proxyNumber = before?.proxyNumber ?? paired?.proxyNumber ?? client?.proxyNumber;
  if (proxyNumber === undefined) {
    report('client_id', 'names no client with a proxy number');
    return undefined;
  }
  const text = cellText(cells, 'status').toLowerCase();
  const status = (['open', 'closed'] as const).find((known) => known === text) ?? before?.status ?? 'open';
  if (text !== status && text !== '') report('status', 'must be open or closed');
  const session = before === undefined ? paired?.session : before.session;
  return {
    id: cellText(cells, 'order_id'),
    clientId: clientOf(cells, before, client, report),
    status,
    proxyNumber,
    session: status === 'open' ? session : session && withoutCodes(session),
    fingerprint: before?.fingerprint,
    createdAt: timeCell(cells, 'created_at', report) ?? before?.createdAt ?? 0,
    closedAt: status === 'open' ? undefined : (before?.closedAt ?? now),
  };
}

/** An order may be given to another client, but not to nobody, nor away from its session. */
function clientOf(
  cells: Cells,
  before: Order | undefined,
  client: Client | undefined,
  report: ReportFault,
): Order['clientId'] {
  const named = cellText(cells, 'client_id');
  if (before === undefined || named === before.clientId) return named;
  if (client !== undefined && before.session === undefined) return named;
  report('client_id', client === undefined ? 'names no client' : 'must stay, as the order has a session of its client');
  return before.clientId;
}
