import type { ClientId } from './client.js';
import type { Confirmation } from './confirmation/confirmation.js';
import { scrubConfirmation } from './confirmation/confirmation-mac.js';
import { withoutPlan, type InteractionRecord } from './interaction.js';
import { sameLine, spellingsOf } from './line.js';
import { scrubOutboxEntry } from './outbox-mac.js';
import type { OutboxEntry } from './outbox.js';
import type { Participant } from './participant.js';
import type { Person } from './person.js';
import { maskPhoneNumber, type E164 } from './phone-number.js';
import { recordOf, rulesOf, type AnyRecord, type Kind } from './records.js';
import type { Session } from './session.js';

/** Who is removed from the records of others, and from what is kept of a client. */
export interface Erasure {
  /** Their orders, requests, interactions, confirmations and messages of the outbox are scrubbed: see `personal.scrub` of the record rules. */
  readonly clientId?: ClientId | undefined;
  /**
   * They are removed wherever their phone is not needed to reach them: from the plans that hold it, as last callers, from
   * tombstones, which recognise them by their person key, from confirmations of their phone, and from messages that are to go there.
   */
  readonly persons?: readonly Person[] | undefined;
  /**
   * Calls and texts lose their plan when it holds one of these phones, or came from one: phones that a client had before, for instance.
   * Except those of `exceptOf`.
   */
  readonly plansWith?: { readonly phones: readonly E164[]; readonly exceptOf?: ClientId | undefined } | undefined;
}

/** The kinds of record that `afterErasure` may change. */
export const SCRUBBED_KINDS = [
  ...(['order', 'request', 'interaction', 'session', 'participant', 'confirmation', 'outbox'] as const),
] as const satisfies Kind[];

/**
 * What is left of a record: the same record when the erasure is not about it. That the client's own record is removed, and their
 * sessions are closed and their confirmations ended, is left to the change set.
 */
export function afterErasure(record: AnyRecord, erasure: Erasure): AnyRecord {
  const ofClient = withoutClient(record, erasure.clientId);
  switch (ofClient.kind) {
    case 'interaction':
      return changed(ofClient, interactionAfter(ofClient.value, plansOf(erasure)));
    case 'session':
      return changed(ofClient, sessionAfter(ofClient.value, erasure.persons ?? []));
    case 'participant':
      return changed(ofClient, participantAfter(ofClient.value, erasure.persons ?? []));
    case 'confirmation':
      return changed(ofClient, confirmationAfter(ofClient.value, erasure.persons ?? []));
    case 'outbox':
      return changed(ofClient, outboxAfter(ofClient.value, erasure.persons ?? []));
    default:
      return ofClient;
  }
}

function changed<R extends AnyRecord>(record: R, value: R['value']): AnyRecord {
  return value === record.value ? record : recordOf<Kind>(record.kind, value);
}

function withoutClient(record: AnyRecord, clientId: ClientId | undefined): AnyRecord {
  const { personal } = rulesOf<Kind>(record.kind);
  if (clientId === undefined || personal?.clientOf(record.value) !== clientId) return record;
  const left = personal.scrub(record.value);
  return left === undefined || left === record.value ? record : recordOf<Kind>(record.kind, left);
}

/** Which plans an erasure removes. */
export interface ErasedPlans {
  /** Those that hold one of these phones. */
  readonly phones: readonly E164[];
  /** Those of calls and texts from these masked numbers: the text that somebody sent is in a plan without their number. */
  readonly from: readonly string[];
  /** Except those of this client. */
  readonly exceptOf: ClientId | undefined;
}

/** A mask fits one phone in 10,000: some plans of other people go too, which only means that nothing of theirs is repeated. */
export function plansOf({ persons = [], plansWith }: Erasure): ErasedPlans {
  const senders = plansWith?.phones ?? [];
  const phones = [...persons.map(({ phone }) => phone), ...senders];
  return {
    phones: [...new Set(phones.flatMap(spellingsOf))],
    from: [...new Set(senders.map(maskPhoneNumber))],
    exceptOf: plansWith?.exceptOf,
  };
}

function interactionAfter(record: InteractionRecord, { phones, from, exceptOf }: ErasedPlans): InteractionRecord {
  if (phones.length === 0 || record.channel === undefined || record.plan === undefined) return record;
  if (exceptOf !== undefined && record.clientId === exceptOf) return record;
  if (from.includes(record.from)) return withoutPlan(record);
  const plan = JSON.stringify(record.plan);
  return phones.some((phone) => plan.includes(phone)) ? withoutPlan(record) : record;
}

function sessionAfter(session: Session, persons: readonly Person[]): Session {
  if (session.closedAt !== undefined || session.kind === 'paired') return session;
  const { lastCaller } = session;
  const isErased = lastCaller !== undefined && persons.some(({ phone }) => sameLine(phone, lastCaller));
  return isErased ? { ...session, lastCaller: undefined } : session;
}

function participantAfter(participant: Participant, persons: readonly Person[]): Participant {
  if (participant.closedAt === undefined || participant.phone === undefined) return participant;
  const isErased = persons.some(({ personKey }) => personKey === participant.personKey);
  return isErased ? { ...participant, phone: undefined } : participant;
}

function confirmationAfter(confirmation: Confirmation, persons: readonly Person[]): Confirmation {
  const isErased = persons.some(({ personKey }) => personKey === confirmation.personKey);
  return isErased ? scrubConfirmation(confirmation) : confirmation;
}

function outboxAfter(entry: OutboxEntry, persons: readonly Person[]): OutboxEntry {
  const isErased = persons.some(({ phone }) => spellingsOf(phone).some((spelling) => spelling === entry.to));
  return isErased ? scrubOutboxEntry(entry) : entry;
}
