import type { Client } from '../../../domain/model/client.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import { keyOf, type RecordId } from '../../../domain/model/records.js';
import type { RecordIndex } from '../../memory/index.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import { INPUT_KINDS, LAYOUTS, type InputKind, type VisibleKind } from '../tabs/layout.js';
import type { CellFault, ReadRow, TabReading } from '../tabs/read-tab.js';
import { recordId, rowId } from '../tabs/records-tab.js';
import { openSessionOf, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { COVERED } from '../tabs/unreadable.js';
import { forEachYielding } from '../yielding.js';
import { watchIndex } from './audit-edits.js';
import { editedRow, findChangedRows, takeDeletedRows, type ChangedRows, type EditedRow } from './edited-rows.js';
import { mergeEditedRow } from './merge-edited-row.js';
import { approveChanges, auditEdits, reportAt, touch } from './follow-edits.js';
import { faultsOfReading, mergeConfirmations } from './merge-confirmations.js';
import { hasPairedSessions, mergeLastCaller } from './merge-row.js';
import { claimsOf, createNumberFault, type NumberFault } from './number-claims.js';
import { outOfRotation, takenNumbers } from './out-of-rotation.js';
import { eraseFormer, phonesOf, reconcileClient, type EditContext } from './reconcile.js';
import type { TypedRows } from './typed-rows.js';

export interface MergedEdits {
  /** Records that changed, or whose row may differ from the desired cells. */
  readonly touched: readonly RecordId[];
  readonly faults: readonly CellFault[];
  /** What deleted rows and changed phones have erased. */
  readonly erasures: readonly DoneErasure[];
}

/** What was known before the sheet was read. */
export interface KnownContent {
  readonly state: SpreadsheetState;
  readonly index: RecordIndex;
  /** Rows that were missing in the previous reading. */
  readonly missing: Set<string>;
  /** Records most of whose tab has lost its rows at once: they are kept. By row id. */
  readonly lost: Set<string>;
  /** Clients whose number was taken out of their row in the previous reading. */
  readonly emptied: Set<string>;
  /** Numbers in rows of clients that have no record. */
  readonly taken: Set<E164>;
  /** Rows that ask for a confirmation. */
  readonly typed: TypedRows;
}

export interface MergeContext extends EditContext {
  /** Whether the latest change of a record is not in the sheet yet. */
  readonly isDirty: (id: string) => boolean;
  /** Whether the index was just loaded: last callers, which are kept in rows only, are then found in them, and not edited there. */
  readonly isLoading: boolean;
}

export type Readings = Readonly<Record<VisibleKind, TabReading>>;

/** A merge in progress. */
export interface Merge extends KnownContent {
  readonly readings: Readings;
  readonly context: MergeContext;
  readonly numberFault: NumberFault;
  /** Clients whose row changed or was deleted, as they were before. */
  readonly clientsBefore: Map<string, Client | undefined>;
  readonly touched: Map<string, RecordId>;
  readonly faults: CellFault[];
  readonly erasures: DoneErasure[];
}

/**
 * Merges the edits that users made in the sheet since it was last read: rows that were edited, added, deleted or moved.
 * Invalid cells are reported and keep their previous value. No row prevents another from being merged.
 */
export async function mergeEdits(readings: Readings, known: KnownContent, context: MergeContext): Promise<MergedEdits> {
  const { state } = known;
  const rows = {
    client: await findChangedRows('client', readings.client, state),
    number: await findChangedRows('number', readings.number, state),
    order: await findChangedRows('order', readings.order, state),
    confirmation: await findChangedRows('confirmation', readings.confirmation, state),
  };
  const faults = INPUT_KINDS.flatMap((kind) => readings[kind].faults);
  faults.push(...faultsOfReading(readings.confirmation, context.now));
  const collected = { clientsBefore: new Map(), touched: new Map(), faults, erasures: [] };
  const numberFault = createNumberFault(known.index, readings.number, context.phones);
  const watched = watchIndex(known.index);
  const merge: Merge = { ...known, index: watched.index, readings, context, numberFault, ...collected };
  // No yielding from here on: a call must not see half of the edits.
  // Clients first, because their rows tell who holds a number.
  mergeTab(merge, 'client', rows.client);
  const { taken } = known;
  if (readings.client.isUnread !== true) replaceAll(taken, takenNumbers(readings.client, known.index));
  mergeTab({ ...merge, context: { ...context, taken } }, 'number', withTaken(rows.number, taken, readings.number));
  mergeTab(merge, 'order', rows.order);
  for (const clientId of merge.clientsBefore.keys()) reconcile(merge, clientId);
  const callers = context.isLoading ? { ...merge, index: known.index } : merge;
  for (const [clientId] of rows.client.changed) touch(merge, lastCallerIn(callers, clientId));
  if (readings.confirmation.isBack === true) touch(merge, allOf('confirmation', merge));
  const confirmations = mergeConfirmations(merge, rows.confirmation);
  touch(
    merge,
    confirmations.map((key) => ({ kind: 'confirmation', key })),
  );
  approveChanges(merge);
  auditEdits(merge, watched);
  // From here on the edits are complete.
  await forEachYielding(readings.number.rows, (row) => faults.push(...outOfRotation(row, known.index, faults)));
  return { touched: [...merge.touched.values()], faults, erasures: merge.erasures };
}

/** Numbers become taken by rows of clients: their own rows need not have changed. */
function withTaken({ changed, returned }: ChangedRows, taken: ReadonlySet<E164>, { rows }: TabReading): ChangedRows {
  if (taken.size === 0) return { changed, returned };
  const known = new Set(changed.map(([key]) => key));
  const more = [...taken].flatMap((key): (readonly [string, ReadRow])[] => {
    const readRow = known.has(key) ? undefined : rows.get(key);
    return readRow === undefined ? [] : [[key, readRow]];
  });
  return { changed: [...changed, ...more], returned };
}

function mergeTab(merge: Merge, kind: InputKind, { changed, returned }: ChangedRows): void {
  const { state, index, readings, missing, clientsBefore } = merge;
  if (readings[kind].isUnread === true) return;
  if (readings[kind].isBack === true) touch(merge, allOf(kind, merge));
  const tab = state.tabs[kind];
  const edited = changed.map(([key, readRow]) => editedRow(key, readRow, tab, index));
  for (const row of kind === 'client' ? giveUpNumbers(merge, edited) : edited) {
    const isEdited = guarded(merge, kind, row.key, () => {
      const { changes, touched } = mergeEditedRow(merge, kind, row, reportAt(merge, kind, row.key));
      touch(merge, touched);
      return changes > 0;
    });
    if (kind === 'client' && isEdited !== true) clientsBefore.delete(row.key);
  }
  touch(
    merge,
    returned.map((key) => ({ kind, key })),
  );
  // A row that was cut while its record was removed, and has been pasted since, is still to be cleared.
  const pasted = [...missing].map(recordId).filter((id) => id.kind === kind && readings[kind].rows.has(id.key));
  touch(
    merge,
    pasted.filter(({ key }) => index.get(kind, key) === undefined),
  );
  for (const key of takeDeletedRows(tab, readings[kind], missing)) {
    if (kind === 'client') clientsBefore.set(key, index.get(kind, key)?.value);
    removeRecord(merge, kind, key);
  }
}

/** Takes numbers from clients whose rows do not name them any more. @returns the rows as they are to be merged */
function giveUpNumbers(merge: Merge, rows: readonly EditedRow[]): readonly EditedRow[] {
  const { index, clientsBefore, numberFault } = merge;
  const { before, leaving, emptied } = claimsOf(rows, index, merge.emptied, numberFault);
  replaceAll(merge.emptied, emptied);
  for (const [key, client] of before) {
    clientsBefore.set(key, client);
    if (client === undefined || !leaving.has(key)) continue;
    index.write({ kind: 'client', value: { ...client, proxyNumber: undefined } });
  }
  return rows.map((row) => {
    const number = emptied.has(row.key) ? before.get(row.key)?.proxyNumber : undefined;
    if (number === undefined) return row;
    return { ...row, cells: { ...row.cells, client_proxy_number: number }, later: ['client_proxy_number'] };
  });
}

/** The records of a kind, and rows whose record is gone. */
function allOf(kind: VisibleKind, { state, index }: Merge): readonly RecordId[] {
  const keys = index.values<VisibleKind>(kind).map(({ value }) => keyOf(kind, value));
  return [...new Set([...keys, ...state.tabs[kind].rows.keys()])].map((key) => ({ kind, key }));
}

function replaceAll<T>(set: Set<T>, items: ReadonlySet<T>): void {
  set.clear();
  for (const item of items) set.add(item);
}

/** A row that is handled wrongly must not prevent the others from being read, so that calls go to former phones. */
function guarded<T>(merge: Merge, kind: VisibleKind, key: string, work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // Without the error, which may contain what is in the row.
    reportAt(merge, kind, key)(LAYOUTS[kind].keyColumn, 'begins a row that cannot be used');
    return undefined;
  }
}

