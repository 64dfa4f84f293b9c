import type { CellReport } from '../cell-reports.js';
import { cellName, LAYOUTS, RECORDS_TAB, VISIBLE_KINDS } from '../tabs/layout.js';
import type { CellFault } from '../tabs/read-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';

/** Invalid cells as they are reported, with their place as people see it. */
export function cellReports(faults: readonly CellFault[], state: SpreadsheetState): readonly CellReport[] {
  return faults.map(({ kind = 'ignored_cell', title, row, column, problem, key }) => {
    const cell = cellName(row - 1, columnOf(title, column, state));
    return { kind, tab: title, row, column, cell, problem, key };
  });
}

function columnOf(title: string, column: string, { tabs }: SpreadsheetState): number {
  if (title === RECORDS_TAB) return column.charCodeAt(0) - 'A'.charCodeAt(0);
  const kind = VISIBLE_KINDS.find((each) => LAYOUTS[each].title === title);
  return kind === undefined ? 0 : tabs[kind].columnIndex(column);
}
