import type { Client } from '../../domain/model/client.js';
import type { Order } from '../../domain/model/order.js';
import { numberingFacts } from '../../domain/model/phone-number.js';
import type { ProxyNumber } from '../../domain/model/proxy-number.js';
import type { Records } from '../../ports/order-store.js';
import type { VisibleKind } from './layout.js';

/** What the cells of a row say, by column. Always text, so that Sheets turns no number into something else. */
export type Cells = Readonly<Record<string, string>>;

/** What a row shows of other records. */
export interface Surroundings {
  /** Who last reached the client through an open session. */
  readonly lastCallerOf: (clientId: string) => string | undefined;
  readonly nameOf: (clientId: string) => string | undefined;
}

/** The cells of a record. */
export function toCells<K extends VisibleKind>(kind: K, value: Records[K], around: Surroundings): Cells {
  switch (kind) {
    case 'client':
      return clientCells(value as Client, around);
    case 'number':
      return numberCells(value as ProxyNumber, around);
    default:
      return orderCells(value as Order);
  }
}

function clientCells(client: Client, { lastCallerOf }: Surroundings): Cells {
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

function numberCells({ state, ...number }: ProxyNumber, { nameOf }: Surroundings): Cells {
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

/** The time zone is said: whoever reads it does not have to guess. */
function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** What the visible row of a record has no column for. Kept in the hidden tab. */
export function hiddenPart<K extends VisibleKind>(kind: K, value: Records[K]): HiddenParts[K] {
  const parts: { [V in VisibleKind]: (record: Records[V]) => HiddenParts[V] } = {
    client: ({ createdAt }) => ({ createdAt }),
    order: ({ proxyNumber, pairing, fingerprint, closedAt }) => ({ proxyNumber, pairing, fingerprint, closedAt }),
    number: ({ capabilities, providerId, state }) => ({ capabilities, providerId, state }),
  };
  return parts[kind](value);
}

export interface HiddenParts {
  readonly client: Pick<Client, 'createdAt'>;
  readonly order: Pick<Order, 'proxyNumber' | 'pairing' | 'fingerprint' | 'closedAt'>;
  readonly number: Pick<ProxyNumber, 'capabilities' | 'providerId' | 'state'>;
}
