import type { SheetRequest } from '../google/spreadsheet.js';
import { leftInErased, type Cells } from '../tabs/cells.js';
import { rowId } from '../tabs/records-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { cellRequests, insertRows, rangesOf, type NewRow } from '../tabs/tab-requests.js';
import type { TabMirror } from '../tabs/tab.js';
import { forEachYielding } from '../yielding.js';
import type { DesiredRow } from './desired-content.js';
import { WHOLE_ROW, type Include, type Place, type PlaceColumn } from './places.js';
import type { Update } from './verify-batch.js';

/** The changes of visible rows. */
export interface RowsPlan {
  readonly updates: readonly Update[];
  readonly inserts: ReadonlyMap<TabMirror, readonly NewRow[]>;
  readonly updateRequests: readonly SheetRequest[];
  readonly insertRequests: readonly SheetRequest[];
  /** Their requests are counted within the update requests, and within the insert requests. */
  readonly updatePlaces: readonly Place[];
  readonly insertPlaces: readonly Place[];
  /** The key cells of the updated rows. */
  readonly readBackRanges: readonly string[];
}

export async function planRows(
  desired: Iterable<DesiredRow>,
  { tabs }: Pick<SpreadsheetState, 'tabs'>,
  include: Include,
): Promise<RowsPlan> {
  const updates: Update[] = [];
  const updateRequests: SheetRequest[] = [];
  const updatePlaces: Place[] = [];
  const rowsUpdated = new Map<TabMirror, number[]>();
  const inserts = new Map<TabMirror, NewRow[]>();
  await forEachYielding(desired, ({ kind, key, cells }) => {
    const tab = tabs[kind];
    const mirrored = tab.rows.get(key);
    if (mirrored === undefined) {
      const isIncluded = cells !== undefined && include(newRowPart(tab, key), newRowText(cells));
      if (isIncluded) add(inserts, tab, { key, cells });
      return;
    }
    if (mirrored.isMissing === true) return;
    const wanted = cells ?? mirrored.others ?? clearedCells(tab);
    const isErasing = cells === undefined && mirrored.others === undefined;
    const changed = differences(tab, key, wanted, mirrored.normalized, (part, text) => include(part, text, isErasing));
    if (Object.keys(changed).length === 0 && !isErasing) return;
    const { row } = mirrored;
    const requests = cellRequests(tab, row, changed);
    updates.push({ kind, tab, key, row, cells: changed, erases: isErasing });
    updatePlaces.push(...cellPlaces({ tab, key, row }, changed, requests, updateRequests.length));
    updateRequests.push(...requests);
    add(rowsUpdated, tab, row);
  });
  return {
    ...{ updates, inserts, updateRequests, updatePlaces },
    ...planInserts(inserts),
    // Inserted rows need no verification: nothing can move between the insertion and the write to them.
    readBackRanges: [...rowsUpdated].flatMap(([tab, rows]) =>
      rangesOf(tab.layout.title, tab.columnIndex(tab.layout.keyColumn), rows),
    ),
  };
}

/** What is left of a row until its key is cleared. */
export function clearedCells({ layout }: TabMirror): Cells {
  const blank = Object.fromEntries(layout.columns.map((column) => [column, '']));
  return { ...blank, ...leftInErased(layout.kind) };
}

/** The content of a new row, to be compared with another one. */
export function newRowText(cells: Cells): string {
  return JSON.stringify(cells);
}

function newRowPart({ layout }: TabMirror, key: string) {
  return { id: rowId({ kind: layout.kind, key }), column: WHOLE_ROW };
}

/** The cells to be written. The key of a row is never changed. */
function differences(tab: TabMirror, key: string, desired: Cells, normalized: Cells, include: Include): Cells {
  const { kind, keyColumn } = tab.layout;
  const isWritten = ([column, text]: readonly [string, string]) =>
    column !== keyColumn &&
    text !== normalized[column] &&
    tab.mayWrite(key, column) &&
    include({ id: rowId({ kind, key }), column }, text);
  return Object.fromEntries(Object.entries(desired).filter(isWritten));
}

function cellPlaces(
  { tab, key, row }: { readonly tab: TabMirror; readonly key: string; readonly row: number },
  cells: Cells,
  requests: readonly SheetRequest[],
  firstRequest: number,
): readonly Place[] {
  const { kind, title } = tab.layout;
  return Object.entries(cells).map(([name, text]) => {
    const index = tab.columnIndex(name);
    const request = requests.findLastIndex(({ updateCells }) => (updateCells?.start?.columnIndex ?? 0) <= index);
    const part = { id: rowId({ kind, key }), column: name };
    return {
      ...{ part, isNew: false, sheetId: tab.sheetId, title, row, columns: [{ name, index, text }] },
      requests: [firstRequest + request],
    };
  });
}

function planInserts(
  inserts: ReadonlyMap<TabMirror, readonly NewRow[]>,
): Pick<RowsPlan, 'insertRequests' | 'insertPlaces'> {
  const insertRequests: SheetRequest[] = [];
  const insertPlaces: Place[] = [];
  for (const [tab, rows] of inserts) {
    const requests = insertRows(tab, rows);
    const first = insertRequests.length;
    for (const [position, { key, cells }] of rows.entries()) {
      const row = tab.end + position;
      const writing = requests.findLastIndex(({ updateCells }) => (updateCells?.start?.rowIndex ?? Infinity) <= row);
      insertPlaces.push({
        ...{ part: newRowPart(tab, key), isNew: true, sheetId: tab.sheetId, title: tab.layout.title, row },
        columns: newColumns(tab, key, cells),
        requests: [first, first + writing],
      });
    }
    insertRequests.push(...requests);
  }
  return { insertRequests, insertPlaces };
}

/** The key first: without it there would be no row. */
function newColumns(tab: TabMirror, key: string, cells: Cells): readonly PlaceColumn[] {
  const { keyColumn } = tab.layout;
  const others = Object.keys(cells).filter((name) => name !== keyColumn && tab.mayWrite(key, name));
  return [keyColumn, ...others].map((name) => ({ name, index: tab.columnIndex(name), text: cells[name] ?? '' }));
}

function add<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
