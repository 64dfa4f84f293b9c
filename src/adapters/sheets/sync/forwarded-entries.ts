import type { Logger } from '../../../ports/runtime.js';
import { appendTexts, clearRows } from '../google/requests.js';
import { findTab, type Rows, type SheetRequest, type TabFacts } from '../google/spreadsheet.js';
import { entryText, readForwardedEntry, type Entry } from '../journal/entry.js';
import { FORWARDED_TAB, wholeTab } from '../tabs/layout.js';

/** Forwards entries to the lease holder through a hidden tab. */
export function forwardRequests(tabs: readonly TabFacts[], entries: readonly Entry[]): SheetRequest[] {
  const tab = findTab(tabs, FORWARDED_TAB);
  if (tab === undefined || entries.length === 0) return [];
  const rows = entries.map((entry) => [entryText(entry)]);
  return [appendTexts(tab.sheetId, rows)];
}

/** For the lease holder: the entries that other instances forwarded. They are cleared in the batch that writes them. */
export interface ForwardedEntries {
  locateTab(tabs: readonly TabFacts[]): void;
  /** The ranges to read. */
  ranges(): readonly string[];
  /** @returns the entries in these rows, without those that cannot be read */
  read(rows: Rows): readonly Entry[];
  /** Number of rows to be cleared. */
  count(): number;
  clearRequests(): SheetRequest[];
  markCleared(): void;
}

export function createForwardedEntries(logger: Logger): ForwardedEntries {
  let sheetId: number | undefined;
  let count = 0;
  return {
    locateTab(tabs) {
      sheetId = findTab(tabs, FORWARDED_TAB)?.sheetId;
      count = 0;
    },
    ranges: () => (sheetId === undefined ? [] : [wholeTab(FORWARDED_TAB)]),
    read(rows) {
      count = rows.length;
      return rows.flatMap(([text]) => {
        if (typeof text !== 'string' || text === '') return [];
        try {
          return [readForwardedEntry(text)];
        } catch {
          logger.warn('sheets.forwarded_entry_ignored', { tab: FORWARDED_TAB });
          return [];
        }
      });
    },
    count: () => count,
    clearRequests: () => (sheetId === undefined || count === 0 ? [] : [clearRows(sheetId, count)]),
    markCleared() {
      count = 0;
    },
  };
}
