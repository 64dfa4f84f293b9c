import { insertTexts, writeTexts } from '../google/requests.js';
import type { SheetRequest } from '../google/spreadsheet.js';
import { textOf } from '../tabs/cells.js';
import { RECORDS_TAB } from '../tabs/layout.js';
import type { RecordsTab } from '../tabs/records-tab.js';
import { forEachYielding } from '../yielding.js';
import { RECORD, type Include, type Place } from './places.js';
import type { MisplacedUpdate, RowAt } from './verify-batch.js';

/** The changes of the hidden tab of records. */
export interface RecordsPlan {
  readonly requests: readonly SheetRequest[];
  /** Their requests are counted within these. */
  readonly places: readonly Place[];
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
  include: Include,
): Promise<RecordsPlan> {
  const changes = await findChanges(desired, tab, include);
  const { updates, deletions, additions } = changes;
  const { sheetId } = tab;
  const rowAfterDeletions = (row: number) => row - deletions.filter((deleted) => deleted.row < row).length;
  const start = tab.end - deletions.length;
  const grid = { sheetId, height: tab.height - deletions.length };
  const added = additions.map(({ id, json }) => [id, json]);
  const insertRequests = added.length === 0 ? [] : insertTexts(grid, start, start > 0, added);

  return {
    requests: [
      ...updates.map(({ row, json }) => writeTexts(sheetId, row, 1, [[json]])),
      ...deletions.map(({ row }) => ({
        deleteDimension: { range: { sheetId, dimension: 'ROWS', startIndex: row, endIndex: row + 1 } },
      })),
      ...insertRequests,
    ],
    places: placesOf(changes, { sheetId, start }, insertRequests),
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

function placesOf(
  { updates, deletions, additions }: Changes,
  { sheetId, start }: { readonly sheetId: number; readonly start: number },
  insertRequests: readonly SheetRequest[],
): readonly Place[] {
  const place = (id: string, row: number, text: string, requests: readonly number[], isNew = false): Place => ({
    ...{ part: { id, column: RECORD }, isNew, sheetId, title: RECORDS_TAB, row, requests },
    columns: [{ name: 'B', index: 1, text }],
  });
  const inserting = updates.length + deletions.length;
  return [
    ...updates.map(({ id, row, json }, position) => place(id, row, json, [position])),
    ...deletions.map(({ id, row }, position) => place(id, row, '', [updates.length + position])),
    ...additions.map(({ id, json }, position) => {
      const row = start + position;
      const writing = insertRequests.findLastIndex(
        ({ updateCells }) => (updateCells?.start?.rowIndex ?? Infinity) <= row,
      );
      return place(id, row, json, [inserting, inserting + writing], true);
    }),
  ];
}

async function findChanges(
  desired: ReadonlyMap<string, string | undefined>,
  { rows }: RecordsTab,
  include: Include,
): Promise<Changes> {
  const updates: Changes['updates'][number][] = [];
  const deletions: Changes['deletions'][number][] = [];
  const additions: Changes['additions'][number][] = [];
  await forEachYielding(desired, ([id, json]) => {
    const known = rows.get(id);
    if (json === known?.json || !include({ id, column: RECORD }, json ?? '')) return;
    if (known === undefined) {
      if (json !== undefined) additions.push({ id, json });
    } else if (json === undefined) deletions.push({ id, row: known.row });
    else updates.push({ id, json, row: known.row });
  });
  // From the end, so that a deletion does not move the rows of the next ones.
  deletions.sort((a, b) => b.row - a.row);
  return { updates, deletions, additions };
}
