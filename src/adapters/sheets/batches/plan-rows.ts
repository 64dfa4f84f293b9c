import type { SheetRequest } from '../google/spreadsheet.js';
import { leftInErased, type Cells } from '../tabs/cells.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { cellRequests, insertRows, rangesOf, type NewRow } from '../tabs/tab-requests.js';
import type { TabMirror } from '../tabs/tab.js';
import { forEachYielding } from '../yielding.js';
import type { DesiredRow } from './desired-content.js';
import type { Update } from './verify-batch.js';

/** The changes of visible rows. */
export interface RowsPlan {
  readonly updates: readonly Update[];
  readonly inserts: ReadonlyMap<TabMirror, readonly NewRow[]>;
  readonly updateRequests: readonly SheetRequest[];
  readonly insertRequests: readonly SheetRequest[];
  /** The key cells of the updated rows, and their tabs. */
  readonly readBackRanges: readonly string[];
  readonly titles: readonly string[];
}

export async function planRows(
  desired: Iterable<DesiredRow>,
  { tabs }: Pick<SpreadsheetState, 'tabs'>,
): Promise<RowsPlan> {
  const updates: Update[] = [];
  const updateRequests: SheetRequest[] = [];
  const rowsUpdated = new Map<TabMirror, number[]>();
  const inserts = new Map<TabMirror, NewRow[]>();
  await forEachYielding(desired, ({ kind, key, cells }) => {
    const tab = tabs[kind];
    const mirrored = tab.rows.get(key);
    if (mirrored === undefined) {
      if (cells !== undefined) add(inserts, tab, { key, cells });
      return;
    }
    if (mirrored.isMissing === true) return;
    const changed = differences(tab, key, cells ?? { ...blankCells(tab), ...leftInErased(kind) }, mirrored.normalized);
    if (Object.keys(changed).length === 0 && cells !== undefined) return;
    const { row } = mirrored;
    updates.push({ kind, tab, key, row, cells: changed, erases: cells === undefined });
    updateRequests.push(...cellRequests(tab, row, changed));
    add(rowsUpdated, tab, row);
  });
  return {
    updates,
    inserts,
    updateRequests,
    insertRequests: [...inserts].flatMap(([tab, rows]) => insertRows(tab, rows)),
    // Inserted rows need no verification: nothing can move between the insertion and the write to them.
    readBackRanges: [...rowsUpdated].flatMap(([tab, rows]) =>
      rangesOf(tab.layout.title, tab.columnIndex(tab.layout.keyColumn), rows),
    ),
    titles: [...rowsUpdated.keys()].map(({ layout }) => layout.title),
  };
}

/** The cells to be written. The key of a row is never changed. */
function differences(tab: TabMirror, key: string, desired: Cells, normalized: Cells): Cells {
  return Object.fromEntries(
    Object.entries(desired).filter(
      ([column, text]) => column !== tab.layout.keyColumn && text !== normalized[column] && tab.mayWrite(key, column),
    ),
  );
}

function blankCells({ layout }: TabMirror): Cells {
  return Object.fromEntries(layout.columns.map((column) => [column, '']));
}

function add<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
