import type { RecordIndex } from '../../memory/index.js';
import type { Cells } from '../tabs/cells.js';
import type { VisibleKind } from '../tabs/layout.js';
import type { ReadRow, TabReading } from '../tabs/read-tab.js';
import { rowId } from '../tabs/records-tab.js';
import { desiredCells, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import type { MirroredRow, TabMirror } from '../tabs/tab.js';
import { COVERED } from '../tabs/unreadable.js';
import { forEachYielding } from '../yielding.js';

/** A row with changed cells. `cells`: its content, without cells that have a pending write of ours. */
export interface EditedRow {
  readonly key: string;
  readonly readRow: ReadRow;
  readonly changedColumns: readonly string[];
  readonly cells: Cells;
  /** Columns whose edit takes effect if it is still there in the next reading. */
  readonly later?: readonly string[];
}

export interface ChangedRows {
  /** Rows whose cells differ from those last read or written. */
  readonly changed: readonly (readonly [string, ReadRow])[];
  /** Keys of rows that are back: nothing was written to them while they were not found. */
  readonly returned: readonly string[];
}

/** Compares the rows with those last read or written. Updates the positions of all rows. */
export async function findChangedRows(
  kind: VisibleKind,
  reading: TabReading,
  { tabs, erased }: SpreadsheetState,
): Promise<ChangedRows> {
  const { layout, rows } = tabs[kind];
  const changed: [string, ReadRow][] = [];
  const returned: string[] = [];
  await forEachYielding(reading.rows, ([key, readRow]) => {
    const mirrored = rows.get(key);
    if (mirrored === undefined) {
      if (!erased.has(rowId({ kind, key }))) changed.push([key, readRow]);
      return;
    }
    if (mirrored.isHeld === true) returned.push(key);
    Object.assign(mirrored, { row: readRow.row, isMissing: false, isHeld: false });
    if (layout.columns.some((column) => hasChanged(column, readRow, mirrored))) changed.push([key, readRow]);
  });
  return { changed, returned };
}

/** A covered cell to which we have written is a blank one of ours. */
export function hasChanged(column: string, { cells }: ReadRow, mirrored: MirroredRow | undefined): boolean {
  const before = mirrored?.raw[column];
  return cells[column] !== before && !(cells[column] === COVERED && before === '');
}

export function editedRow(key: string, readRow: ReadRow, { layout, rows }: TabMirror, index: RecordIndex): EditedRow {
  const mirrored = rows.get(key);
  const changedColumns = layout.columns.filter((column) => hasChanged(column, readRow, mirrored));
  const desired = desiredCells(layout.kind, key, index);
  // A cell with a pending write of ours does not count as edited: the pending write wins. Nothing is written over a decision.
  const editedColumns = changedColumns.filter(
    (column) =>
      mirrored === undefined ||
      desired?.[column] === mirrored.normalized[column] ||
      mirrored.decided?.has(column) === true,
  );
  const edited = desired === undefined ? readRow.cells : { ...desired, ...pick(readRow.cells, editedColumns) };
  return { key, readRow, changedColumns, cells: { ...edited, [layout.keyColumn]: key } };
}

/**
 * Removes rows that were missing twice in a row from the known state: a row that is missing once may have been cut, to be
 * pasted elsewhere. A row that may be there under another key is not missing.
 * @returns the keys of these rows
 */
export function takeDeletedRows({ layout, rows }: TabMirror, reading: TabReading, missing: Set<string>): string[] {
  const deleted: string[] = [];
  for (const [key, mirrored] of [...rows]) {
    const id = rowId({ kind: layout.kind, key });
    if (reading.rows.has(key)) missing.delete(id);
    else if (reading.held.has(key)) {
      missing.delete(id);
      Object.assign(mirrored, { isMissing: true, isHeld: true });
    } else if (!missing.has(id)) {
      missing.add(id);
      mirrored.isMissing = true;
    } else {
      missing.delete(id);
      rows.delete(key);
      deleted.push(key);
    }
  }
  return deleted;
}

export function pick(cells: Cells, columns: readonly string[]): Cells {
  return Object.fromEntries(columns.map((column) => [column, cells[column] ?? '']));
}
