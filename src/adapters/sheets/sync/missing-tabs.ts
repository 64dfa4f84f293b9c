import { findTab, type Spreadsheet, type TabFacts } from '../google/spreadsheet.js';
import { INPUT_KINDS, LAYOUTS, VISIBLE_KINDS } from '../tabs/layout.js';
import { missingTitles } from './look.js';
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
  mirror.tabsReadAt = Date.now();
  const missing = missingTitles(tabs);
  if (missing.filter(isNeeded).length === 0 && isReplaced(mirror.state, tabs)) await mirror.reload(tabs, true);
  return missing;
}

/** Whether the service cannot do without the tab with this title. */
export function isNeeded(title: string): boolean {
  return INPUT_KINDS.some((kind) => LAYOUTS[kind].title === title);
}

function isReplaced(state: SpreadsheetState, tabs: readonly TabFacts[]): boolean {
  return VISIBLE_KINDS.some((kind) => {
    const known = state.tabs[kind].sheetId;
    return (findTab(tabs, LAYOUTS[kind].title)?.sheetId ?? known) !== known;
  });
}
