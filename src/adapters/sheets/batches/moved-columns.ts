import type { ReadBack } from '../google/spreadsheet.js';
import { readHeader } from '../tabs/header.js';
import { VISIBLE_KINDS, type VisibleKind } from '../tabs/layout.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import type { Plan } from './plan.js';
import { indexReadBack } from './verify-batch.js';

/**
 * What became of a tab whose columns were moved while a batch was written. `rewritten`: everything that was overwritten is restored,
 * and the batch is in the right columns. `undone`: everything is as it was before the batch, since a column of ours is gone or doubled.
 */
export type Mended = ReadonlyMap<string, 'rewritten' | 'undone'>;

export const NOTHING_MENDED: Mended = new Map();

/** The kinds of the visible tabs that a batch writes to. */
export function kindsWritten({ tabs }: Pick<Plan, 'tabs'>, state: SpreadsheetState): readonly VisibleKind[] {
  return VISIBLE_KINDS.filter((kind) => tabs.includes(state.tabs[kind].layout.title));
}

/**
 * The tabs whose columns are not where the batch has written them. The header was read in the same step as the batch, so what it says
 * is what the columns were when they were written.
 */
export function movedTabs(
  plan: Pick<Plan, 'tabs'>,
  readBack: readonly ReadBack[],
  state: SpreadsheetState,
): readonly VisibleKind[] {
  const at = indexReadBack(readBack);
  return kindsWritten(plan, state).filter((kind) => {
    const tab = state.tabs[kind];
    const { indexes } = readHeader(tab.layout, [at(tab.layout.title, 0)]);
    return tab.layout.columns.some((column) => indexes.get(column) !== tab.columnIndex(column));
  });
}

/** Whether some of a batch is not in the sheet, although it was carried out. */
export function isUndone(mended: Mended): boolean {
  return [...mended.values()].includes('undone');
}
