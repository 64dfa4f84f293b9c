import type { RecordId } from '../records/index.js';
import type { Cells } from './cells.js';
import type { Book } from './book.js';
import type { ReadBack, SheetRequest } from './google.js';
import { RECORDS_TAB, rowsOf, wholeTab, type VisibleKind } from './layout.js';
import { canonical, readKey } from './readings.js';
import { rowId } from './records-tab.js';
import { textOf, type TabMirror } from './tab.js';

/** What records should look like in the sheet: undefined where there should be nothing. */
export interface Images {
  readonly visible: ReadonlyMap<string, { kind: VisibleKind; key: string; cells: Cells | undefined }>;
  readonly hidden: ReadonlyMap<string, string | undefined>;
}

/** A row that was not where it was thought to be: somebody sorted, inserted or deleted rows at that moment. */
export interface Misplaced {
  readonly title: string;
  readonly row: number;
  readonly kind: VisibleKind | 'hidden';
  /** Whose row it was meant to be, and whose it is. */
  readonly meant: string;
  readonly met: string | undefined;
  readonly cells: Cells;
}

/** The requests that bring the sheet from what it is, as far as we know, to what it should be. */
export interface Plan {
  readonly requests: readonly SheetRequest[];
  readonly readBack: readonly string[];
  /** To be called once it is in the sheet: takes over what was written, and tells what went to the wrong row. */
  landed(seen: readonly ReadBack[]): readonly Misplaced[];
}

interface Update {
  readonly kind: VisibleKind;
  readonly tab: TabMirror;
  readonly key: string;
  readonly row: number;
  readonly cells: Cells;
  readonly erases: boolean;
}

export function planWrite({ visible, hidden }: Images, book: Book): Plan {
  const updates: Update[] = [];
  const inserts = new Map<TabMirror, { key: string; cells: Cells }[]>();
  for (const { kind, key, cells } of visible.values()) {
    const tab = book.tabs[kind];
    const mirrored = tab.rows.get(key);
    if (mirrored?.isLost === true) continue;
    if (mirrored !== undefined) {
      const wanted = cells ?? blankExceptKey(tab);
      const changed = differences(tab, key, wanted, mirrored.meaning);
      if (Object.keys(changed).length > 0 || cells === undefined) {
        updates.push({ kind, tab, key, row: mirrored.row, cells: changed, erases: cells === undefined });
      }
    } else if (cells !== undefined) {
      inserts.set(tab, [...(inserts.get(tab) ?? []), { key, cells }]);
    }
  }

  const records = planRecords(hidden, book);
  const requests = [
    ...updates.flatMap(({ tab, row, cells }) => cellRequests(tab, row, cells)),
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
  const touched = new Map<TabMirror, number[]>();
  for (const { tab, row } of updates) touched.set(tab, [...(touched.get(tab) ?? []), row]);
  for (const [tab, rows] of inserts) {
    touched.set(tab, [...(touched.get(tab) ?? []), ...rows.map((_, index) => tab.end + index)]);
  }
  const readBack = [
    ...[...touched].flatMap(([tab, rows]) => rangesOf(tab.layout.title, rows)),
    ...rangesOf(RECORDS_TAB, records.rows),
  ];
  const keysErased = [...book.erased];

  return {
    requests,
    readBack,
    landed(seen) {
      const at = indexReadBack(seen);
      const misplaced = updates.flatMap((update) => land(update, at, book));
      book.strays = book.strays.filter(({ row }) => row === undefined);
      for (const key of keysErased) book.erased.delete(key);
      for (const [tab, rows] of inserts) landInserts(tab, rows);
      return [...misplaced, ...records.landed(at)];
    },
  };
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

/** Neighbouring cells travel together. */
function cellRequests(tab: TabMirror, row: number, cells: Cells): SheetRequest[] {
  const places = Object.entries(cells)
    .map(([column, text]) => ({ index: tab.columnIndex(column), text }))
    .sort((a, b) => a.index - b.index);
  const runs: (typeof places)[] = [];
  for (const place of places) {
    const run = runs.at(-1);
    if (run?.at(-1)?.index === place.index - 1) run.push(place);
    else runs.push([place]);
  }
  return runs.map((run) => ({
    updateCells: {
      start: { sheetId: tab.sheetId, rowIndex: row, columnIndex: run[0]?.index ?? 0 },
      rows: [{ values: run.map(({ text }) => cell(text)) }],
      fields: 'userEnteredValue',
    },
  }));
}

/** By its content, not by its place: it is found wherever it is by now. */
function eraseKey(tab: TabMirror, key: string): SheetRequest {
  const column = tab.columnIndex(tab.layout.keyColumn);
  return {
    findReplace: {
      find: key,
      replacement: '',
      matchCase: true,
      matchEntireCell: true,
      range: { sheetId: tab.sheetId, startRowIndex: 1, startColumnIndex: column, endColumnIndex: column + 1 },
    },
  };
}

/** Inserted, not appended: nothing that people write at the same moment is overwritten. */
function insertRows(tab: TabMirror, rows: readonly { key: string; cells: Cells }[]): SheetRequest[] {
  const lines = rows.map(({ key, cells }) => {
    const values = Array.from({ length: tab.width() }, () => cell(''));
    for (const [column, text] of Object.entries(cells)) {
      if (tab.mayWrite(key, column)) values[tab.columnIndex(column)] = cell(text);
    }
    return { values };
  });
  return insertAt(tab, tab.end, tab.end > 1, lines);
}

function insertAt(
  { sheetId, height }: { sheetId: number; height: number },
  start: number,
  isBelowData: boolean,
  rows: { values: ReturnType<typeof cell>[] }[],
): SheetRequest[] {
  return [
    {
      insertDimension: {
        range: { sheetId, dimension: 'ROWS', startIndex: start, endIndex: start + rows.length },
        // The row above lends its format, unless it is the header; at the very end it has to.
        inheritFromBefore: isBelowData || start >= height,
      },
    },
    { updateCells: { start: { sheetId, rowIndex: start, columnIndex: 0 }, rows, fields: 'userEnteredValue' } },
  ];
}

function cell(text: string) {
  // A string stays a string: nothing becomes a number, a date or a formula.
  return text === '' ? {} : { userEnteredValue: { stringValue: text } };
}

/** Rows as ranges; all of the tab when they are scattered. */
function rangesOf(title: string, rows: readonly number[]): string[] {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const row of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] >= row - 3) run[1] = row;
    else runs.push([row, row]);
  }
  return runs.length > 50 ? [wholeTab(title)] : runs.map(([from, to]) => rowsOf(title, from, to));
}

