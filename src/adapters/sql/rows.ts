import type { Insertable, Selectable } from 'kysely';
import { clientNumber, type Client } from '../../domain/model/client.js';
import type { CountryCode } from '../../domain/model/country.js';
import type { Interaction } from '../../domain/model/interaction.js';
import type { Order } from '../../domain/model/order.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { OpenSession } from '../../domain/model/session.js';
import type { KeyedRequest, Kind, Lease, Records, Versioned } from '../../ports/order-store.js';
import { leg, lockout, pair } from './pair-rows.js';
import { intent, number } from './pool-rows.js';
import type { ClientRow, InteractionRow, LeaseRow, OrderRow, RequestRow, Schema, SessionRow } from './schema.js';

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
    pairing: value.pairing === undefined ? null : JSON.stringify(value.pairing),
    fingerprint: value.fingerprint ?? null,
    created_at: value.createdAt,
    closed_at: value.closedAt ?? null,
  }),
  fromRow: (row) => ({
    id: row.id,
    clientId: row.client_id,
    status: row.status as Order['status'],
    proxyNumber: row.proxy_number as E164,
    pairing: row.pairing === null ? undefined : (JSON.parse(row.pairing) as Order['pairing']),
    fingerprint: row.fingerprint ?? undefined,
    createdAt: row.created_at,
    closedAt: row.closed_at ?? undefined,
  }),
};

const session: Mapping<OpenSession, SessionRow> = {
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
    texts_stopped: JSON.stringify(value.textsStopped),
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
    textsStopped: row.texts_stopped === '[]' ? [] : (JSON.parse(row.texts_stopped) as E164[]),
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

const lease: Mapping<Lease, LeaseRow> = {
  table: 'leases',
  key: 'key',
  toRow: ({ key, holder, until }) => ({ key, holder, until }),
  fromRow: ({ key, holder, until }) => ({ key, holder, until }),
};

export const mappings = {
  client,
  order,
  number,
  session,
  pair,
  leg,
  lockout,
  interaction,
  request,
  intent,
  lease,
} satisfies {
  [K in Kind]: { toRow(value: Records[K]): object };
};

/** A row as a record, with its version. */
export function one<Value, Row>(
  mapping: Mapping<Value, Row>,
  row: (Selectable<Row> & { version: number }) | undefined,
): Versioned<Value> | undefined {
  return row === undefined ? undefined : { value: mapping.fromRow(row), version: row.version };
}

export function many<Value, Row>(
  mapping: Mapping<Value, Row>,
  rows: readonly (Selectable<Row> & { version: number })[],
): Versioned<Value>[] {
  return rows.map((row) => ({ value: mapping.fromRow(row), version: row.version }));
}
