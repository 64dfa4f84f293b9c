import { areaOf, covers, type Area } from './areas.js';
import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';

/** Cells that are merged into one. Only the first of them has a value. */
export type Merge = Area;

export function mergesIn({ merges = [] }: sheets_v4.Schema$Sheet): readonly Merge[] {
  return merges.map(areaOf);
}

/** Whether a cell belongs to a merged one and is not its first. */
export function isCovered(merges: readonly Merge[], row: number, column: number): boolean {
  return merges.some((merge) => covers(merge, row, column) && !(row === merge.rows[0] && column === merge.columns[0]));
}
