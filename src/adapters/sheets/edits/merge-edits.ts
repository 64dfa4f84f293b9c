import type { Client } from '../../../domain/model/client.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import type { RecordId } from '../../../domain/model/records.js';
import type { RecordIndex } from '../../memory/index.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import { LAYOUTS, VISIBLE_KINDS, type VisibleKind } from '../tabs/layout.js';
import { normalizedCells, type ReportFault } from '../tabs/parse-cells.js';
import type { CellFault, ReadRow, TabReading } from '../tabs/read-tab.js';
import { recordId, rowId } from '../tabs/records-tab.js';
import { desiredCells, openSessionOf, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { editedRow, findChangedRows, pick, takeDeletedRows, type EditedRow } from './edited-rows.js';
import {
  giveUpNumber,
  hasPairedSessions,
  mergeClient,
  mergeLastCaller,
  mergeNumber,
  mergeOrder,
  type MergedRow,
} from './merge-row.js';
import { eraseFormer, phonesOf, reconcileClient, type EditContext } from './reconcile.js';

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
}

export interface MergeContext extends EditContext {
  /** Whether the latest change of a record is not in the sheet yet. */
  readonly isDirty: (id: string) => boolean;
}

type Readings = Readonly<Record<VisibleKind, TabReading>>;

/** A merge in progress. */
interface Merge extends KnownContent {
  readonly readings: Readings;
  readonly context: MergeContext;
  /** Clients whose row changed or was deleted, as they were before. */
  readonly clientsBefore: Map<string, Client | undefined>;
  readonly touched: Map<string, RecordId>;
  readonly faults: CellFault[];
  readonly erasures: DoneErasure[];
}

/**
 * Merges the edits that users made in the sheet since it was last read: rows that were edited, added, deleted or moved.
 * Invalid cells are reported and keep their previous value.
 */
export async function mergeEdits(readings: Readings, known: KnownContent, context: MergeContext): Promise<MergedEdits> {
  const { state } = known;
  const changed = {
    client: await findChangedRows('client', readings.client, state),
    number: await findChangedRows('number', readings.number, state),
    order: await findChangedRows('order', readings.order, state),
  };
  const faults = VISIBLE_KINDS.flatMap((kind) => readings[kind].faults);
  const collected = { clientsBefore: new Map(), touched: new Map(), faults, erasures: [] };
  const merge: Merge = { ...known, readings, context, ...collected };
  // No yielding from here on: a call must not see half of the edits.
  // Clients first, because their rows tell who holds a number.
  for (const kind of ['client', 'number', 'order'] as const) mergeTab(merge, kind, changed[kind]);
  for (const clientId of merge.clientsBefore.keys()) reconcile(merge, clientId);
  for (const [clientId] of changed.client) touch(merge, lastCallerIn(merge, clientId));
  return { touched: [...merge.touched.values()], faults, erasures: merge.erasures };
}

function mergeTab(merge: Merge, kind: VisibleKind, changed: readonly [string, ReadRow][]): void {
  const { state, index, readings, missing, clientsBefore } = merge;
  const tab = state.tabs[kind];
  const rows = changed.map(([key, readRow]) => editedRow(key, readRow, tab, index));
  if (kind === 'client') {
    for (const { key, cells } of rows) clientsBefore.set(key, giveUpNumber(key, cells, index));
  }
  for (const row of rows) {
    const isEdited = mergeRow(merge, kind, row).length > 0;
    if (kind === 'client' && !isEdited) clientsBefore.delete(row.key);
  }
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

/** @returns the records that changed */
function mergeRow(merge: Merge, kind: VisibleKind, edited: EditedRow): readonly RecordId[] {
  const { key, readRow, changedColumns } = edited;
  const invalidColumns = new Set<string>();
  const reportFault = reportAt(merge, kind, key);
  const merged = mergeRecord(merge, kind, edited, (column, problem) => {
    invalidColumns.add(column);
    reportFault(column, problem);
  });
  if (!merged.isValid) return [];
  const { rows } = merge.state.tabs[kind];
  const changedCells = normalizedCells(pick(readRow.cells, changedColumns));
  // Invalid cells are not overwritten, so that users can correct them. They count as changed the next time too: the
  // record that they contradict may be gone by then.
  const invalidCells = pick(desiredCells(kind, key, merge.index) ?? {}, [...invalidColumns]);
  const normalized = { ...rows.get(key)?.normalized, ...changedCells, ...invalidCells };
  const raw = Object.fromEntries(Object.entries(readRow.cells).filter(([column]) => !invalidColumns.has(column)));
  rows.set(key, { row: readRow.row, raw, normalized });
  if (changedColumns.some((column) => !invalidColumns.has(column))) touch(merge, [{ kind, key }]);
  touch(merge, merged.touched);
  return merged.touched;
}

function mergeRecord(
  { index, context, clientsBefore }: Merge,
  kind: VisibleKind,
  { key, cells }: EditedRow,
  report: ReportFault,
): MergedRow {
  switch (kind) {
    case 'client':
      return mergeClient(key, cells, clientsBefore.get(key), index, context, report);
    case 'number':
      return mergeNumber(key as E164, cells, index, context, report);
    case 'order':
      return mergeOrder(key, cells, index, context, report);
  }
}

function removeRecord(merge: Merge, kind: VisibleKind, key: string): void {
  const { index } = merge;
  touch(merge, [{ kind, key }]);
  // A number in use gets its row back: it is still rented and receives calls.
  const number = key as E164;
  const isInUse = kind === 'number' && (index.holderOf(number) !== undefined || hasPairedSessions(number, index));
  if (!isInUse) index.remove({ kind, key });
}

function reconcile(merge: Merge, clientId: string): void {
  const { index, context, clientsBefore } = merge;
  const report = reportAt(merge, 'client', clientId);
  const change = { clientId, before: clientsBefore.get(clientId) };
  const phones = phonesOf(clientId, index);
  const touched = reconcileClient(change, index, context, () => {
    report('client_id', 'contradicts other records, so that a part of this row has no effect');
  });
  touch(merge, touched);
  const erased = eraseFormer(change, phones, index, context.pseudonymize);
  if (erased === undefined) return;
  touch(merge, erased.touched);
  merge.erasures.push(erased);
}

/** @returns the records that changed */
function lastCallerIn(merge: Merge, clientId: string): readonly RecordId[] {
  const { state, index, context } = merge;
  const session = openSessionOf(clientId, index)?.value;
  const cells = state.tabs.client.rows.get(clientId)?.normalized;
  if (session === undefined || cells === undefined) return [];
  // A last caller that is not written yet is newer than the cell.
  if (context.isDirty(rowId({ kind: 'session', key: session.id }))) return [];
  return mergeLastCaller(clientId, cells, index, context, reportAt(merge, 'client', clientId));
}

function reportAt({ readings, faults }: Merge, kind: VisibleKind, key: string): ReportFault {
  const row = (readings[kind].rows.get(key)?.row ?? -1) + 1;
  return (column, problem) => void faults.push({ title: LAYOUTS[kind].title, row, column, problem });
}

function touch({ touched }: Merge, ids: readonly RecordId[]): void {
  for (const id of ids) touched.set(rowId(id), id);
}
