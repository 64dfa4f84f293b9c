import type { SheetRequest } from '../google/spreadsheet.js';
import { mapCells, type Cells } from './cells.js';
import type { VisibleKind } from './layout.js';
import type { TabReading } from './read-tab.js';
import type { SpreadsheetState } from './spreadsheet-state.js';
import { cellRequests } from './tab-requests.js';

/** Cells that we wrote into a row without a key, to be cleared. `row` is set once they were located. */
export interface OrphanCells {
  readonly kind: VisibleKind;
  readonly cells: Cells;
  readonly row: number | undefined;
}

/** Locates rows that contain nothing but orphan cells. Orphan cells that are not found need no clearing. */
export function locateOrphanCells(state: SpreadsheetState, readings: Readonly<Record<VisibleKind, TabReading>>): void {
  state.orphanCells = state.orphanCells.flatMap(({ kind, cells }) => {
    const found = readings[kind].keyless.find((readRow) =>
      Object.entries(readRow.cells).every(
        ([column, text]) => text === (cells[column] ?? '') || !state.tabs[kind].mayWrite('', column),
      ),
    );
    return found === undefined ? [] : [{ kind, cells, row: found.row }];
  });
}

/** Clears the orphan cells that were located. */
export function clearOrphanCells({ orphanCells, tabs }: SpreadsheetState): SheetRequest[] {
  return orphanCells.flatMap(({ kind, cells, row }) => {
    if (row === undefined) return [];
    const blank = mapCells(cells, () => '');
    return cellRequests(tabs[kind], row, blank);
  });
}
