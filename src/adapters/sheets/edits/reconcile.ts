import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Client } from '../../../domain/model/client.js';
import { isProxyCallError } from '../../../domain/model/errors.js';
import type { Person, Pseudonymize } from '../../../domain/model/person.js';
import { recordIdOf, type AnyRecord, type RecordId, type StoreFact } from '../../../domain/model/records.js';
import { closeOpenSession, type LivePairedSession } from '../../../domain/model/session.js';
import {
  clientEdited,
  endPaired,
  pairedClientEdited,
  type ClientEdit,
  type PairedState,
} from '../../../domain/model/spreadsheet-edits.js';
import type { RecordIndex } from '../../memory/index.js';
import { openSessionOf } from '../tabs/spreadsheet-state.js';

/** What decides how edits are understood. */
export interface EditRules {
  readonly quarantineMs: number;
  /** The carrier of numbers that people add to the sheet. */
  readonly carrier: string;
  readonly pseudonymize: Pseudonymize;
  /** Throws when the spreadsheet was written under another hash key. */
  readonly checkKey: (check: StoreFact | undefined) => void;
}

export interface EditContext extends EditRules {
  readonly now: number;
}

export interface ClientChange {
  readonly clientId: string;
  readonly before: Client | undefined;
}

/**
 * Makes sessions and numbers follow a client's row, which is in the index already.
 * @param onConflict called when a write contradicts a record that the row has nothing to do with
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
  const open = applyWrites(clientEdited(edit, context), index, onConflict);
  const paired = pairedSessionsOf(clientId, index).flatMap((state) => {
    const isTaken = (who: Person, proxyNumber: string) =>
      index
        .participants({ by: 'person', personKey: who.personKey })
        .some(({ value }) => value.proxyNumber === proxyNumber && value.sessionId !== state.session.id);
    return applyWrites(pairedClientEdited(state, client, person, isTaken, context.now), index, onConflict);
  });
  return [...incomplete, ...open, ...paired];
}

/** A phone that is on record keeps its key: the hash key may have changed since, which is not for an edit to follow. */
function personOf({ id, realPhone: phone }: Client, index: RecordIndex, pseudonymize: Pseudonymize): Person {
  const known = index
    .participants({ by: 'client', clientId: id })
    .find(({ value }) => value.role === 'client' && value.phone === phone);
  return { phone, personKey: known?.value.personKey ?? pseudonymize(phone) };
}

/** A live open session without its client counts as none. */
function closeIncomplete(clientId: string, index: RecordIndex, now: number, onConflict: () => void): RecordId[] {
  const session = openSessionOf(clientId, index)?.value;
  if (session === undefined || index.openSessionOn(session.proxyNumber) !== undefined) return [];
  return applyWrites([{ kind: 'session', value: closeOpenSession(session, now) }], index, onConflict);
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
    newIds: { session: randomUUID(), participant: randomUUID() },
  };
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
  return applyWrites(endPaired(pairedState(session, index), now), index, onConflict);
}

/** Writes in this order what differs. @returns the records that changed */
export function applyWrites(records: readonly AnyRecord[], index: RecordIndex, onConflict: () => void): RecordId[] {
  return records.flatMap((record) => {
    const id = recordIdOf(record);
    if (isDeepStrictEqual(index.get(id.kind, id.key)?.value, record.value)) return [];
    if (!tryWrite(record, index)) {
      onConflict();
      return [];
    }
    return [id];
  });
}

/** @returns false if another record holds what this one claims */
export function tryWrite(record: AnyRecord, index: RecordIndex): boolean {
  try {
    index.write(record);
    return true;
  } catch (error) {
    if (!isProxyCallError(error, 'conflict')) throw error;
    return false;
  }
}
