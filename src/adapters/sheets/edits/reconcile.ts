import { createHash, randomUUID } from 'node:crypto';
import type { Client } from '../../../domain/model/client.js';
import type { CountryCode } from '../../../domain/model/country.js';
import type { Erasure } from '../../../domain/model/erasure.js';
import { sameLine } from '../../../domain/model/line.js';
import type { Person, Pseudonymize } from '../../../domain/model/person.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import type { AnyRecord, RecordId, StoreFact } from '../../../domain/model/records.js';
import { closeOpenSession, type LivePairedSession } from '../../../domain/model/session.js';
import {
  clientEdited,
  endPaired,
  pairedClientEdited,
  type ClientEdit,
  type PairedState,
} from '../../../domain/model/spreadsheet-edits.js';
import type { RecordIndex } from '../../memory/index.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import { openSessionOf } from '../tabs/spreadsheet-state.js';
import type { AuditEdits } from './audit-edits.js';
import type { PhoneSettings } from './phone-rules.js';
import { writeRecords } from './write-records.js';

/** What is to be written, and sent, because somebody has edited a client's phone or mail address. */
export type ApproveEdits = (before: Client, client: Client, at: number) => readonly AnyRecord[];

/** What the meaning of edits depends on. */
export interface EditRules {
  readonly quarantineMs: number;
  /** The carrier of numbers that users add to the sheet. */
  readonly carrier: string;
  /** The country whose national numbers users may write without a 0, by mistake. */
  readonly defaultCountry: CountryCode;
  readonly pseudonymize: Pseudonymize;
  /** Absent: edits leave no entry in the audit trail. */
  readonly auditEdits: AuditEdits | undefined;
  /** Absent: nobody is told of an edited phone or mail address. */
  readonly approveEdits: ApproveEdits | undefined;
  /** Absent: every phone is accepted. */
  readonly phones: PhoneSettings | undefined;
  /** Throws if the spreadsheet was written under another hash key. */
  readonly checkKey: (check: StoreFact | undefined) => void;
}

export interface EditContext extends EditRules {
  readonly now: number;
  /** Numbers in rows of clients that have no record. */
  readonly taken?: ReadonlySet<E164>;
}

export interface ClientChange {
  readonly clientId: string;
  readonly before: Client | undefined;
}

/**
 * Reconciles sessions and numbers with a client's row, which is in the index already.
 * @param onConflict called when a write contradicts a record that the row does not name
 * @returns the records that changed
 */
export function reconcileClient(
  { clientId, before }: ClientChange,
  index: RecordIndex,
  context: EditContext,
  onConflict: () => void,
): readonly RecordId[] {
  const client = index.get('client', clientId)?.value;
  const person = client && personOf(client, index, context.pseudonymize);
  const incomplete = closeIncomplete(clientId, index, context.now, onConflict);
  const edit = clientEditOf({ clientId, before }, person, index);
  const open = writeRecords(clientEdited(edit, context), index, onConflict);
  const paired = pairedSessionsOf(clientId, index).flatMap((state) => {
    const isTaken = (who: Person, proxyNumber: string) =>
      index
        .participants({ by: 'person', personKey: who.personKey })
        .some(({ value }) => value.proxyNumber === proxyNumber && value.sessionId !== state.session.id);
    return writeRecords(pairedClientEdited(state, client, person, isTaken, context.now), index, onConflict);
  });
  return [...incomplete, ...open, ...paired];
}

/**
 * Erases a client whose row was removed, and removes from other people's calls and texts a phone that the row does not name any more.
 * Their sessions and number are reconciled already.
 * @param phones as `phonesOf` returned them before that
 * @returns undefined when there is nothing to erase
 */
export function eraseFormer(
  { clientId, before }: ClientChange,
  phones: readonly E164[],
  index: RecordIndex,
  pseudonymize: Pseudonymize,
): DoneErasure | undefined {
  const client = index.get('client', clientId)?.value;
  if (before === undefined) return undefined;
  const { realPhone: phone } = before;
  if (client !== undefined && sameLine(client.realPhone, phone)) return undefined;
  const erasure: Erasure =
    client === undefined
      ? { clientId, persons: [{ phone, personKey: pseudonymize(phone) }], plansWith: { phones: [phone, ...phones] } }
      : { plansWith: { phones: [phone], exceptOf: clientId } };
  return { erasure, touched: index.apply({ puts: [], scrub: erasure }).touched };
}

