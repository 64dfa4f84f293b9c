import { keyOf, recordIdOf, type AnyRecord, type RecordId } from '../../../domain/model/records.js';
import type { CellReport } from '../cell-reports.js';
import { createRecordIndex, type RecordIndex } from '../../memory/index.js';
import { mergeEdits, type KnownContent } from '../edits/merge-edits.js';
import type { EditContext } from '../edits/reconcile.js';
import { repairSessions } from '../edits/repair.js';
import { tryWrite } from '../edits/write-records.js';
import { SheetsFault } from '../google/faults.js';
import { findTab, readRange, type Rows, type Spreadsheet, type TabFacts } from '../google/spreadsheet.js';
import type { Entry } from '../journal/entry.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import { HeaderFault } from '../tabs/header.js';
import { areAlike } from '../tabs/look-alikes.js';
import { missingTab } from '../tabs/prepare.js';
import { isHiddenTitle, LAYOUTS, RECORDS_TAB, VISIBLE_KINDS, wholeTab, type VisibleKind } from '../tabs/layout.js';
import type { CellFault, TabReading } from '../tabs/read-tab.js';
import { fromJson } from '../tabs/record-json.js';
import { isRecord } from '../tabs/record-shapes.js';
import { createRecordsTab, recordId, rowId, type RecordsTab } from '../tabs/records-tab.js';
import { desiredCells, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { createTabMirror } from '../tabs/tab.js';
import { forEachYielding } from '../yielding.js';
import { refuseLostRows, refuseOtherJournal } from './lost-records.js';

export interface Loaded extends KnownContent {
  /** Records whose rows may differ from the desired cells. */
  readonly touched: readonly RecordId[];
  readonly faults: readonly CellFault[];
  /** Of the hidden tab. */
  readonly recordFaults: readonly CellFault[];
  readonly erasures: readonly DoneErasure[];
}

/**
 * Reads the whole spreadsheet: records as they were last written, and then the edits that users made in their rows since.
 * @param atStart the entries of the journal, if this process has not loaded the spreadsheet before
 * @throws SheetsFault if a start would lose most of what the hidden tab or the journal knows
 */
export async function load(
  spreadsheet: Spreadsheet,
  tabs: readonly TabFacts[],
  context: EditContext,
  atStart: readonly Entry[] | undefined,
): Promise<Loaded> {
  const state: SpreadsheetState = {
    tabs: {
      client: mirrorOf('client', tabs),
      number: mirrorOf('number', tabs),
      order: mirrorOf('order', tabs),
    },
    records: recordsTabOf(tabs),
    erased: new Map(),
    orphanCells: [],
  };
  const hasRecords = findTab(tabs, RECORDS_TAB) !== undefined;
  const fetched = await fetchTabs(spreadsheet, hasRecords ? [wholeTab(RECORDS_TAB)] : []);
  state.records.read(fetched.more[0] ?? []);
  const index = createRecordIndex();
  const recordFaults = await loadRecords(state, index);
  context.checkKey(index.get('fact', 'hash_key_check')?.value);
  await expectRows(state, index);
  const readings = await readTabs(state, fetched);
  if (atStart !== undefined) {
    refuseLostRows(state, readings);
    refuseOtherJournal(atStart, index);
  }
  const repaired = await repairSessions(index, context);
  const known = { state, index, missing: new Set<string>() };
  const merged = await mergeEdits(readings, known, { ...context, isDirty: () => false });
  const { faults, erasures } = merged;
  return { ...known, touched: [...repaired, ...merged.touched], faults, recordFaults, erasures };
}

/** The visible tabs as Google sent them, in the order of VISIBLE_KINDS, and other ranges. */
export interface FetchedTabs {
  readonly values: readonly Rows[];
  readonly formulas: readonly Rows[];
  readonly more: readonly Rows[];
  readonly timeZone: string | undefined;
}

/** Fetches all visible tabs, and other ranges, in two requests. */
export async function fetchTabs(spreadsheet: Spreadsheet, ranges: readonly string[]): Promise<FetchedTabs> {
  const titles = VISIBLE_KINDS.map((kind) => wholeTab(LAYOUTS[kind].title));
  const [values, formulas] = await Promise.all([
    spreadsheet.read([...titles, ...ranges], 'UNFORMATTED_VALUE'),
    spreadsheet.read(titles, 'FORMULA'),
  ]);
  return { values, formulas, more: values.slice(titles.length), timeZone: spreadsheet.timeZone() };
}

/** @throws HeaderFault with what is wrong with the headers of all tabs */
export async function readTabs(
  { tabs }: SpreadsheetState,
  { values, formulas, timeZone }: FetchedTabs,
): Promise<Record<VisibleKind, TabReading>> {
  const readings: Partial<Record<VisibleKind, TabReading>> = {};
  const faults: CellReport[] = [];
  for (const [position, kind] of VISIBLE_KINDS.entries()) {
    try {
      readings[kind] = await tabs[kind].read(values[position] ?? [], formulas[position] ?? [], timeZone);
    } catch (error) {
      if (!(error instanceof HeaderFault)) throw error;
      faults.push(...error.reports);
    }
  }
  if (faults.length > 0) throw new HeaderFault(faults);
  return readings as Record<VisibleKind, TabReading>;
}

function mirrorOf(kind: VisibleKind, tabs: readonly TabFacts[]) {
  const { title } = LAYOUTS[kind];
  const tab = findTab(tabs, title);
  if (tab === undefined) {
    const others = tabs.filter((other) => !VISIBLE_KINDS.some((known) => LAYOUTS[known].title === other.title));
    const alike = others.find((other) => !isHiddenTitle(other.title) && areAlike(other.title, title));
    throw new SheetsFault('invalid', missingTab(LAYOUTS[kind], alike?.title));
  }
  return createTabMirror(LAYOUTS[kind], tab.sheetId, tab.rows);
}

function recordsTabOf(tabs: readonly TabFacts[]): RecordsTab {
  const tab = findTab(tabs, RECORDS_TAB);
  return createRecordsTab(tab?.sheetId ?? 0, tab?.rows ?? 0);
}

/** Reads the hidden tab of records again, to find out where its rows are. */
export async function rereadRecordsTab(spreadsheet: Spreadsheet, records: RecordsTab): Promise<void> {
  const { height } = recordsTabOf(await spreadsheet.tabs());
  const rows = await readRange(spreadsheet, wholeTab(RECORDS_TAB));
  records.height = height;
  records.read(rows);
}

/** Loads the hidden tab of records. A row that cannot be used is reported and not changed. */
async function loadRecords({ records }: SpreadsheetState, index: RecordIndex): Promise<readonly CellFault[]> {
  const faults: CellFault[] = [];
  await forEachYielding(records.rows, ([id, { row, json }]) => {
    const report = (problem: string) =>
      void faults.push({ title: RECORDS_TAB, row: row + 1, column: 'B', problem: `${problem}; this row is ignored` });
    try {
      if (!tryWrite(parseRecord(id, json), index)) report('contradicts another record');
    } catch {
      report('is not the record that column A names');
    }
  });
  return faults;
}

function parseRecord(id: string, json: string): AnyRecord {
  const { kind } = recordId(id);
  const value = fromJson(json);
  if (!isRecord(kind, value)) throw new TypeError('no record');
  const record = { kind, value } as AnyRecord;
  if (rowId(recordIdOf(record)) !== id) throw new TypeError('another key');
  return record;
}

/** Fills in the cells of each row as they were last written. The positions of the rows are not known yet. */
async function expectRows({ tabs }: SpreadsheetState, index: RecordIndex): Promise<void> {
  for (const kind of VISIBLE_KINDS) {
    await forEachYielding(index.values<VisibleKind>(kind), ({ value }) => {
      const key = keyOf(kind, value);
      const cells = desiredCells(kind, key, index) ?? {};
      tabs[kind].rows.set(key, { row: 0, isMissing: true, raw: cells, normalized: cells });
    });
  }
}
