import type { PersonKey } from '../../domain/model/person.js';
import type {
  LiveOpenSession,
  LivePairedSession,
  LiveSession,
  OpenSession,
  PairedSession,
  Session,
} from '../../domain/model/session.js';
import { fromJson, present, type Mapping, type Read } from './mapping.js';
import type { SessionRow } from './schema.js';

type Row = Read<SessionRow>;

export const session: Mapping<'session', 'sessions'> = {
  table: 'sessions',
  key: 'id',
  ruleColumns: { due_at: true, fact: true },
  retainedSince: ['closed_at'],
  toRow: (value) => ({
    id: value.id,
    kind: value.kind,
    client_id: value.clientId,
    carrier: value.carrier,
    opened_at: value.openedAt,
    closed_at: value.closedAt ?? null,
    has_forgotten_calls: value.hasForgottenCalls ? 1 : 0,
    ...liveColumns(value),
    ...(value.kind === 'open' ? openColumns(value) : pairedColumns(value)),
  }),
  fromRow: (row) => (row.closed_at === null ? toLiveSession(row) : toClosedSession(row, row.closed_at)),
};

function liveColumns(value: Session) {
  return value.closedAt === undefined
    ? {
        masked_name: value.maskedName,
        home_country: value.homeCountry ?? null,
        opted_out: JSON.stringify(value.optedOut),
      }
    : { masked_name: null, home_country: null, opted_out: null };
}

function openColumns(value: OpenSession) {
  return {
    proxy_number: value.proxyNumber,
    last_caller: value.closedAt === undefined ? (value.lastCaller ?? null) : null,
    order_id: null,
    code: null,
    code_suffix: null,
    expires_at: null,
    max_call_seconds: null,
    ring_seconds: null,
  };
}

function pairedColumns(value: PairedSession) {
  return {
    proxy_number: null,
    last_caller: null,
    order_id: value.orderId,
    code: value.closedAt === undefined ? value.code : null,
    code_suffix: value.closedAt === undefined ? value.codeSuffix : null,
    expires_at: value.expiresAt,
    max_call_seconds: value.maxCallSeconds ?? null,
    ring_seconds: value.ringSeconds ?? null,
  };
}

export function toLiveSession(row: Row): LiveSession {
  return row.kind === 'open' ? toLiveOpenSession(row) : toLivePairedSession(row);
}

// Live sessions are one object literal each, because a caller is waiting, and spreading objects takes longer than the query.

export function toLiveOpenSession(row: Row): LiveOpenSession {
  return {
    kind: 'open',
    id: row.id,
    clientId: row.client_id,
    carrier: row.carrier,
    openedAt: row.opened_at,
    hasForgottenCalls: row.has_forgotten_calls !== 0,
    maskedName: present(row.masked_name, 'sessions.masked_name'),
    homeCountry: row.home_country ?? undefined,
    optedOut: optedOut(row),
    proxyNumber: present(row.proxy_number, 'sessions.proxy_number'),
    lastCaller: row.last_caller ?? undefined,
    closedAt: undefined,
  };
}

export function toLivePairedSession(row: Row): LivePairedSession {
  return {
    kind: 'paired',
    id: row.id,
    clientId: row.client_id,
    carrier: row.carrier,
    openedAt: row.opened_at,
    hasForgottenCalls: row.has_forgotten_calls !== 0,
    maskedName: present(row.masked_name, 'sessions.masked_name'),
    homeCountry: row.home_country ?? undefined,
    optedOut: optedOut(row),
    orderId: present(row.order_id, 'sessions.order_id'),
    code: present(row.code, 'sessions.code'),
    codeSuffix: present(row.code_suffix, 'sessions.code_suffix'),
    expiresAt: present(row.expires_at, 'sessions.expires_at'),
    maxCallSeconds: row.max_call_seconds ?? undefined,
    ringSeconds: row.ring_seconds ?? undefined,
    closedAt: undefined,
  };
}

function optedOut(row: Row): readonly PersonKey[] {
  return fromJson(present(row.opted_out, 'sessions.opted_out')) as readonly PersonKey[];
}

function toClosedSession(row: Row, closedAt: number): Session {
  const shared = {
    ...{ id: row.id, clientId: row.client_id, carrier: row.carrier, openedAt: row.opened_at, closedAt },
    hasForgottenCalls: row.has_forgotten_calls !== 0,
  };
  if (row.kind === 'open') {
    return { kind: 'open', ...shared, proxyNumber: present(row.proxy_number, 'sessions.proxy_number') };
  }
  return {
    kind: 'paired',
    ...shared,
    orderId: present(row.order_id, 'sessions.order_id'),
    expiresAt: present(row.expires_at, 'sessions.expires_at'),
    maxCallSeconds: row.max_call_seconds ?? undefined,
    ringSeconds: row.ring_seconds ?? undefined,
  };
}
