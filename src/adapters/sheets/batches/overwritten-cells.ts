import type { Rows } from '../google/spreadsheet.js';
import type { Content } from './former-cells.js';
import { shows, textAt, type WrittenRow } from './written-rows.js';

// Which cells a batch has overwritten is told by their content: where the columns were when it was carried out may be known to nobody.

/** A row and a column, counted from 0. */
export type Position = readonly [row: number, column: number];

/** A tab as it is now, and what was written to it. */
export interface View {
  readonly lines: Rows;
  /** Of the longest row. */
  readonly width: number;
  readonly indexes: ReadonlyMap<string, number>;
  readonly nameAt: ReadonlyMap<number, string>;
  /** -1 if the column of keys is gone. */
  readonly keyIndex: number;
  readonly rows: readonly WrittenRow[];
  readonly rowOf: (key: string) => number | undefined;
  /** What a cell should contain. */
  readonly wanted: (row: number, column: number) => Content;
}

/** The cells that may have been overwritten: where something was written, and where the same is now. */
export function overwrittenCells(view: View): readonly Position[] {
  const { lines, rows } = view;
  return rows.flatMap((written) => {
    const same = written.cells.filter((cell) => shows(lines, written.row, cell));
    return [...same.map(({ column }): Position => [written.row, column]), ...likeWritten(view, written)];
  });
}

/** The cells in which something is to be written. */
export function intendedCells(
  { indexes, rowOf }: View,
  intended: ReadonlyMap<string, WrittenRow['intended']>,
): readonly Position[] {
  return [...intended].flatMap(([key, texts]) => {
    const row = rowOf(key);
    return row === undefined ? [] : [...texts.keys()].map((name): Position => [row, indexes.get(name) ?? 0]);
  });
}

/** Keys are cleared wherever they are in their column. If that was another column, something else had that text. */
export function clearedCells(
  { lines, width, keyIndex, wanted }: View,
  erasedKeys: readonly string[],
): readonly Position[] {
  if (erasedKeys.length === 0) return [];
  return lines.flatMap((_, row) => {
    const blank = Array.from({ length: row === 0 ? 0 : width }, (_, column) => column).filter(
      (column) => column !== keyIndex && textAt(lines, row, column) === '',
    );
    return blank.flatMap((column): Position[] => {
      const { text } = wanted(row, column);
      return text !== undefined && erasedKeys.includes(text) ? [[row, column]] : [];
    });
  });
}

/** Whether a key that was to be cleared is still there. */
export function keepsKeys({ lines, keyIndex }: View, erasedKeys: readonly string[]): boolean {
  return erasedKeys.length > 0 && lines.some((_, row) => row > 0 && erasedKeys.includes(textAt(lines, row, keyIndex)));
}

/** Whether a cell has something that was written for another column, which does not have it. */
export function isDisplaced(view: View): boolean {
  const { lines, indexes, nameAt, rows, wanted } = view;
  return rows.some((written) => {
    const { cells } = written;
    const at = rowNow(view, written);
    const isShown = cells.every(({ name, text }) => {
      const column = name === undefined ? undefined : indexes.get(name);
      return column === undefined || text === undefined || textAt(lines, at, column) === text;
    });
    if (isShown) return false;
    return likeWritten(view, written).some(([row, column]) => {
      const text = textAt(lines, row, column);
      const isOwn = cells.some((cell) => cell.name === nameAt.get(column) && cell.text === text);
      return !isOwn && wanted(row, column).text !== text;
    });
  });
}

/**
 * The cells of a row that have something that was written to it. The columns may have been moved since. A formula that shows what it
 * showed was not overwritten: as it was read, it would name other columns.
 */
function likeWritten(view: View, written: WrittenRow): readonly Position[] {
  const { lines, width, wanted } = view;
  const texts = new Set(written.cells.map(({ text }) => text));
  return [...new Set([written.row, rowNow(view, written)])].flatMap((row) =>
    Array.from({ length: width }, (_, column): Position => [row, column]).filter(([, column]) => {
      const text = textAt(lines, row, column);
      return texts.has(text) && wanted(row, column).shown !== text;
    }),
  );
}

function rowNow({ rowOf }: View, { row, key }: WrittenRow): number {
  return (key === undefined ? undefined : rowOf(key)) ?? row;
}
