import type { SheetRequest } from '../google/spreadsheet.js';
import { leftInErased, mapCells, type Cells } from './cells.js';
import { VISIBLE_KINDS, type VisibleKind } from './layout.js';
import type { TabReading } from './read-tab.js';
import type { SpreadsheetState } from './spreadsheet-state.js';
import { cellRequests } from './tab-requests.js';

/** Cells that we wrote into a row without a key, to be cleared. `row` is set once they were located. */
export interface OrphanCells {
  readonly kind: VisibleKind;
  readonly cells: Cells;
  readonly row: number | undefined;
  /** What is written instead of clearing them. */
  readonly becomes?: Cells | undefined;
}

type Readings = Readonly<Record<VisibleKind, TabReading>>;

/** Locates rows that contain nothing but orphan cells. Orphan cells that are not found need no clearing. */
export function locateOrphanCells(state: SpreadsheetState, readings: Readings): void {
  const located = state.orphanCells.flatMap((orphan): OrphanCells[] => {
    const { kind, cells } = orphan;
    if (readings[kind].isUnread === true) return [{ ...orphan, row: undefined }];
    const [row] = rowsOfOnly(cells, kind, state, readings);
    return row === undefined ? [] : [{ ...orphan, row }];
  });
  // Perhaps of an earlier process.
  const left = VISIBLE_KINDS.flatMap((kind) => {
    const cells = leftInErased(kind);
    if (Object.keys(cells).length === 0) return [];
    return rowsOfOnly(cells, kind, state, readings).map((row) => ({ kind, cells, row }));
  });
  state.orphanCells = [...located, ...left];
}

/** The rows without a key that have these cells, and no others of ours. */
function rowsOfOnly(
  cells: Cells,
  kind: VisibleKind,
  { tabs }: SpreadsheetState,
  readings: Readings,
): readonly number[] {
  const hasOnly = (row: Cells) =>
    Object.entries(row).every(([column, text]) => text === (cells[column] ?? '') || !tabs[kind].mayWrite('', column));
  return readings[kind].keyless.filter((readRow) => hasOnly(readRow.cells)).map(({ row }) => row);
}

/** Clears the orphan cells that were located. */
export function clearOrphanCells({ orphanCells, tabs }: SpreadsheetState): SheetRequest[] {
  return orphanCells.flatMap(({ kind, cells, row, becomes }) =>
    row === undefined ? [] : cellRequests(tabs[kind], row, becomes ?? mapCells(cells, () => '')),
  );
}
