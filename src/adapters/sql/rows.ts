import type { Insertable, Selectable } from 'kysely';
import { clientNumber, type Client } from '../../domain/model/client.js';
import type { CountryCode } from '../../domain/model/country.js';
import type { Intent } from '../../domain/model/intent.js';
import type { Interaction } from '../../domain/model/interaction.js';
import type { Order } from '../../domain/model/order.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { NumberState, NumberType, ProxyNumber } from '../../domain/model/proxy-number.js';
import type { Session } from '../../domain/model/session.js';
import type { KeyedRequest, Kind, Lease, Records } from '../../ports/order-store.js';
import type {
  ClientRow,
  IntentRow,
  InteractionRow,
  LeaseRow,
  NumberRow,
  OrderRow,
  RequestRow,
  Schema,
  SessionRow,
} from './schema.js';

/** How records of one kind lie in their table. What was parsed before it was written is read back unparsed. */
export interface Mapping<Value, Row> {
  readonly table: keyof Schema;
  readonly key: string;
  toRow(value: Value): Insertable<Row>;
  fromRow(row: Selectable<Row>): Value;
}

const client: Mapping<Client, ClientRow> = {
  table: 'clients',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    id_number: clientNumber(value.id) ?? null,
    name: value.name,
    mail: value.mail,
    real_phone: value.realPhone,
    residency: value.residency ?? null,
    proxy_number: value.proxyNumber ?? null,
    created_at: value.createdAt,
  }),
  fromRow: (row) => ({
    id: row.id,
    name: row.name,
    mail: row.mail,
    realPhone: row.real_phone as E164,
    residency: (row.residency ?? undefined) as CountryCode | undefined,
    proxyNumber: (row.proxy_number ?? undefined) as E164 | undefined,
    createdAt: row.created_at,
  }),
};

const order: Mapping<Order, OrderRow> = {
  table: 'orders',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    client_id: value.clientId,
    status: value.status,
    proxy_number: value.proxyNumber,
    fingerprint: value.fingerprint ?? null,
    created_at: value.createdAt,
    closed_at: value.closedAt ?? null,
  }),
  fromRow: (row) => ({
    id: row.id,
    clientId: row.client_id,
    status: row.status as Order['status'],
    proxyNumber: row.proxy_number as E164,
    fingerprint: row.fingerprint ?? undefined,
    createdAt: row.created_at,
    closedAt: row.closed_at ?? undefined,
  }),
};

const number: Mapping<ProxyNumber, NumberRow> = {
  table: 'numbers',
  key: 'number',
  toRow: (value) => ({
    number: value.number,
    country: value.country,
    type: value.type,
    voice: Number(value.capabilities.voice),
    sms: Number(value.capabilities.sms),
    mms: Number(value.capabilities.mms),
    provider_id: value.providerId,
    friendly_name: value.friendlyName,
    bought_at: value.boughtAt,
    ...stateColumns(value.state),
  }),
  fromRow: (row) => ({
    number: row.number as E164,
    country: row.country as CountryCode,
    type: row.type as ProxyNumber['type'],
    capabilities: { voice: row.voice === 1, sms: row.sms === 1, mms: row.mms === 1 },
    providerId: row.provider_id,
    friendlyName: row.friendly_name,
    boughtAt: row.bought_at,
    state: readState(row),
  }),
};

function stateColumns(
  state: NumberState,
): Pick<Insertable<NumberRow>, 'status' | 'holder' | 'token' | 'since' | 'until'> {
  const { status } = state;
  const empty = { status, holder: null, token: null, since: null, until: null };
  switch (status) {
    case 'available':
      return empty;
    case 'reserved':
      return { ...empty, holder: state.by, token: state.token, since: state.since };
    case 'assigned':
      return { ...empty, holder: state.to, since: state.since };
    case 'quarantined':
      return { ...empty, until: state.until };
    case 'released':
      return { ...empty, since: state.since };
  }
}

function readState(row: Selectable<NumberRow>): NumberState {
  const holder = row.holder ?? '';
  const since = row.since ?? 0;
  switch (row.status as NumberState['status']) {
    case 'available':
      return { status: 'available' };
    case 'reserved':
      return { status: 'reserved', by: holder, token: row.token ?? '', since };
    case 'assigned':
      return { status: 'assigned', to: holder, since };
    case 'quarantined':
      return { status: 'quarantined', until: row.until ?? 0 };
    case 'released':
      return { status: 'released', since };
  }
}

