import type { Leg } from '../../domain/model/leg.js';
import type { Lockout } from '../../domain/model/lockout.js';
import type { PairedSession } from '../../domain/model/pair.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { Mapping } from './rows.js';
import type { LegRow, LockoutRow, PairRow } from './schema.js';

export const pair: Mapping<PairedSession, PairRow> = {
  table: 'pairs',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    order_id: value.orderId,
    client_id: value.clientId,
    client_phone: value.clientPhone ?? null,
    client_number: value.clientNumber,
    counterpart_phone: value.counterpartPhone ?? null,
    counterpart_number: value.counterpartNumber,
    masked_name: value.maskedName,
    code: value.code ?? null,
    texts_stopped: JSON.stringify(value.textsStopped),
    max_call_seconds: value.maxCallSeconds ?? null,
    ring_seconds: value.ringSeconds ?? null,
    opened_at: value.openedAt,
    expires_at: value.expiresAt,
    closed_at: value.closedAt ?? null,
  }),
  fromRow: (row) => ({
    kind: 'paired',
    id: row.id,
    orderId: row.order_id,
    clientId: row.client_id,
    clientPhone: (row.client_phone ?? undefined) as E164 | undefined,
    clientNumber: row.client_number as E164,
    counterpartPhone: (row.counterpart_phone ?? undefined) as E164 | undefined,
    counterpartNumber: row.counterpart_number as E164,
    maskedName: row.masked_name,
    code: row.code ?? undefined,
    textsStopped: JSON.parse(row.texts_stopped) as PairedSession['textsStopped'],
    maxCallSeconds: row.max_call_seconds ?? undefined,
    ringSeconds: row.ring_seconds ?? undefined,
    openedAt: row.opened_at,
    expiresAt: row.expires_at,
    closedAt: row.closed_at ?? undefined,
  }),
};

export const leg: Mapping<Leg, LegRow> = {
  table: 'legs',
  key: 'id',
  toRow: (value) => ({
    id: value.id,
    session_id: value.sessionId,
    client_id: value.clientId,
    side: value.side,
    is_guest: Number(value.isGuest),
    party: value.party,
    number: value.number,
    number_status: value.releasedAt === undefined ? 'shared' : null,
    counterpart: value.counterpart,
    opened_at: value.openedAt,
    expires_at: value.expiresAt,
    closed_at: value.closedAt ?? null,
    released_at: value.releasedAt ?? null,
  }),
  fromRow: (row) => ({
    id: row.id,
    sessionId: row.session_id,
    clientId: row.client_id,
    side: row.side as Leg['side'],
    isGuest: row.is_guest === 1,
    party: row.party,
    number: row.number as E164,
    counterpart: row.counterpart,
    openedAt: row.opened_at,
    expiresAt: row.expires_at,
    closedAt: row.closed_at ?? undefined,
    releasedAt: row.released_at ?? undefined,
  }),
};

export const lockout: Mapping<Lockout, LockoutRow> = {
  table: 'lockouts',
  key: 'key',
  toRow: ({ key, strikes, level, lastAt, until }) => ({ key, strikes, level, last_at: lastAt, until }),
  fromRow: ({ key, strikes, level, last_at: lastAt, until }) => ({ key, strikes, level, lastAt, until }),
};