function removeRecord(merge: Merge, kind: VisibleKind, key: string): void {
  const { index } = merge;
  touch(merge, [{ kind, key }]);
  // A number in use gets its row back: it is still rented and receives calls.
  const number = key as E164;
  const isHeld = index.get('number', number)?.value.state.status === 'held';
  const isInUse =
    kind === 'number' && (isHeld || index.holderOf(number) !== undefined || hasPairedSessions(number, index));
  if (!isInUse) index.remove({ kind, key });
}

function reconcile(merge: Merge, clientId: string): void {
  const { index, context, clientsBefore } = merge;
  const report = reportAt(merge, 'client', clientId);
  const change = { clientId, before: clientsBefore.get(clientId) };
  const phones = phonesOf(clientId, index);
  guarded(merge, 'client', clientId, () => {
    const touched = reconcileClient(change, index, context, () => {
      report('client_id', 'contradicts other records, so that a part of this row has no effect');
    });
    touch(merge, touched);
  });
  const erased = eraseFormer(change, phones, index, context.pseudonymize);
  if (erased === undefined) return;
  touch(merge, erased.touched);
  merge.erasures.push(erased);
}

/** @returns the records that changed */
function lastCallerIn(merge: Merge, clientId: string): readonly RecordId[] {
  const { state, index, context } = merge;
  const session = openSessionOf(clientId, index)?.value;
  const { raw, normalized: cells } = state.tabs.client.rows.get(clientId) ?? {};
  if (session === undefined || cells === undefined || raw?.['client_last_caller'] === COVERED) return [];
  // A last caller that is not written yet is newer than the cell.
  if (context.isDirty(rowId({ kind: 'session', key: session.id }))) return [];
  return mergeLastCaller(clientId, cells, index, context, reportAt(merge, 'client', clientId));
}
