import type { E164 } from '../../../domain/model/phone-number.js';
import type { RecordId } from '../../../domain/model/records.js';
import type { Cells } from '../tabs/cells.js';
import type { InputKind } from '../tabs/layout.js';
import { normalizedCells, type ReportFault } from '../tabs/parse-cells.js';
import { desiredCells } from '../tabs/spreadsheet-state.js';
import { COVERED, isUnreadable, looksBlank, unreadableProblem } from '../tabs/unreadable.js';
import { pick, type EditedRow } from './edited-rows.js';
import type { Merge } from './merge-edits.js';
import { mergeClient, mergeNumber, mergeOrder, type MergedRow } from './merge-row.js';

/** Columns whose cells are judged by their content: an unreadable one must not look blank to them. */
const JUDGED = new Set(['status', 'client_real_phone', 'client_id']);

/** What the merging of a row has changed: how many records, and those whose rows may differ from the desired cells. */
interface MergedChanges {
  readonly changes: number;
  readonly touched: readonly RecordId[];
}

/** Merges one row, and updates what is known of it. */
export function mergeEditedRow(merge: Merge, kind: InputKind, edited: EditedRow, report: ReportFault): MergedChanges {
  const { key, readRow, changedColumns } = edited;
  const invalidColumns = new Set<string>();
  const reportOnce: ReportFault = (column, problem, finding) => {
    if (!invalidColumns.has(column)) report(column, problem, finding);
    invalidColumns.add(column);
  };
  const cells = withKnown(edited, desiredCells(kind, key, merge.index), reportOnce);
  const merged = mergeRecord(merge, kind, { ...edited, cells }, reportOnce);
  if (!merged.isValid) return { changes: 0, touched: [] };
  for (const column of [...(merged.kept ?? []), ...(edited.later ?? [])]) invalidColumns.add(column);
  const { rows } = merge.state.tabs[kind];
  const changedCells = normalizedCells(pick(readRow.cells, changedColumns));
  // Invalid cells are not overwritten, so that users can correct them. They count as changed the next time too: the
  // record that they contradict may be gone by then.
  const invalidCells = pick(desiredCells(kind, key, merge.index) ?? {}, [...invalidColumns]);
  const normalized = { ...rows.get(key)?.normalized, ...changedCells, ...invalidCells };
  const raw = Object.fromEntries(Object.entries(readRow.cells).filter(([column]) => !invalidColumns.has(column)));
  rows.set(key, { row: readRow.row, raw, normalized, decided: merged.decided });
  const isTouched = changedColumns.some((column) => !invalidColumns.has(column));
  return {
    changes: merged.touched.length,
    touched: [...(isTouched ? [{ kind, key }] : []), ...merged.touched],
  };
}

/** In place of cells that cannot be read: what is known, or nothing. */
function withKnown({ readRow, cells }: EditedRow, known: Cells | undefined, report: ReportFault): Cells {
  const unreadable = Object.entries(readRow.cells).filter(([, text]) => isUnreadable(text));
  if (unreadable.length === 0) return cells;
  const replaced = unreadable.map(([column, text]) => {
    const before = known?.[column];
    if (looksBlank(text) && (before ?? '') === '') return [column, ''] as const;
    // What is known is written to a covered cell, which parks it, and is there once the cells are apart.
    if (text !== COVERED) report(column, unreadableProblem(text));
    return [column, before ?? (JUDGED.has(column) ? text : '')] as const;
  });
  return { ...cells, ...Object.fromEntries(replaced) };
}

function mergeRecord(
  { index, context, clientsBefore, numberFault }: Merge,
  kind: InputKind,
  { key, cells }: EditedRow,
  report: ReportFault,
): MergedRow {
  switch (kind) {
    case 'client':
      return mergeClient(key, cells, clientsBefore.get(key), index, { ...context, numberFault }, report);
    case 'number':
      return mergeNumber(key as E164, cells, index, context, report);
    case 'order':
      return mergeOrder(key, cells, index, context, report);
  }
}
