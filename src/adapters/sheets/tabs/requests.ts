import type { SheetRequest } from '../google/spreadsheet.js';
import type { Cells } from './cells.js';
import { cellsOf } from './layout.js';
import type { TabMirror } from './tab.js';

/** Writes cells of one row. Adjacent cells share a request. */
export function cellRequests(tab: TabMirror, row: number, cells: Cells): SheetRequest[] {
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

/** Inserts rather than appends, so that concurrent edits of users are not overwritten. */
export function insertRows(tab: TabMirror, rows: readonly { key: string; cells: Cells }[]): SheetRequest[] {
  const lines = rows.map(({ key, cells }) => {
    const values = Array.from({ length: tab.width() }, () => cell(''));
    for (const [column, text] of Object.entries(cells)) {
      if (tab.mayWrite(key, column)) values[tab.columnIndex(column)] = cell(text);
    }
    return { values };
  });
  return insertAt(tab, tab.end, tab.end > 1, lines);
}

export function insertAt(
  { sheetId, height }: { sheetId: number; height: number },
  start: number,
  isBelowData: boolean,
  rows: { values: ReturnType<typeof cell>[] }[],
): SheetRequest[] {
  return [
    {
      insertDimension: {
        range: { sheetId, dimension: 'ROWS', startIndex: start, endIndex: start + rows.length },
        // Inherit the format of the row above unless it is the header; at the end of the grid the API requires it.
        inheritFromBefore: isBelowData || start >= height,
      },
    },
    ...chunksOf(rows).map((chunk, index) => ({
      updateCells: {
        start: { sheetId, rowIndex: start + index * CHUNK, columnIndex: 0 },
        rows: chunk,
        fields: 'userEnteredValue',
      },
    })),
  ];
}

/** Rows per request: few enough to be serialized without delaying a call. */
const CHUNK = 25;

function chunksOf<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, index) =>
    rows.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

export function cell(text: string) {
  // An explicit string: Sheets does not turn it into a number, a date or a formula.
  return text === '' ? {} : { userEnteredValue: { stringValue: text } };
}

/** The cells of these rows in one column, as ranges; a single range if they are scattered. */
export function rangesOf(title: string, column: number, rows: readonly number[]): string[] {
  const sorted = [...new Set(rows)].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const row of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] >= row - 3) run[1] = row;
    else runs.push([row, row]);
  }
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return (runs.length > 50 ? [[first, last] as const] : runs).map(([from, to]) => cellsOf(title, column, from, to));
}
