import { keyOf, recordIdOf, type AnyRecord, type RecordId } from '../../../domain/model/records.js';
import type { CellReport } from '../cell-reports.js';
import { createRecordIndex, type RecordIndex } from '../../memory/index.js';
import { mergeEdits, type KnownContent } from '../edits/merge-edits.js';
import type { EditContext } from '../edits/reconcile.js';
import { repairSessions } from '../edits/repair.js';
import { createTypedRows } from '../edits/typed-rows.js';
import { tryWrite } from '../edits/write-records.js';
import { SheetsFault } from '../google/faults.js';
import { findTab, readRange, type Spreadsheet, type TabFacts } from '../google/spreadsheet.js';
import type { Entry } from '../journal/entry.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import { misplacedColumns } from '../tabs/exchanged-columns.js';
import { HeaderFault } from '../tabs/header.js';
import { areAlike } from '../tabs/look-alikes.js';
import { missingTab } from '../tabs/prepare.js';
import {
  isHiddenTitle,
  isOutput,
  LAYOUTS,
  RECORDS_TAB,
  VISIBLE_KINDS,
  wholeTab,
  type VisibleKind,
} from '../tabs/layout.js';
import type { CellFault } from '../tabs/read-tab.js';
import { fromJson } from '../tabs/record-json.js';
import { isRecord } from '../tabs/record-shapes.js';
import { createRecordsTab, recordId, rowId, type RecordsTab } from '../tabs/records-tab.js';
import { desiredCells, openSessionOf, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { createTabMirror } from '../tabs/tab.js';
import { forEachYielding } from '../yielding.js';
import { fetchTabs, look, missingTitles } from './look.js';
import { refuseLostRows, refuseOtherJournal } from './lost-records.js';

export interface Loaded extends KnownContent {
  /** Records whose rows may differ from the desired cells. */
  readonly touched: readonly RecordId[];
  readonly faults: readonly CellFault[];
  readonly headers: readonly CellReport[];
  readonly lostRows: readonly CellReport[];
  /** Of the hidden tab. */
  readonly recordFaults: readonly CellFault[];
  readonly erasures: readonly DoneErasure[];
}

/** What was known before. */
export interface Former {
  /** Absent at a start. */
  readonly content: KnownContent | undefined;
  /** The entries of the journal. */
  readonly entries: readonly Entry[];
}

/**
 * Reads the whole spreadsheet: records as they were last written, and then the edits that users made in their rows since.
 * @throws SheetsFault if a start finds a header that cannot be used, or would lose most of what the hidden tab or the journal knows
 */
export async function load(
  spreadsheet: Spreadsheet,
  tabs: readonly TabFacts[],
  context: EditContext,
  { content: former, entries }: Former,
): Promise<Loaded> {
  const state: SpreadsheetState = {
    tabs: {
      client: mirrorOf('client', tabs),
      number: mirrorOf('number', tabs),
      order: mirrorOf('order', tabs),
      confirmation: mirrorOf('confirmation', tabs),
    },
    records: recordsTabOf(tabs),
    erased: new Map(),
    orphanCells: [],
  };
  const hasRecords = findTab(tabs, RECORDS_TAB) !== undefined;
  const ranges = hasRecords ? [wholeTab(RECORDS_TAB)] : [];
  const fetched = await fetchTabs(spreadsheet, ranges, missingTitles(tabs));
  state.records.read(fetched.more[0] ?? []);
  const index = createRecordIndex();
  const recordFaults = await loadRecords(state, index);
  context.checkKey(index.get('fact', 'hash_key_check')?.value);
  await expectRows(state, index);
  const known = {
    ...{ state, index, missing: new Set<string>(), emptied: new Set<string>() },
    ...{ lost: new Set(former?.lost), taken: new Set(former?.taken), typed: former?.typed ?? createTypedRows() },
  };
  const { readings, headers, lostRows } = await look(known, fetched, () => Promise.resolve(tabs));
  if (former === undefined) {
    const needed = headers.filter(({ tab }) => tab !== LAYOUTS.confirmation.title);
    const faults = [...needed, ...misplacedColumns(readings.client, readings.number)];
    if (faults.length > 0) throw new HeaderFault(faults);
    refuseLostRows(lostRows);
    refuseOtherJournal(entries, index);
  }
  const repaired = await repairSessions(index, context);
  const merged = await mergeEdits(readings, known, { ...context, isDirty: () => false, isLoading: true });
  if (former !== undefined) await keepLastCallers(former.index, known);
  const { faults, erasures } = merged;
  const touched = [...repaired, ...merged.touched];
  return { ...known, touched, faults, headers, lostRows, recordFaults, erasures };
}

/** A last caller is in a client's row only: of a row that could not be read, the one before stays. */
async function keepLastCallers(former: RecordIndex, { state, index }: KnownContent): Promise<void> {
  await forEachYielding(state.tabs.client.rows, ([clientId, { isMissing }]) => {
    const session = isMissing === true ? openSessionOf(clientId, index)?.value : undefined;
    const before = openSessionOf(clientId, former)?.value;
    if (session === undefined || before?.lastCaller === undefined || before.id !== session.id) return;
    tryWrite({ kind: 'session', value: { ...session, lastCaller: before.lastCaller } }, index);
  });
}

/** The id of a tab that is not there. */
const NO_SHEET = -1;

function mirrorOf(kind: VisibleKind, tabs: readonly TabFacts[]) {
  const { title } = LAYOUTS[kind];
  const tab = findTab(tabs, title);
  if (tab === undefined && isOutput(kind)) return createTabMirror(LAYOUTS[kind], NO_SHEET, 0);
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
