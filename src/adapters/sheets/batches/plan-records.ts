import { insertTexts, writeTexts } from '../google/requests.js';
import type { SheetRequest } from '../google/spreadsheet.js';
import { textOf } from '../tabs/cells.js';
import { RECORDS_TAB } from '../tabs/layout.js';
import type { RecordsTab } from '../tabs/records-tab.js';
import { forEachYielding } from '../yielding.js';
import type { MisplacedUpdate, RowAt } from './verify-batch.js';

/** The changes of the hidden tab of records. */
export interface RecordsPlan {
  readonly requests: readonly SheetRequest[];
  /** The rows that it updates, at their positions after the write. */
  readonly rows: readonly number[];
  /** After a successful write: verifies it, and updates the known state. */
  confirm(at: RowAt): MisplacedUpdate[];
}

/** What changes, at the positions before the write. Additions go to the end. */
interface Changes {
  readonly updates: readonly { readonly id: string; readonly json: string; readonly row: number }[];
  readonly deletions: readonly { readonly id: string; readonly row: number }[];
  readonly additions: readonly { readonly id: string; readonly json: string }[];
}

/** @param desired the JSON of each record; undefined for a row that should not exist */
export async function planRecords(
  desired: ReadonlyMap<string, string | undefined>,
  tab: RecordsTab,
): Promise<RecordsPlan> {
  const { updates, deletions, additions } = await findChanges(desired, tab);
  const { sheetId } = tab;
  const rowAfterDeletions = (row: number) => row - deletions.filter((deleted) => deleted.row < row).length;
  const start = tab.end - deletions.length;
  const grid = { sheetId, height: tab.height - deletions.length };
  const added = additions.map(({ id, json }) => [id, json]);

  return {
    requests: [
      ...updates.map(({ row, json }) => writeTexts(sheetId, row, 1, [[json]])),
      ...deletions.map(({ row }) => ({
        deleteDimension: { range: { sheetId, dimension: 'ROWS', startIndex: row, endIndex: row + 1 } },
      })),
      ...(added.length === 0 ? [] : insertTexts(grid, start, start > 0, added)),
    ],
    rows: updates.map(({ row }) => rowAfterDeletions(row)),
    confirm(at) {
      const misplaced = updates.flatMap(({ id, row }): MisplacedUpdate[] => {
        const actualKey = textOf(at(RECORDS_TAB, rowAfterDeletions(row))[0]);
        if (actualKey === id) return [];
        return [{ title: RECORDS_TAB, row, kind: 'hidden', intendedKey: id, actualKey, cells: {} }];
      });
      for (const { id, json } of updates) Object.assign(tab.rows.get(id) ?? {}, { json });
      for (const { id } of deletions) tab.rows.delete(id);
      if (deletions.length > 0) for (const known of tab.rows.values()) known.row = rowAfterDeletions(known.row);
      for (const [index, { id, json }] of additions.entries()) tab.rows.set(id, { row: start + index, json });
      tab.end = start + additions.length;
      tab.height += additions.length - deletions.length;
      return misplaced;
    },
  };
}

async function findChanges(desired: ReadonlyMap<string, string | undefined>, { rows }: RecordsTab): Promise<Changes> {
  const updates: Changes['updates'][number][] = [];
  const deletions: Changes['deletions'][number][] = [];
  const additions: Changes['additions'][number][] = [];
  await forEachYielding(desired, ([id, json]) => {
    const known = rows.get(id);
    if (known === undefined) {
      if (json !== undefined) additions.push({ id, json });
    } else if (json === undefined) deletions.push({ id, row: known.row });
    else if (json !== known.json) updates.push({ id, json, row: known.row });
  });
  // From the end, so that a deletion does not move the rows of the next ones.
  deletions.sort((a, b) => b.row - a.row);
  return { updates, deletions, additions };
}
