import { findTab, type Spreadsheet, type TabFacts } from '../google/spreadsheet.js';
import { LAYOUTS, VISIBLE_KINDS } from '../tabs/layout.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import type { Mirror } from './mirror.js';

/**
 * The titles of the visible tabs that were deleted or renamed. Reads everything anew if another tab has such a title now.
 * @throws SheetsFault
 */
export async function findMissingTabs(spreadsheet: Spreadsheet, mirror: Mirror): Promise<readonly string[]> {
  const tabs = await spreadsheet.tabs();
  mirror.pollLater();
  mirror.forwarded.locateTab(tabs);
  const titles = VISIBLE_KINDS.map((kind) => LAYOUTS[kind].title);
  const missing = titles.filter((title) => findTab(tabs, title) === undefined);
  if (missing.length === 0 && isReplaced(mirror.state, tabs)) await mirror.reload(tabs, true);
  return missing;
}

function isReplaced(state: SpreadsheetState, tabs: readonly TabFacts[]): boolean {
  return VISIBLE_KINDS.some((kind) => findTab(tabs, LAYOUTS[kind].title)?.sheetId !== state.tabs[kind].sheetId);
}
