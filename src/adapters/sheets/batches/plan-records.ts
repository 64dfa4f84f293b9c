import type { SheetRequest } from '../google/spreadsheet.js';
import { RECORDS_TAB } from '../tabs/layout.js';
import type { RecordsTab } from '../tabs/records-tab.js';
import { cell, insertAt } from '../tabs/requests.js';
import { textOf } from '../tabs/tab.js';
import { forEachYielding } from '../yielding.js';
import type { MisplacedUpdate, RowAt } from './verify-batch.js';

export interface RecordsPlan {
  readonly requests: readonly SheetRequest[];
  /** The rows that it changes, as they are after it. */
  readonly rows: readonly number[];
  /** After a successful write: verifies it, and updates the known state. */
  confirm(at: RowAt): MisplacedUpdate[];
}

/** The requests that bring the hidden tab to the desired JSON of each record; undefined for a row that should not exist. */
export async function planRecords(
  hidden: ReadonlyMap<string, string | undefined>,
  tab: RecordsTab,
): Promise<RecordsPlan> {
  const changed: [string, string | undefined][] = [];
  await forEachYielding(hidden, ([id, json]) => {
    if (tab.rows.get(id)?.json !== json) changed.push([id, json]);
  });
  const updates = changed.flatMap(([id, json]) => {
    const row = tab.rows.get(id)?.row;
    return json === undefined || row === undefined ? [] : [{ id, json, row }];
  });
  const deletions = changed
    .flatMap(([id, json]) => (json === undefined ? [{ id, row: tab.rows.get(id)?.row ?? 0 }] : []))
    .sort((a, b) => b.row - a.row);
  const additions = changed.flatMap(([id, json]) => (json === undefined || tab.rows.has(id) ? [] : [{ id, json }]));
  const { sheetId } = tab;
  const deleted = deletions.map(({ row }) => row);
  const rowAfterDeletions = (row: number) => row - deleted.filter((gone) => gone < row).length;
  const start = tab.end - deletions.length;

  const requests: SheetRequest[] = [
    ...updates.map(({ row, json }) => ({
      updateCells: {
        start: { sheetId, rowIndex: row, columnIndex: 1 },
        rows: [{ values: [cell(json)] }],
        fields: 'userEnteredValue',
      },
    })),
    ...deletions.map(({ row }) => ({
      deleteDimension: { range: { sheetId, dimension: 'ROWS', startIndex: row, endIndex: row + 1 } },
    })),
    ...(additions.length === 0
      ? []
      : insertAt(
          { sheetId, height: tab.height - deletions.length },
          start,
          start > 0,
          additions.map(({ id, json }) => ({ values: [cell(id), cell(json)] })),
        )),
  ];
  return {
    requests,
    rows: updates.map(({ row }) => rowAfterDeletions(row)),
    confirm(at: RowAt): MisplacedUpdate[] {
      const misplaced: MisplacedUpdate[] = updates.flatMap(({ id, row }) => {
        const actualKey = textOf(at(RECORDS_TAB, rowAfterDeletions(row))[0]);
        return actualKey === id
          ? []
          : [{ title: RECORDS_TAB, row, kind: 'hidden' as const, intendedKey: id, actualKey, cells: {} }];
      });
      for (const { id, json } of updates) Object.assign(tab.rows.get(id) ?? {}, { json });
      for (const { id } of deletions) tab.rows.delete(id);
      if (deleted.length > 0) for (const place of tab.rows.values()) place.row = rowAfterDeletions(place.row);
      for (const [index, { id, json }] of additions.entries()) tab.rows.set(id, { row: start + index, json });
      tab.end = start + additions.length;
      tab.height += additions.length - deletions.length;
      return misplaced;
    },
  };
}
