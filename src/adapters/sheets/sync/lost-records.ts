import type { RecordIndex } from '../../memory/index.js';
import { SheetsFault } from '../google/faults.js';
import { findTab, type TabFacts } from '../google/spreadsheet.js';
import type { Entry } from '../journal/entry.js';
import { isHiddenTitle, LAYOUTS, RECORDS_TAB, VISIBLE_KINDS, type VisibleKind } from '../tabs/layout.js';
import { areAlike } from '../tabs/look-alikes.js';
import type { TabReading } from '../tabs/read-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';

/** A start may lose one record: somebody has deleted its row. */
const MOST_UNNOTICED = 1;

/**
 * Refuses a start that would erase most of what the hidden tab of records knows, because the rows are not there: in a tab that was
 * created anew, after a mistake in a filter, or in a copy of the spreadsheet.
 * @throws SheetsFault
 */
export function refuseLostRows({ tabs }: SpreadsheetState, readings: Readonly<Record<VisibleKind, TabReading>>): void {
  for (const kind of VISIBLE_KINDS) {
    const { rows, held } = readings[kind];
    const known = [...tabs[kind].rows.keys()];
    const lost = known.filter((key) => !rows.has(key) && !held.has(key)).length;
    if (!isMost(lost, known.length)) continue;
    const { title } = LAYOUTS[kind];
    throw new SheetsFault(
      'invalid',
      `the tab ${title} has no row for ${lost.toString()} of the ${known.length.toString()} records that the hidden tab "${RECORDS_TAB}" knows, and a start would erase them. Put the rows back (File > Version history). If they were deleted on purpose, put them back, start, and delete them again while the service runs`,
    );
  }
}

/**
 * Refuses a start whose journal has calls of sessions that the spreadsheet does not know: the hidden tab is gone, or it is another
 * spreadsheet.
 * @throws SheetsFault
 */
export function refuseOtherJournal(entries: readonly Entry[], index: RecordIndex): void {
  const created = new Set(
    entries.flatMap(({ records }) => records.flatMap(({ kind, key }) => (kind === 'session' ? [key] : []))),
  );
  const named = [...new Set(entries.flatMap(sessionsOf))].filter((key) => !created.has(key));
  const lost = named.filter((key) => index.get('session', key) === undefined).length;
  if (!isMost(lost, named.length)) return;
  throw new SheetsFault(
    'invalid',
    `the journal of this computer has calls of ${named.length.toString()} sessions, ${lost.toString()} of which the spreadsheet does not know. Is it another spreadsheet, or was the hidden tab "${RECORDS_TAB}" changed (File > Version history)? If the calls may be lost, move the folder SHEETS_JOURNAL_PATH away`,
  );
}

/**
 * Refuses a start on a spreadsheet whose hidden tab of records was renamed: beside a new one its content would not be seen any more.
 * @throws SheetsFault
 */
export function refuseRenamedRecords(tabs: readonly TabFacts[]): void {
  if (findTab(tabs, RECORDS_TAB) !== undefined) return;
  const others = tabs.filter(({ title }) => !isHiddenTitle(title));
  const alike = others.find(({ title }) => areAlike(title, RECORDS_TAB));
  if (alike === undefined) return;
  throw new SheetsFault(
    'invalid',
    `the spreadsheet has no hidden tab "${RECORDS_TAB}", but "${alike.title}" looks like it: rename it, or delete it`,
  );
}

function sessionsOf({ records, lastCaller }: Entry): readonly string[] {
  const named = records.flatMap(({ value }) => {
    const sessionId = value !== undefined && 'sessionId' in value ? value.sessionId : undefined;
    return sessionId === undefined ? [] : [sessionId];
  });
  return lastCaller === undefined ? named : [...named, lastCaller.sessionId];
}

function isMost(lost: number, known: number): boolean {
  return lost > MOST_UNNOTICED && lost * 2 > known;
}