const session: Mapping<Session, SessionRow> = {
  table: 'sessions',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    kind: value.kind,
    number: value.number,
    client_id: value.clientId,
    client_phone: value.clientPhone ?? null,
    home_country: value.homeCountry ?? null,
    last_caller: value.lastCaller ?? null,
    opened_at: value.openedAt,
    closed_at: value.closedAt ?? null,
  }),
  fromRow: (row) => ({
    kind: 'open',
    id: row.id,
    number: row.number as E164,
    clientId: row.client_id,
    clientPhone: (row.client_phone ?? undefined) as E164 | undefined,
    homeCountry: (row.home_country ?? undefined) as CountryCode | undefined,
    lastCaller: (row.last_caller ?? undefined) as E164 | undefined,
    openedAt: row.opened_at,
    closedAt: row.closed_at ?? undefined,
  }),
};

const interaction: Mapping<Interaction, InteractionRow> = {
  table: 'interactions',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    channel: value.channel,
    carrier_id: value.carrierId,
    session_id: value.sessionId ?? null,
    client_id: value.clientId ?? null,
    direction: value.direction ?? null,
    from_masked: value.from,
    to_masked: value.to,
    outcome: value.outcome,
    at: value.at,
    ended_at: value.endedAt ?? null,
    duration_seconds: value.durationSeconds ?? null,
    failed_parts: JSON.stringify(value.failedParts),
    plan: value.plan === undefined ? null : JSON.stringify(value.plan),
  }),
  fromRow: (row) => ({
    id: row.id,
    channel: row.channel as Interaction['channel'],
    carrierId: row.carrier_id,
    sessionId: row.session_id ?? undefined,
    clientId: row.client_id ?? undefined,
    direction: (row.direction ?? undefined) as Interaction['direction'],
    from: row.from_masked,
    to: row.to_masked,
    outcome: row.outcome as Interaction['outcome'],
    at: row.at,
    endedAt: row.ended_at ?? undefined,
    durationSeconds: row.duration_seconds ?? undefined,
    failedParts: JSON.parse(row.failed_parts) as number[],
    plan: row.plan === null ? undefined : (JSON.parse(row.plan) as Interaction['plan']),
  }),
};

const request: Mapping<KeyedRequest, RequestRow> = {
  table: 'requests',
  key: 'key',
  toRow: ({ key, fingerprint, at, purchases }) => ({ key, fingerprint, at, purchases: JSON.stringify(purchases) }),
  fromRow: ({ key, fingerprint, at, purchases }) => ({
    key,
    fingerprint,
    at,
    purchases: JSON.parse(purchases) as KeyedRequest['purchases'],
  }),
};

const intent: Mapping<Intent, IntentRow> = {
  table: 'intents',
  key: 'number',
  toRow: (value) => ({
    number: value.number,
    id: value.id,
    at: value.at,
    action: value.action,
    ...(value.action === 'buy'
      ? { country: value.country, type: value.type, request_key: value.requestKey ?? null }
      : { country: null, type: null, request_key: null }),
    ...(value.action === 'release'
      ? { provider_id: value.providerId, otherwise: JSON.stringify(value.otherwise) }
      : { provider_id: null, otherwise: null }),
  }),
  fromRow: ({ number, id, at, ...row }) => {
    const base = { number: number as E164, id, at };
    return row.action === 'buy'
      ? {
          ...base,
          action: 'buy',
          country: row.country as CountryCode,
          type: row.type as NumberType,
          requestKey: row.request_key ?? undefined,
        }
      : {
          ...base,
          action: 'release',
          providerId: row.provider_id ?? '',
          otherwise: JSON.parse(row.otherwise ?? '{}') as NumberState,
        };
  },
};

const lease: Mapping<Lease, LeaseRow> = {
  table: 'leases',
  key: 'key',
  toRow: ({ key, holder, until }) => ({ key, holder, until }),
  fromRow: ({ key, holder, until }) => ({ key, holder, until }),
};

export const mappings = { client, order, number, session, interaction, request, intent, lease } satisfies {
  [K in Kind]: { toRow(value: Records[K]): object };
};
