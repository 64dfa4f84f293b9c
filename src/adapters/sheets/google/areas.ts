import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';

/** A range of cells in a tab. Counted from 0; ends are exclusive. */
export interface Area {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
}

/** Indexes that Google leaves out are zero, or unbounded. */
export function areaOf({
  startRowIndex,
  endRowIndex,
  startColumnIndex,
  endColumnIndex,
}: sheets_v4.Schema$GridRange): Area {
  return {
    rows: [startRowIndex ?? 0, endRowIndex ?? Infinity],
    columns: [startColumnIndex ?? 0, endColumnIndex ?? Infinity],
  };
}

export function covers({ rows, columns }: Area, row: number, column: number): boolean {
  return isWithin(row, rows) && isWithin(column, columns);
}

function isWithin(index: number, [from, to]: readonly [number, number]): boolean {
  return index >= from && index < to;
}
