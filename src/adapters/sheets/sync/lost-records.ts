import type { RecordIndex } from '../../memory/index.js';
import type { CellReport } from '../cell-reports.js';
import type { KnownContent } from '../edits/merge-edits.js';
import { SheetsFault } from '../google/faults.js';
import { findTab, type TabFacts } from '../google/spreadsheet.js';
import type { Entry } from '../journal/entry.js';
import { isHiddenTitle, LAYOUTS, RECORDS_TAB, type VisibleKind } from '../tabs/layout.js';
import { areAlike } from '../tabs/look-alikes.js';
import type { TabReading } from '../tabs/read-tab.js';
import { rowId } from '../tabs/records-tab.js';

/** One record may go at once: somebody has deleted its row. */
const MOST_UNNOTICED = 1;
const HOW = `Put the rows back (File > Version history). To delete many, use the API or the CLI, or delete at most half of them at a time`;

/**
 * Believes no reading in which most records have lost their rows at once: in a tab that was cleared or created anew, after a mistake in a
 * filter, or in a copy of the spreadsheet. These records stay until their rows are back, or until they are removed otherwise.
 * @param known `lost` has the row ids of such records, and is updated
 */
export function holdLostRows(
  kind: VisibleKind,
  reading: TabReading,
  { state, index, lost }: Pick<KnownContent, 'state' | 'index' | 'lost'>,
): { readonly reading: TabReading; readonly report?: CellReport } {
  if (reading.isUnread === true) return { reading };
  const idOf = (key: string) => rowId({ kind, key });
  const all = [...state.tabs[kind].rows.keys()].filter((key) => index.get(kind, key) !== undefined);
  const missing = new Set(all.filter((key) => !reading.rows.has(key) && !reading.held.has(key)));
  for (const key of all) if (!missing.has(key)) lost.delete(idOf(key));
  const fresh = [...missing].filter((key) => !lost.has(idOf(key)));
  const expected = all.filter((key) => !lost.has(idOf(key)));
  if (isMost(fresh.length, expected.length)) for (const key of fresh) lost.add(idOf(key));
  const held = [...missing].filter((key) => lost.has(idOf(key)));
  if (held.length === 0) return { reading };
  const { title: tab } = LAYOUTS[kind];
  const problem = `has no row for ${held.length.toString()} of the ${all.length.toString()} records that are known, which are kept. ${HOW}`;
  return {
    reading: { ...reading, held: new Set([...reading.held, ...held]) },
    report: { kind: 'ignored_header', tab, problem },
  };
}

/**
 * Refuses a start that would lose most of what the hidden tab of records knows.
 * @throws SheetsFault
 */
export function refuseLostRows(reports: readonly CellReport[]): void {
  if (reports.length === 0) return;
  const problems = reports.map(({ tab, problem }) => `the tab ${tab} ${problem}`);
  throw new SheetsFault('invalid', `${problems.join('; ')}. Then start again`);
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
