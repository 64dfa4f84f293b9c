import { sayable } from '../../../domain/model/characters.js';
import type { Client } from '../../../domain/model/client.js';
import type { Confirmation } from '../../../domain/model/confirmation/confirmation.js';
import { earlierStatus, type SentMessage } from '../../../domain/model/confirmation/earlier-status.js';
import type { Order } from '../../../domain/model/order.js';
import { numberingFacts } from '../../../domain/model/phone-number.js';
import type { ProxyNumber } from '../../../domain/model/proxy-number.js';
import { isoTime } from '../../../domain/model/time.js';
import type { Records } from '../../../ports/order-store.js';
import type { Cell, Rows } from '../google/spreadsheet.js';
import type { VisibleKind } from './layout.js';

/** The cells of a row, by column. Always text, so that Sheets does not reinterpret numbers. */
export type Cells = Readonly<Record<string, string>>;

/** Values of other records that a row shows. */
export interface RelatedValues {
  /** The last caller of the client's live open session. */
  readonly lastCallerOf: (clientId: string) => string | undefined;
  readonly nameOf: (clientId: string) => string | undefined;
  /** What was sent for a confirmation, the newest last. */
  readonly messagesOf: (confirmationId: string) => readonly SentMessage[];
}

/** The cells of a record. Trimmed, because cells are trimmed when they are read back. */
export function toCells<K extends VisibleKind>(kind: K, value: Records[K], related: RelatedValues): Cells {
  return mapCells(cellsOf(kind, value, related), (text) => text.trim());
}

/**
 * What is left in the row of a removed record until its key is cleared, and is cleared last: a number without a status would be read
 * as an available one if the process ended in between.
 */
export function leftInErased(kind: VisibleKind): Cells {
  return kind === 'number' ? { status: 'released' } : {};
}

export function mapCells(cells: Cells, change: (text: string, column: string) => string): Cells {
  return Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, change(text, column)]));
}

/** The text of a cell that was read, without what cannot be rendered or stored. */
export function textOf(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return typeof cell === 'string' ? sayable(cell).trim() : String(cell).trim();
}

/** The index of the last row with content; -1 if there is none. */
export function lastFilled(rows: Rows): number {
  return rows.findLastIndex((row) => row.some((cell) => textOf(cell) !== ''));
}

function cellsOf<K extends VisibleKind>(kind: K, value: Records[K], related: RelatedValues): Cells {
  switch (kind) {
    case 'client':
      return clientCells(value as Client, related);
    case 'number':
      return numberCells(value as ProxyNumber, related);
    case 'confirmation':
      return confirmationCells(value as Confirmation, related);
    default:
      return orderCells(value as Order);
  }
}

function clientCells(client: Client, { lastCallerOf }: RelatedValues): Cells {
  return {
    client_id: client.id,
    client_name: client.name,
    client_mail: client.mail,
    client_real_phone: client.realPhone,
    client_proxy_number: client.proxyNumber ?? '',
    client_iso_residency: client.residency ?? '',
    client_country_code: numberingFacts(client.realPhone).callingCode,
    client_last_caller: lastCallerOf(client.id) ?? '',
  };
}

function numberCells({ state, ...number }: ProxyNumber, { nameOf }: RelatedValues): Cells {
  return {
    country_iso: number.country,
    phone_number: number.number,
    status: state.status,
    friendly_name: number.friendlyName,
    date_achat: isoTime(number.boughtAt),
    date_attribution: state.status === 'assigned' ? isoTime(state.since) : '',
    attribution_to_client_name: state.status === 'assigned' ? (nameOf(state.to) ?? '') : '',
    number_type: number.type,
    reserved_token: state.status === 'reserved' ? state.token : '',
    reserved_at: state.status === 'reserved' ? isoTime(state.since) : '',
    reserved_by_client_id: state.status === 'reserved' ? state.by : '',
  };
}

function orderCells(order: Order): Cells {
  return {
    order_id: order.id,
    client_id: order.clientId,
    status: order.status,
    created_at: isoTime(order.createdAt),
  };
}

/** As the earlier service wrote them, without the code. What somebody wants to become true is shown until it is decided. */
function confirmationCells(confirmation: Confirmation, { messagesOf }: RelatedValues): Cells {
  const { id, wanted, status, createdAt, endedAt } = confirmation;
  return {
    pending_id: id,
    client_name: wanted?.name ?? '',
    client_mail: wanted?.mail ?? '',
    client_real_phone: wanted?.phone ?? '',
    proxy_number: confirmation.proxyNumber ?? '',
    otp: '',
    status: earlierStatus({ ...confirmation, messages: messagesOf(id) }),
    created_at: isoTime(createdAt),
    verified_at: status === 'confirmed' && endedAt !== undefined ? isoTime(endedAt) : '',
  };
}