type RowAt = (title: string, row: number) => readonly (string | number | boolean)[];

function indexReadBack(seen: readonly ReadBack[]): RowAt {
  const rows = new Map<string, readonly (string | number | boolean)[]>();
  for (const { title, start, rows: lines } of seen) {
    for (const [index, line] of lines.entries()) rows.set(`${title} ${(start + index).toString()}`, line);
  }
  return (title, row) => rows.get(`${title} ${row.toString()}`) ?? [];
}

function land({ kind, tab, key, row, cells, erases }: Update, at: RowAt, book: Book): Misplaced[] {
  const { title, keyColumn } = tab.layout;
  const text = textOf(at(title, row)[tab.columnIndex(keyColumn)]);
  const met = text === '' ? undefined : readKey(kind, text);
  if (met === key) {
    take(tab, key, cells);
    if (erases) {
      tab.rows.delete(key);
      if (kind === 'client') book.erased.add(key);
    }
    return [];
  }
  // It is the other one's row that now says what we wrote.
  if (met !== undefined) take(tab, met, cells);
  return [{ title, row, kind, meant: key, met, cells }];
}

function take(tab: TabMirror, key: string, cells: Cells): void {
  const mirrored = tab.rows.get(key);
  if (mirrored === undefined) return;
  mirrored.raw = { ...mirrored.raw, ...cells };
  mirrored.meaning = { ...mirrored.meaning, ...cells };
}

function landInserts(tab: TabMirror, rows: readonly { key: string; cells: Cells }[]): void {
  for (const { key, cells } of rows) {
    const written = Object.fromEntries(
      Object.entries(cells).map(([column, text]) => [column, tab.mayWrite(key, column) ? text : '']),
    );
    const meaning = Object.fromEntries(
      Object.entries(written).map(([column, text]) => [column, canonical(column, text)]),
    );
    tab.rows.set(key, { row: tab.end, raw: written, meaning });
    tab.end += 1;
    tab.height += 1;
  }
}

function planRecords(hidden: Images['hidden'], { records: tab }: Book) {
  const changed = [...hidden].filter(([id, json]) => tab.rows.get(id)?.json !== json);
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
    rows: [...updates.map(({ row }) => moved(row)), ...additions.map((_, index) => start + index)],
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

export function imagesOf(
  ids: Iterable<RecordId>,
  views: {
    rowsShowing: (id: RecordId) => readonly RecordId[];
    cells: (kind: VisibleKind, key: string) => Cells | undefined;
    json: (id: RecordId) => string | undefined;
  },
): Images {
  const visible = new Map<string, { kind: VisibleKind; key: string; cells: Cells | undefined }>();
  const hidden = new Map<string, string | undefined>();
  for (const id of ids) {
    hidden.set(rowId(id), views.json(id));
    for (const { kind, key } of views.rowsShowing(id)) {
      visible.set(rowId({ kind, key }), {
        kind: kind as VisibleKind,
        key,
        cells: views.cells(kind as VisibleKind, key),
      });
    }
  }
  return { visible, hidden };
}
