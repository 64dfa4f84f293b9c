import type { RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import type { ReadBack, SheetRequest } from '../google/spreadsheet.js';
import type { Cells } from '../tabs/cells.js';
import { RECORDS_TAB, type VisibleKind } from '../tabs/layout.js';
import { rowId } from '../tabs/records-tab.js';
import { cellRequests, eraseKey, insertRows, rangesOf } from '../tabs/requests.js';
import { desiredCells, desiredJson, rowsShowing, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import type { TabMirror } from '../tabs/tab.js';
import { forEachYielding } from '../yielding.js';
import { planRecords } from './plan-records.js';
import {
  indexReadBack,
  applyInserts,
  verifyByContent,
  verifyByRow,
  type MisplacedUpdate,
  type Update,
} from './verify-batch.js';

/** The cells and JSON that records should have in the sheet; undefined for a row that should not exist. */
export interface DesiredContent {
  readonly visible: ReadonlyMap<string, { kind: VisibleKind; key: string; cells: Cells | undefined }>;
  readonly hidden: ReadonlyMap<string, string | undefined>;
}

/** The requests that bring the sheet from its last known state to the desired content. */
export interface Plan {
  readonly requests: readonly SheetRequest[];
  /** The key cells of the rows that it changes, and their tabs. */
  readonly readBackRanges: readonly string[];
  readonly tabs: readonly string[];
  /** After a successful write: verifies it against the rows read in the same step, and updates the known state. */
  confirm(readBack: readonly ReadBack[]): Promise<readonly MisplacedUpdate[]>;
  /** The same, against whole tabs that were read some time after the write. */
  confirmLater(readBack: readonly ReadBack[]): Promise<readonly MisplacedUpdate[]>;
}

export async function planWrite({ visible, hidden }: DesiredContent, state: SpreadsheetState): Promise<Plan> {
  const updates: Update[] = [];
  const updateRequests: SheetRequest[] = [];
  const rowsUpdated = new Map<TabMirror, number[]>();
  const inserts = new Map<TabMirror, { key: string; cells: Cells }[]>();
  await forEachYielding(visible.values(), ({ kind, key, cells }) => {
    const tab = state.tabs[kind];
    const mirrored = tab.rows.get(key);
    if (mirrored?.isMissing === true) return;
    if (mirrored !== undefined) {
      const desiredRow = cells ?? blankExceptKey(tab);
      const changed = differences(tab, key, desiredRow, mirrored.normalized);
      if (Object.keys(changed).length > 0 || cells === undefined) {
        const { row } = mirrored;
        updates.push({ kind, tab, key, row, cells: changed, erases: cells === undefined });
        updateRequests.push(...cellRequests(tab, row, changed));
        add(rowsUpdated, tab, row);
      }
    } else if (cells !== undefined) {
      add(inserts, tab, { key, cells });
    }
  });

  const records = await planRecords(hidden, state.records);
  const requests = [
    ...updateRequests,
    ...state.orphanCells.flatMap(({ kind, cells, row }) =>
      row === undefined
        ? []
        : cellRequests(
            state.tabs[kind],
            row,
            mapValues(cells, () => ''),
          ),
    ),
    ...[...state.erased].map((key) => eraseKey(state.tabs.client, key)),
    ...[...inserts].flatMap(([tab, rows]) => insertRows(tab, rows)),
    ...records.requests,
  ];
  // Inserted rows need no verification: nothing can move between the insertion and the write to them.
  const readBackRanges = [
    ...[...rowsUpdated].flatMap(([tab, rows]) =>
      rangesOf(tab.layout.title, tab.columnIndex(tab.layout.keyColumn), rows),
    ),
    ...rangesOf(RECORDS_TAB, 0, records.rows),
  ];
  const keysErased = [...state.erased];

  return {
    requests,
    readBackRanges,
    tabs: [...[...rowsUpdated.keys()].map(({ layout }) => layout.title), RECORDS_TAB],
    confirm: (readBack) => confirmBatch(readBack, verifyByRow),
    confirmLater: (readBack) => confirmBatch(readBack, verifyByContent),
  };

  async function confirmBatch(
    readBack: readonly ReadBack[],
    createVerifier: typeof verifyByRow,
  ): Promise<readonly MisplacedUpdate[]> {
    const verify = createVerifier(readBack, state);
    const misplaced: MisplacedUpdate[] = [];
    await forEachYielding(updates, (update) => void misplaced.push(...verify(update)));
    state.orphanCells = state.orphanCells.filter(({ row }) => row === undefined);
    for (const key of keysErased) state.erased.delete(key);
    for (const [tab, rows] of inserts) applyInserts(tab, rows);
    return [...misplaced, ...records.confirm(indexReadBack(readBack))];
  }
}

function add<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function mapValues(cells: Cells, change: (text: string) => string): Cells {
  return Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, change(text)]));
}

function blankExceptKey({ layout }: TabMirror): Cells {
  return Object.fromEntries(
    layout.columns.filter((column) => column !== layout.keyColumn).map((column) => [column, '']),
  );
}

function differences(tab: TabMirror, key: string, desiredRow: Cells, normalized: Cells): Cells {
  return Object.fromEntries(
    Object.entries(desiredRow).filter(
      ([column, text]) => column !== tab.layout.keyColumn && text !== normalized[column] && tab.mayWrite(key, column),
    ),
  );
}

/** Collects the desired content of records one by one. Adding a record again replaces its content. */
export function createDesiredContent(index: RecordIndex): DesiredContent & { add(id: RecordId): void } {
  const visible = new Map<string, { kind: VisibleKind; key: string; cells: Cells | undefined }>();
  const hidden = new Map<string, string | undefined>();
  return {
    visible,
    hidden,
    add(id) {
      hidden.set(rowId(id), desiredJson(id, index));
      for (const row of rowsShowing(id, index)) {
        visible.set(rowId(row), { ...row, cells: desiredCells(row.kind, row.key, index) });
      }
    },
  };
}
