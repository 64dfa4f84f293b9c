import type { RecordId } from '../records/index.js';
import type { Cells } from './cells.js';
import type { Book } from './book.js';
import type { ReadBack, SheetRequest } from './google.js';
import { RECORDS_TAB, type VisibleKind } from './layout.js';
import {
  indexReadBack,
  landInserts,
  updatesFound,
  updatesMet,
  type Misplaced,
  type RowAt,
  type Update,
} from './landing.js';
import { inPortions } from './portions.js';
import { rowId } from './records-tab.js';
import { cell, cellRequests, eraseKey, insertAt, insertRows, rangesOf } from './requests.js';
import { textOf, type TabMirror } from './tab.js';

/** What records should look like in the sheet: undefined where there should be nothing. */
export interface Images {
  readonly visible: ReadonlyMap<string, { kind: VisibleKind; key: string; cells: Cells | undefined }>;
  readonly hidden: ReadonlyMap<string, string | undefined>;
}

/** The requests that bring the sheet from what it is, as far as we know, to what it should be. */
export interface Plan {
  readonly requests: readonly SheetRequest[];
  /** The keys in the rows that it changes, and the tabs that they are in. */
  readonly readBack: readonly string[];
  readonly tabs: readonly string[];
  /** To be called once it is in the sheet: takes over what was written, and tells what went to the wrong row. */
  landed(seen: readonly ReadBack[]): Promise<readonly Misplaced[]>;
  /** The same, when those tabs were only read some time after. */
  landedBefore(seen: readonly ReadBack[]): Promise<readonly Misplaced[]>;
}

export async function planWrite({ visible, hidden }: Images, book: Book): Promise<Plan> {
  const updates: Update[] = [];
  const updateRequests: SheetRequest[] = [];
  const rowsUpdated = new Map<TabMirror, number[]>();
  const inserts = new Map<TabMirror, { key: string; cells: Cells }[]>();
  await inPortions(visible.values(), ({ kind, key, cells }) => {
    const tab = book.tabs[kind];
    const mirrored = tab.rows.get(key);
    if (mirrored?.isLost === true) return;
    if (mirrored !== undefined) {
      const wanted = cells ?? blankExceptKey(tab);
      const changed = differences(tab, key, wanted, mirrored.meaning);
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

  const records = await planRecords(hidden, book);
  const requests = [
    ...updateRequests,
    ...book.strays.flatMap(({ kind, cells, row }) =>
      row === undefined
        ? []
        : cellRequests(
            book.tabs[kind],
            row,
            mapValues(cells, () => ''),
          ),
    ),
    ...[...book.erased].map((key) => eraseKey(book.tabs.client, key)),
    ...[...inserts].flatMap(([tab, rows]) => insertRows(tab, rows)),
    ...records.requests,
  ];
  // Rows that are inserted are made in the same step: nobody can have moved them.
  const readBack = [
    ...[...rowsUpdated].flatMap(([tab, rows]) =>
      rangesOf(tab.layout.title, tab.columnIndex(tab.layout.keyColumn), rows),
    ),
    ...rangesOf(RECORDS_TAB, 0, records.rows),
  ];
  const keysErased = [...book.erased];

  return {
    requests,
    readBack,
    tabs: [...[...rowsUpdated.keys()].map(({ layout }) => layout.title), RECORDS_TAB],
    landed: (seen) => takeOver(seen, updatesMet),
    landedBefore: (seen) => takeOver(seen, updatesFound),
  };

  async function takeOver(seen: readonly ReadBack[], judge: typeof updatesMet): Promise<readonly Misplaced[]> {
    const judgement = judge(seen, book);
    const misplaced: Misplaced[] = [];
    await inPortions(updates, (update) => void misplaced.push(...judgement(update)));
    book.strays = book.strays.filter(({ row }) => row === undefined);
    for (const key of keysErased) book.erased.delete(key);
    for (const [tab, rows] of inserts) landInserts(tab, rows);
    return [...misplaced, ...records.landed(indexReadBack(seen))];
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

function differences(tab: TabMirror, key: string, wanted: Cells, meaning: Cells): Cells {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([column, text]) => column !== tab.layout.keyColumn && text !== meaning[column] && tab.mayWrite(key, column),
    ),
  );
}

async function planRecords(hidden: Images['hidden'], { records: tab }: Book) {
  const changed: [string, string | undefined][] = [];
  await inPortions(hidden, ([id, json]) => {
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
  /** Where a row is once the deletions are done. */
  const deleted = deletions.map(({ row }) => row);
  const moved = (row: number) => row - deleted.filter((gone) => gone < row).length;
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
    rows: updates.map(({ row }) => moved(row)),
    landed(at: RowAt): Misplaced[] {
      const misplaced: Misplaced[] = updates.flatMap(({ id, row }) => {
        const met = textOf(at(RECORDS_TAB, moved(row))[0]);
        return met === id ? [] : [{ title: RECORDS_TAB, row, kind: 'hidden' as const, meant: id, met, cells: {} }];
      });
      for (const { id, json } of updates) Object.assign(tab.rows.get(id) ?? {}, { json });
      for (const { id } of deletions) tab.rows.delete(id);
      if (deleted.length > 0) for (const place of tab.rows.values()) place.row = moved(place.row);
      for (const [index, { id, json }] of additions.entries()) tab.rows.set(id, { row: start + index, json });
      tab.end = start + additions.length;
      tab.height += additions.length - deletions.length;
      return misplaced;
    },
  };
}

/** Looks at records one by one; one that is looked at again counts as it is then. */
export function createImages(views: {
  rowsShowing: (id: RecordId) => readonly RecordId[];
  cells: (kind: VisibleKind, key: string) => Cells | undefined;
  json: (id: RecordId) => string | undefined;
}): Images & { look(id: RecordId): void } {
  const visible = new Map<string, { kind: VisibleKind; key: string; cells: Cells | undefined }>();
  const hidden = new Map<string, string | undefined>();
  return {
    visible,
    hidden,
    look(id) {
      hidden.set(rowId(id), views.json(id));
      for (const { kind, key } of views.rowsShowing(id)) {
        visible.set(rowId({ kind, key }), {
          kind: kind as VisibleKind,
          key,
          cells: views.cells(kind as VisibleKind, key),
        });
      }
    },
  };
}