/** The phones of a client, and of who called for them with an order code. */
export function phonesOf(clientId: string, index: RecordIndex): readonly E164[] {
  return index
    .participants({ by: 'client', clientId })
    .flatMap(({ value: { role, phone } }) => (role === 'client' && phone !== undefined ? [phone] : []));
}

/** A phone on record keeps its person key, even if the hash key has changed since: only rekeying the store replaces it. */
function personOf({ id, realPhone: phone }: Client, index: RecordIndex, pseudonymize: Pseudonymize): Person {
  const known = index
    .participants({ by: 'client', clientId: id })
    .find(({ value }) => value.role === 'client' && value.phone !== undefined && sameLine(value.phone, phone));
  return { phone, personKey: known?.value.personKey ?? pseudonymize(phone) };
}

/** Closes an open session whose client is not a participant any more. */
function closeIncomplete(clientId: string, index: RecordIndex, now: number, onConflict: () => void): RecordId[] {
  const session = openSessionOf(clientId, index)?.value;
  if (session === undefined || index.openSessionOn(session.proxyNumber) !== undefined) return [];
  return writeRecords([{ kind: 'session', value: closeOpenSession(session, now) }], index, onConflict);
}

function clientEditOf(
  { clientId, before }: ClientChange,
  person: ClientEdit['person'],
  index: RecordIndex,
): ClientEdit {
  const client = index.get('client', clientId)?.value;
  const session = openSessionOf(clientId, index)?.value;
  const formerNumber = session?.proxyNumber ?? before?.proxyNumber;
  const onNumber = client?.proxyNumber && openedOn(client.proxyNumber, index);
  return {
    clientId,
    client,
    person,
    open: session && openedOn(session.proxyNumber, index),
    formerNumber: formerNumber && index.get('number', formerNumber)?.value,
    number: client?.proxyNumber && index.get('number', client.proxyNumber)?.value,
    occupant: onNumber?.session.clientId === clientId ? undefined : onNumber,
    newIds: newIdsFor(client, index),
  };
}

/**
 * The same after a restart, as long as the session is not in the sheet: the journal names it by its id. Random where another session, or
 * another participant, of the client on this number has it.
 */
function newIdsFor(client: Client | undefined, index: RecordIndex): ClientEdit['newIds'] {
  const newId = (kind: 'session' | 'participant') => {
    const id = client && derivedId(kind, client);
    return id === undefined || index.get(kind, id) !== undefined ? randomUUID() : id;
  };
  return { session: newId('session'), participant: newId('participant') };
}

function derivedId(kind: 'session' | 'participant', { id, proxyNumber }: Client): string {
  const from = JSON.stringify([kind, id, proxyNumber]);
  const digest = createHash('sha256').update(from).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function openedOn(number: NonNullable<Client['proxyNumber']>, index: RecordIndex): ClientEdit['open'] {
  const read = index.openSessionOn(number);
  return read && { session: read.session.value, client: read.client.value };
}

function pairedSessionsOf(clientId: string, index: RecordIndex): PairedState[] {
  return index
    .liveSessionsOf(clientId)
    .flatMap(({ value }) => (value.kind === 'paired' ? [pairedState(value, index)] : []));
}

function pairedState(session: LivePairedSession, index: RecordIndex): PairedState {
  const participants = index.participants({ by: 'session', sessionId: session.id });
  return { session, participants: participants.map(({ value }) => value) };
}

/** Ends the session of an order that was closed in the sheet. @returns the records that changed */
export function endOrderSession(
  sessionId: string,
  index: RecordIndex,
  now: number,
  onConflict: () => void,
): readonly RecordId[] {
  const session = index.get('session', sessionId)?.value;
  if (session?.kind !== 'paired' || session.closedAt !== undefined) return [];
  return writeRecords(endPaired(pairedState(session, index), now), index, onConflict);
}
