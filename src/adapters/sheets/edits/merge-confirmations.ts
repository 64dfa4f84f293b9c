import { LAYOUTS } from '../tabs/layout.js';
import { normalizedCells } from '../tabs/parse-cells.js';
import type { ReadRow } from '../tabs/read-tab.js';
import { recordId } from '../tabs/records-tab.js';
import { desiredCells } from '../tabs/spreadsheet-state.js';
import type { CellFault, TabReading } from '../tabs/read-tab.js';
import { hasChanged, pick, takeDeletedRows, type ChangedRows } from './edited-rows.js';
import type { Merge } from './merge-edits.js';
import { isRequest, readTypedRows } from './typed-rows.js';

const { title, keyColumn, columns } = LAYOUTS.confirmation;
const IGNORED = 'is not read: the row shows a confirmation, and is put back';

/**
 * Rows of confirmations only show them: what people change is put back, and a row that they have deleted is written again. Rows of no
 * confirmation are somebody else's, and are left alone, unless they ask for one.
 * @returns the keys of rows that may differ from what they should contain
 */
export function mergeConfirmations(merge: Merge, { changed, returned }: ChangedRows): readonly string[] {
  const { state, index, readings, missing, typed, faults, context } = merge;
  const reading = readings.confirmation;
  if (reading.isUnread === true) return [];
  const shown = changed.filter(([key, readRow]) => mergeShownRow(merge, key, readRow)).map(([key]) => key);
  const pasted = [...missing].map(recordId).filter(({ kind, key }) => kind === 'confirmation' && reading.rows.has(key));
  const gone = pasted.filter(({ key }) => index.get('confirmation', key) === undefined).map(({ key }) => key);
  const deleted = takeDeletedRows(state.tabs.confirmation, reading, missing);
  // Only the instance that writes may answer, and it reads the rows twice.
  const rows = { byKey: reading.rows, keyless: reading.keyless };
  const refused = readTypedRows({ state, index, typed, defaultCountry: context.defaultCountry }, rows, context.now);
  faults.push(...refused.faults);
  return [...shown, ...returned, ...gone, ...deleted, ...refused.keys];
}

/** @returns whether it is the row of a record */
function mergeShownRow(merge: Merge, key: string, readRow: ReadRow): boolean {
  const { state, index, faults, context } = merge;
  const { rows } = state.tabs.confirmation;
  const mirrored = rows.get(key);
  const { row, cells: raw } = readRow;
  const normalized = normalizedCells(raw);
  const desired = desiredCells('confirmation', key, index);
  if (desired === undefined) {
    // The row of a record that was forgotten is still to be cleared.
    const isOthers = mirrored === undefined || mirrored.others !== undefined;
    rows.set(key, { row, raw, normalized, others: isOthers ? normalized : undefined });
    return !isOthers;
  }
  const changed = columns.filter((column) => hasChanged(column, readRow, mirrored));
  rows.set(key, { row, raw, normalized: { ...mirrored?.normalized, ...pick(normalized, changed) } });
  const isEdited = (column: string) =>
    column !== keyColumn && desired[column] === mirrored?.normalized[column] && desired[column] !== normalized[column];
  // After a crash, a row may be older than its record: nobody has edited it.
  const edited = context.isLoading ? [] : changed.filter(isEdited);
  faults.push(...edited.map((column) => ({ title, row: row + 1, column, problem: IGNORED, key })));
  return true;
}

/** What is wrong with the rows as they were read. A row without an id is not, if it asks for a confirmation. */
export function faultsOfReading({ faults, keyless }: TabReading, now: number): readonly CellFault[] {
  const requests = new Set(keyless.filter((readRow) => isRequest(readRow, now)).map(({ row }) => row + 1));
  return requests.size === 0 ? faults : faults.filter(({ row }) => !requests.has(row));
}
