import { KINDS, keyOf, recordIdOf, type AnyRecord, type RecordId } from '../../../domain/model/records.js';
import { createRecordIndex, type RecordIndex } from '../../memory/index.js';
import { mergeEdits, type KnownContent } from '../edits/merge-edits.js';
import type { EditContext } from '../edits/reconcile.js';
import { repairSessions } from '../edits/repair.js';
import { tryWrite } from '../edits/write-records.js';
import { SheetsFault } from '../google/faults.js';
import { findTab, readRange, type Rows, type Spreadsheet, type TabFacts } from '../google/spreadsheet.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import { LAYOUTS, RECORDS_TAB, VISIBLE_KINDS, wholeTab, type VisibleKind } from '../tabs/layout.js';
import type { CellFault, TabReading } from '../tabs/read-tab.js';
import { fromJson } from '../tabs/record-json.js';
import { createRecordsTab, recordId, rowId, type RecordsTab } from '../tabs/records-tab.js';
import { desiredCells, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { createTabMirror } from '../tabs/tab.js';
import { forEachYielding } from '../yielding.js';

export interface Loaded extends KnownContent {
  /** Records whose rows may differ from the desired cells. */
  readonly touched: readonly RecordId[];
  readonly faults: readonly CellFault[];
  /** Of the hidden tab. */
  readonly recordFaults: readonly CellFault[];
  readonly erasures: readonly DoneErasure[];
}

/** Reads the whole spreadsheet: records as they were last written, and then the edits that users made in their rows since. */
export async function load(spreadsheet: Spreadsheet, tabs: readonly TabFacts[], context: EditContext): Promise<Loaded> {
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
  const { readings, more } = await readTabs(spreadsheet, state, hasRecords ? [wholeTab(RECORDS_TAB)] : []);
  state.records.read(more[0] ?? []);
  const index = createRecordIndex();
  const recordFaults = await loadRecords(state, index);
  context.checkKey(index.get('fact', 'hash_key_check')?.value);
  await expectRows(state, index);
  const repaired = await repairSessions(index, context);
  const known = { state, index, missing: new Set<string>() };
  const merged = await mergeEdits(readings, known, { ...context, isDirty: () => false });
  const { faults, erasures } = merged;
  return { ...known, touched: [...repaired, ...merged.touched], faults, recordFaults, erasures };
}

/** Reads all visible tabs, and other ranges, in two requests. */
export async function readTabs(
  spreadsheet: Spreadsheet,
  state: SpreadsheetState,
  ranges: readonly string[],
): Promise<{ readings: Record<VisibleKind, TabReading>; more: readonly Rows[] }> {
  const titles = VISIBLE_KINDS.map((kind) => wholeTab(LAYOUTS[kind].title));
  const [values, formulas] = await Promise.all([
    spreadsheet.read([...titles, ...ranges], 'UNFORMATTED_VALUE'),
    spreadsheet.read(titles, 'FORMULA'),
  ]);
  const readings: Partial<Record<VisibleKind, TabReading>> = {};
  for (const [position, kind] of VISIBLE_KINDS.entries()) {
    readings[kind] = await state.tabs[kind].read(values[position] ?? [], formulas[position] ?? []);
  }
  return { readings: readings as Record<VisibleKind, TabReading>, more: values.slice(titles.length) };
}

function mirrorOf(kind: VisibleKind, tabs: readonly TabFacts[]) {
  const { title } = LAYOUTS[kind];
  const tab = findTab(tabs, title);
  if (tab === undefined) {
    throw new SheetsFault('invalid', `the spreadsheet has no tab ${title}: proxycall init --store sheets creates it`);
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
  if (!KINDS.includes(kind)) throw new TypeError('unknown kind');
  const record = { kind, value: fromJson(json) } as AnyRecord;
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
