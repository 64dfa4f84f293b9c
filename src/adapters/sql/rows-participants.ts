import type { LiveParticipant, Participant } from '../../domain/model/participant.js';
import { present, type Mapping, type Read } from './mapping.js';
import type { ParticipantRow } from './schema.js';

type Row = Read<ParticipantRow>;

export const participant: Mapping<'participant', 'participants'> = {
  table: 'participants',
  key: 'id',
  ruleColumns: { due_at: true, number_fact: true, session_fact: true },
  retainedSince: ['released_at'],
  toRow: (value) => ({
    id: value.id,
    session_id: value.sessionId,
    session_kind: value.sessionKind,
    client_id: value.clientId,
    carrier: value.carrier,
    role: value.role,
    admitted_by: value.admittedBy,
    proxy_number: value.proxyNumber,
    person_key: value.personKey,
    phone: value.phone ?? null,
    contact_key: value.contactKey ?? null,
    opened_at: value.openedAt,
    expires_at: value.expiresAt ?? null,
    closed_at: value.closedAt ?? null,
    released_at: value.releasedAt ?? null,
  }),
  fromRow: toParticipant,
};

export function toParticipant(row: Row): Participant {
  if (row.closed_at === null) return toLiveParticipant(row);
  return fieldsOf(row, row.phone ?? undefined, row.closed_at, row.released_at ?? undefined);
}

export function toLiveParticipant(row: Row): LiveParticipant {
  return fieldsOf(row, present(row.phone, 'participants.phone'), undefined, undefined);
}

/** One object literal, because a caller is waiting, and spreading objects takes longer than the query. */
function fieldsOf<Phone, Closed, Released>(row: Row, phone: Phone, closedAt: Closed, releasedAt: Released) {
  return {
    id: row.id,
    sessionId: row.session_id,
    sessionKind: row.session_kind,
    clientId: row.client_id,
    carrier: row.carrier,
    role: row.role,
    admittedBy: row.admitted_by,
    proxyNumber: row.proxy_number,
    personKey: row.person_key,
    phone,
    contactKey: row.contact_key ?? undefined,
    openedAt: row.opened_at,
    expiresAt: row.expires_at ?? undefined,
    closedAt,
    releasedAt,
  };
}
