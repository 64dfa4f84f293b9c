import type { CellReport } from '../cell-reports.js';
import type { KnownContent, Readings } from '../edits/merge-edits.js';
import { findTab, type Rows, type Spreadsheet, type TabFacts } from '../google/spreadsheet.js';
import { hasBlanked, withCovered } from '../tabs/covered-rows.js';
import { INPUT_KINDS, isOutput, LAYOUTS, VISIBLE_KINDS, wholeTab, type VisibleKind } from '../tabs/layout.js';
import { UNREAD, type TabReading } from '../tabs/read-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { holdLostRows } from './lost-records.js';

/** The visible tabs as Google sent them, and other ranges. */
export interface FetchedTabs {
  readonly tabs: ReadonlyMap<VisibleKind, { readonly values: Rows; readonly formulaRows: Rows }>;
  readonly more: readonly Rows[];
  readonly timeZone: string | undefined;
}

/**
 * Fetches the visible tabs, and other ranges, in two requests.
 * @param missing titles of tabs that are not there
 */
export async function fetchTabs(
  spreadsheet: Spreadsheet,
  ranges: readonly string[],
  missing: readonly string[] = [],
): Promise<FetchedTabs> {
  const kinds = VISIBLE_KINDS.filter((kind) => !missing.includes(LAYOUTS[kind].title));
  const titles = kinds.map((kind) => wholeTab(LAYOUTS[kind].title));
  const [values, formulas] = await Promise.all([
    spreadsheet.read([...titles, ...ranges], 'UNFORMATTED_VALUE'),
    titles.length === 0 ? [] : spreadsheet.read(titles, 'FORMULA'),
  ]);
  const tabs = kinds.map((kind, at) => [kind, { values: values[at] ?? [], formulaRows: formulas[at] ?? [] }] as const);
  return { tabs: new Map(tabs), more: values.slice(titles.length), timeZone: spreadsheet.timeZone() };
}

/** The titles of the visible tabs that are not there. */
export function missingTitles(tabs: readonly TabFacts[]): readonly string[] {
  return VISIBLE_KINDS.map((kind) => LAYOUTS[kind].title).filter((title) => findTab(tabs, title) === undefined);
}

/** What the visible tabs say, as far as it is believed, and what is not. */
export interface Look {
  readonly readings: Readings;
  readonly headers: readonly CellReport[];
  readonly lostRows: readonly CellReport[];
}

/**
 * Reads the visible tabs. One that is missing, or whose header cannot be used, stops none of the others.
 * @param factsNow the tabs as they are now
 */
export async function look(
  known: Pick<KnownContent, 'state' | 'index' | 'lost'>,
  fetched: FetchedTabs,
  factsNow: () => Promise<readonly TabFacts[]>,
): Promise<Look> {
  const { state } = known;
  const readings = await withMerges(state, await readTabs(state, fetched), factsNow);
  const lost = INPUT_KINDS.map((kind) => holdLostRows(kind, readings[kind], known));
  const [number = UNREAD, client = UNREAD, order = UNREAD] = lost.map(({ reading }) => reading);
  const isThere = (kind: VisibleKind) => !isOutput(kind) || fetched.tabs.has(kind);
  return {
    readings: { number, client, order, confirmation: readings.confirmation },
    // Whoever has deleted a tab that only shows records does not want it.
    headers: VISIBLE_KINDS.filter(isThere).flatMap((kind) => state.tabs[kind].fault?.reports ?? []),
    lostRows: lost.flatMap(({ report }) => report ?? []),
  };
}

async function readTabs({ tabs }: SpreadsheetState, fetched: FetchedTabs): Promise<Readings> {
  const read = async (kind: VisibleKind): Promise<TabReading> => {
    const tab = fetched.tabs.get(kind);
    return tabs[kind].read(tab && { ...tab, timeZone: fetched.timeZone });
  };
  return {
    number: await read('number'),
    client: await read('client'),
    order: await read('order'),
    confirmation: await read('confirmation'),
  };
}

async function withMerges(
  { tabs }: SpreadsheetState,
  readings: Readings,
  factsNow: () => Promise<readonly TabFacts[]>,
): Promise<Readings> {
  const haveBlanked = await Promise.all(VISIBLE_KINDS.map((kind) => hasBlanked(tabs[kind], readings[kind])));
  if (!haveBlanked.includes(true)) return readings;
  const facts = await factsNow();
  const covered = (kind: VisibleKind) =>
    withCovered(tabs[kind], readings[kind], findTab(facts, LAYOUTS[kind].title)?.merges ?? []);
  return {
    number: covered('number'),
    client: covered('client'),
    order: covered('order'),
    confirmation: covered('confirmation'),
  };
}
