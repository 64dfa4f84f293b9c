import type { Client } from '../../../domain/model/client.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import type { RecordId } from '../../../domain/model/records.js';
import type { RecordIndex } from '../../memory/index.js';
import type { Cells } from '../tabs/cells.js';
import { LAYOUTS, VISIBLE_KINDS, type VisibleKind } from '../tabs/layout.js';
import type { ReportFault } from '../tabs/parse-cells.js';
import { rowId } from '../tabs/records-tab.js';
import { desiredCells, openSessionOf, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { normalizedCells, type CellFault, type ReadRow, type TabReading } from '../tabs/tab.js';
import { forEachYielding } from '../yielding.js';
import {
  giveUpNumber,
  hasPairedSessions,
  mergeClient,
  mergeLastCaller,
  mergeNumber,
  mergeOrder,
  type MergedRow,
} from './merge-row.js';
import { reconcileClient, type EditContext } from './reconcile.js';

export interface MergedEdits {
  /** Records that changed, or whose row may differ from the desired cells. */
  readonly touched: readonly RecordId[];
  readonly faults: readonly CellFault[];
}

export interface MergeContext extends EditContext {
  /** Records whose latest change is not in the sheet yet. */
  readonly dirty: { has(id: string): boolean };
  /** Rows that were missing in the previous reading: a cut row may be about to be pasted. */
  readonly missing: Set<string>;
}

/** A row with changed cells. `cells`: what it says, without cells that have a pending write of ours. */
interface EditedRow {
  readonly key: string;
  readonly readRow: ReadRow;
  readonly changedColumns: readonly string[];
  readonly cells: Cells;
}

/**
 * Merges the edits that users made in the sheet since it was last read: rows that were edited, added, deleted or moved.
 * Invalid cells are reported and leave the previous value.
 */
export async function mergeEdits(
  readings: Readonly<Record<VisibleKind, TabReading>>,
  state: SpreadsheetState,
  index: RecordIndex,
  context: MergeContext,
): Promise<MergedEdits> {
  const touched = new Map<string, RecordId>();
  const faults: CellFault[] = VISIBLE_KINDS.flatMap((kind) => readings[kind].faults);
  const touch = (ids: readonly RecordId[]) => {
    for (const id of ids) touched.set(rowId(id), id);
  };

  const changed: Record<VisibleKind, [string, ReadRow][]> = { client: [], number: [], order: [] };
  for (const kind of VISIBLE_KINDS) {
    await forEachYielding(readings[kind].rows, ([key, readRow]) => {
      if (hasChanged(kind, key, readRow)) changed[kind].push([key, readRow]);
    });
  }
  // No yielding from here on: a call must not see half of the edits.
  const clientsBefore = new Map<string, Client | undefined>();
  // Clients first, because their rows tell who holds a number.
  for (const kind of ['client', 'number', 'order'] as const) {
    const rows = changed[kind].map(([key, readRow]) => editedRow(kind, key, readRow));
    if (kind === 'client') {
      for (const { key, cells } of rows) clientsBefore.set(key, giveUpNumber(key, cells, index));
    }
    for (const row of rows) {
      const isEdited = mergeRow(kind, row).length > 0;
      if (kind === 'client' && !isEdited) clientsBefore.delete(row.key);
    }
    for (const key of deletedRows(kind)) {
      if (kind === 'client') clientsBefore.set(key, index.get(kind, key)?.value);
      removeRecord(kind, key);
    }
  }
  for (const [clientId, before] of clientsBefore) {
    const report = reportAt('client', clientId);
    touch(
      reconcileClient({ clientId, before }, index, context, () => {
        report('client_id', 'contradicts other records, so that a part of this row has no effect');
      }),
    );
  }
  for (const [clientId] of changed.client) touch(lastCallerIn(clientId));
  return { touched: [...touched.values()], faults };

  /** Updates the position of the row. @returns whether any of its cells changed */
  function hasChanged(kind: VisibleKind, key: string, { row, cells }: ReadRow): boolean {
    const tab = state.tabs[kind];
    const mirrored = tab.rows.get(key);
    if (mirrored === undefined) return !(kind === 'client' && state.erased.has(key));
    Object.assign(mirrored, { row, isMissing: false });
    return tab.layout.columns.some((column) => cells[column] !== mirrored.raw[column]);
  }

  function reportAt(kind: VisibleKind, key: string): ReportFault {
    const row = (readings[kind].rows.get(key)?.row ?? -1) + 1;
    return (column, problem) => void faults.push({ title: LAYOUTS[kind].title, row, column, problem });
  }

  function editedRow(kind: VisibleKind, key: string, readRow: ReadRow): EditedRow {
    const { layout, rows } = state.tabs[kind];
    const mirrored = rows.get(key);
    const changedColumns = layout.columns.filter((column) => readRow.cells[column] !== mirrored?.raw[column]);
    const desired = desiredCells(kind, key, index);
    // A cell with a pending write of ours does not count as edited: the pending write wins.
    const editedColumns = changedColumns.filter(
      (column) => mirrored === undefined || desired?.[column] === mirrored.normalized[column],
    );
    const edited = desired === undefined ? readRow.cells : { ...desired, ...pick(readRow.cells, editedColumns) };
    return { key, readRow, changedColumns, cells: { ...edited, [layout.keyColumn]: key } };
  }

  /** @returns the records that changed */
  function mergeRow(kind: VisibleKind, edited: EditedRow): readonly RecordId[] {
    const { key, readRow, changedColumns } = edited;
    const invalidColumns = new Set<string>();
    const reportFault = reportAt(kind, key);
    const merged = mergeRecord(kind, edited, (column, problem) => {
      invalidColumns.add(column);
      reportFault(column, problem);
    });
    if (!merged.isValid) return [];
    const { rows } = state.tabs[kind];
    const changedCells = normalizedCells(pick(readRow.cells, changedColumns));
    // Invalid cells are not overwritten, so that users can correct them. They count as changed the next time too: what
    // they contradict may be gone by then.
    const invalidCells = pick(desiredCells(kind, key, index) ?? {}, [...invalidColumns]);
    const normalized = { ...rows.get(key)?.normalized, ...changedCells, ...invalidCells };
    const raw = Object.fromEntries(Object.entries(readRow.cells).filter(([column]) => !invalidColumns.has(column)));
    rows.set(key, { row: readRow.row, raw, normalized });
    if (changedColumns.some((column) => !invalidColumns.has(column))) touch([{ kind, key }]);
    touch(merged.touched);
    return merged.touched;
  }

  function mergeRecord(kind: VisibleKind, { key, cells }: EditedRow, report: ReportFault): MergedRow {
    switch (kind) {
      case 'client':
        return mergeClient(key, cells, clientsBefore.get(key), index, report);
      case 'number':
        return mergeNumber(key as E164, cells, index, context, report);
      case 'order':
        return mergeOrder(key, cells, index, context, report);
    }
  }

  /** @returns the records that changed */
  function lastCallerIn(clientId: string): readonly RecordId[] {
    const session = openSessionOf(clientId, index)?.value;
    const cells = state.tabs.client.rows.get(clientId)?.normalized;
    if (session === undefined || cells === undefined) return [];
    // A last caller that is not written yet is newer than the cell.
    if (context.dirty.has(rowId({ kind: 'session', key: session.id }))) return [];
    return mergeLastCaller(clientId, cells, index, reportAt('client', clientId));
  }

  function removeRecord(kind: VisibleKind, key: string): void {
    touch([{ kind, key }]);
    // A number in use gets its row back: it is still rented and receives calls.
    const number = key as E164;
    const isInUse = kind === 'number' && (index.holderOf(number) !== undefined || hasPairedSessions(number, index));
    if (!isInUse) index.remove({ kind, key });
  }

  /** Rows that were missing twice in a row count as deleted: a cut row may be about to be pasted. */
  function deletedRows(kind: VisibleKind): string[] {
    const tab = state.tabs[kind];
    const deleted: string[] = [];
    for (const [key, mirrored] of [...tab.rows]) {
      const mark = rowId({ kind, key });
      if (readings[kind].rows.has(key)) context.missing.delete(mark);
      else if (!context.missing.has(mark)) {
        context.missing.add(mark);
        mirrored.isMissing = true;
      } else {
        context.missing.delete(mark);
        tab.rows.delete(key);
        deleted.push(key);
      }
    }
    return deleted;
  }
}

function pick(cells: Cells, columns: readonly string[]): Cells {
  return Object.fromEntries(columns.map((column) => [column, cells[column] ?? '']));
}
