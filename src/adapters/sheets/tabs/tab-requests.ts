import { insertTexts, writeTexts } from '../google/requests.js';
import type { SheetRequest } from '../google/spreadsheet.js';
import type { Cells } from './cells.js';
import { columnRange } from './layout.js';
import type { TabMirror } from './tab.js';

/** Writes cells of one row. Adjacent cells share a request. */
export function cellRequests(tab: TabMirror, row: number, cells: Cells): SheetRequest[] {
  const sorted = Object.entries(cells)
    .map(([column, text]) => ({ index: tab.columnIndex(column), text }))
    .sort((a, b) => a.index - b.index);
  const runs: (typeof sorted)[] = [];
  for (const cell of sorted) {
    const run = runs.at(-1);
    if (run?.at(-1)?.index === cell.index - 1) run.push(cell);
    else runs.push([cell]);
  }
  return runs.map((run) => writeTexts(tab.sheetId, row, run[0]?.index ?? 0, [run.map(({ text }) => text)]));
}

/** Clears a key by its content, not its position, because the row may have moved. */
export function eraseKey(tab: TabMirror, key: string): SheetRequest {
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

/** A row that a record does not have yet. */
export interface NewRow {
  readonly key: string;
  readonly cells: Cells;
}

/** Inserts rather than appends, so that concurrent edits of users are not overwritten. */
export function insertRows(tab: TabMirror, rows: readonly NewRow[]): SheetRequest[] {
  const lines = rows.map(({ key, cells }) => {
    const texts = Array.from({ length: tab.width() }, () => '');
    for (const [column, text] of Object.entries(cells)) {
      if (tab.mayWrite(key, column)) texts[tab.columnIndex(column)] = text;
    }
    return texts;
  });
  return insertTexts(tab, tab.end, tab.end > 1, lines);
}

/** The cells of these rows in one column, as ranges. A single range if the rows are scattered. */
export function rangesOf(title: string, column: number, rows: readonly number[]): string[] {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const row of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] >= row - 3) run[1] = row;
    else runs.push([row, row]);
  }
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return (runs.length > 50 ? [[first, last] as const] : runs).map(([from, to]) => columnRange(title, column, from, to));
}
