import type { Confirmation, WantedContact } from '../../domain/model/confirmation/confirmation.js';
import type { Counter } from '../../domain/model/counter.js';
import { fromJson, fromOptionalJson, toOptionalJson, type Mapping, type Read } from './mapping.js';
import type { OutboxRow } from './schema-confirmations.js';

export const confirmation: Mapping<'confirmation', 'confirmations'> = {
  table: 'confirmations',
  key: 'id',
  ruleColumns: { due_at: true, number_fact: true },
  retainedSince: ['ended_at'],
  toRow: (value) => ({
    id: value.id,
    purpose: value.purpose,
    status: value.status,
    client_id: value.clientId ?? null,
    wanted: toOptionalJson(value.wanted),
    person_key: value.personKey ?? null,
    former_phone: value.formerPhone ?? null,
    held_number: value.heldNumber ?? null,
    proxy_number: value.proxyNumber ?? null,
    carrier: value.carrier,
    language: value.language,
    origin: value.origin,
    fingerprint: value.fingerprint ?? null,
    generation: value.generation,
    generation_at: value.generationAt,
    attempts: value.attempts,
    sends: JSON.stringify(value.sends),
    step: value.step,
    next_step_at: value.nextStepAt ?? null,
    proved: JSON.stringify(value.proved),
    created_at: value.createdAt,
    expires_at: value.expiresAt,
    ended_at: value.endedAt ?? null,
    approved: Number(value.approved),
    mac: value.mac,
  }),
  fromRow: (row) => ({
    id: row.id,
    purpose: row.purpose,
    status: row.status,
    clientId: row.client_id ?? undefined,
    wanted: wantedIn(row.wanted),
    personKey: row.person_key ?? undefined,
    formerPhone: row.former_phone ?? undefined,
    heldNumber: row.held_number ?? undefined,
    proxyNumber: row.proxy_number ?? undefined,
    carrier: row.carrier,
    language: row.language,
    origin: row.origin,
    fingerprint: row.fingerprint ?? undefined,
    generation: row.generation,
    generationAt: row.generation_at,
    attempts: row.attempts,
    sends: fromJson(row.sends) as Confirmation['sends'],
    step: row.step,
    nextStepAt: row.next_step_at ?? undefined,
    proved: fromJson(row.proved) as Confirmation['proved'],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at ?? undefined,
    approved: row.approved === 1,
    mac: row.mac,
  }),
};

/** JSON has no undefined: a field without a value is not in it. */
function wantedIn(column: string | null): WantedContact | undefined {
  const wanted = fromOptionalJson(column) as Partial<WantedContact> | undefined;
  if (wanted === undefined) return undefined;
  return { residency: undefined, numberType: undefined, ...wanted } as WantedContact;
}

export const outbox: Mapping<'outbox', 'outbox'> = {
  table: 'outbox',
  key: 'id',
  ruleColumns: { due_at: true },
  retainedSince: ['ended_at'],
  toRow: (value) => ({
    id: value.id,
    confirmation_id: value.confirmationId,
    client_id: value.clientId ?? null,
    message: value.message,
    channel: value.channel,
    generation: value.generation,
    language: value.language,
    recipient: value.to ?? null,
    sender: value.from ?? null,
    digits: value.digits ?? null,
    status: value.status,
    tries: value.tries,
    created_at: value.createdAt,
    ended_at: value.endedAt ?? null,
    reason: value.reason ?? null,
    mac: value.mac,
  }),
  // When it is due is a field of the record, and not only what the rules make of it.
  fromRow: (row: Read<OutboxRow> & Partial<Pick<OutboxRow, 'due_at'>>) => ({
    id: row.id,
    confirmationId: row.confirmation_id,
    clientId: row.client_id ?? undefined,
    message: row.message,
    channel: row.channel,
    generation: row.generation,
    language: row.language,
    to: row.recipient ?? undefined,
    from: row.sender ?? undefined,
    digits: row.digits ?? undefined,
    status: row.status,
    tries: row.tries,
    createdAt: row.created_at,
    dueAt: row.due_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    reason: row.reason ?? undefined,
    mac: row.mac,
  }),
};

export const counter: Mapping<'counter', 'counters'> = {
  table: 'counters',
  key: 'key',
  ruleColumns: {},
  retainedSince: ['until'],
  toRow: counterFields,
  fromRow: counterFields,
};

function counterFields({ key, count, until }: Counter): Counter {
  return { key, count, until };
}
