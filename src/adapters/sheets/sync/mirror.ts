import { conflict } from '../../../domain/model/errors.js';
import { KINDS, keyOf, type RecordId } from '../../../domain/model/records.js';
import type { Logger } from '../../../ports/runtime.js';
import type { TypedAnswer, TypedConfirmation } from '../../../ports/typed-confirmation.js';
import type { RecordIndex } from '../../memory/index.js';
import type { Writer } from '../batches/writer.js';
import type { CellReports } from '../cell-reports.js';
import { cellReports } from '../edits/cell-faults.js';
import { mergeEdits } from '../edits/merge-edits.js';
import type { EditContext, EditRules } from '../edits/reconcile.js';
import { answerTypedRow, typedRequests, type TypedContext } from '../edits/typed-rows.js';
import type { Rows, Spreadsheet, TabFacts } from '../google/spreadsheet.js';
import { applyEntry, type Entry } from '../journal/entry.js';
import { currentEntry, entryAfter, type DoneErasure } from '../journal/erase-entries.js';
import type { Journal } from '../journal/journal.js';
import { LEASE_ROW, leaseOf, type LeaseCells } from '../lease/lease.js';
import { HeaderFault } from '../tabs/header.js';
import { locateOrphanCells } from '../tabs/orphan-cells.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { createForwardedEntries, type ForwardedEntries } from './forwarded-entries.js';
import { unpark } from './unpark.js';
import { createRecentErasures, type RecentErasures } from './recent-erasures.js';
import { load, rereadRecordsTab, type Loaded } from './load.js';
import { fetchTabs, look, missingTitles } from './look.js';

export interface MirrorOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly reports: CellReports;
  readonly rules: EditRules;
}

/** The last known state of the spreadsheet, and the index of records in memory, which may be ahead of it. */
export interface Mirror extends TypedMethods {
  readonly state: SpreadsheetState;
  readonly index: RecordIndex;
  /** Journal entries not yet in the sheet. They are applied again after a reload. */
  unwritten: Entry[];
  /** Entries of other instances that are in the journal, and perhaps not in the sheet yet. */
  received: Entry[];
  /** Entries that other instances forwarded. */
  readonly forwarded: ForwardedEntries;
  /** When the whole sheet was last loaded, and when the visible tabs were last polled. */
  readonly loadedAt: number;
  readonly polledAt: number;
  /** Reads the whole sheet. Only the lease holder writes the corrections that this results in. */
  reload(tabs: readonly TabFacts[], isHolder: boolean): Promise<void>;
  /** Merges edits of users and entries forwarded by other instances. @returns the lease row */
  poll(): Promise<LeaseCells>;
  /** Applies the entries that other instances forwarded, which were read from their tab. */
  receive(rows: Rows): Promise<void>;
  /** The tabs cannot be polled: postpones the next attempt. */
  pollLater(): void;
  /** Titles of visible tabs that are not there: the others are polled. */
  missingTabs: readonly string[];
  /** When it was last looked which tabs there are. */
  tabsReadAt: number;
  /** Makes the next step poll, to find out where rows are now. */
  pollSoon(): void;
  /** Reads the hidden records tab again after its rows turned out to have moved. */
  reloadRecordsTab(): Promise<void>;
  /**
   * To be called when erasures have taken effect in the index: removes what they erased from the entries that are not in the sheet
   * yet, and from the journal.
   */
  forgetErased(erasures: readonly DoneErasure[]): Promise<void>;
  /** Whether there is anything to write to the sheet. */
  hasWork(): boolean;
}

export function createMirror({ spreadsheet, journal, writer, logger, reports, rules }: MirrorOptions): Mirror {
  const forwarded = createForwardedEntries(logger);
  const recentErasures = createRecentErasures();
  const contextNow = (): EditContext => ({ ...rules, now: Date.now() });
  let loaded: Loaded;

  const mirror: Mirror & { loadedAt: number; polledAt: number } = {
    get state() {
      return loaded.state;
    },
    get index() {
      return loaded.index;
    },
    ...{ loadedAt: -Infinity, polledAt: -Infinity },
    unwritten: [...journal.recovered],
    ...{ received: [], missingTabs: [], tabsReadAt: -Infinity, forwarded },
    async reload(tabs, isHolder) {
      const former = { content: mirror.loadedAt === -Infinity ? undefined : loaded, entries: mirror.unwritten };
      const next = await reportingHeaders(reports, load(spreadsheet, tabs, contextNow(), former));
      if (former.content !== undefined) unpark(mirror, writer);
      loaded = next;
      writer.reset();
      forwarded.locateTab(tabs);
      mirror.loadedAt = mirror.polledAt = mirror.tabsReadAt = Date.now();
      mirror.missingTabs = missingTitles(tabs);
      reportCells(reports, loaded);
      if (isHolder) writer.markDirty(loaded.touched);
      recentErasures.add(loaded.erasures);
      for (const entry of mirror.unwritten) apply(entry);
      await mirror.forgetErased(loaded.erasures);
    },
    async poll() {
      const fetched = await fetchTabs(spreadsheet, [LEASE_ROW, ...forwarded.ranges()], mirror.missingTabs);
      const { readings, headers, lostRows } = await look(loaded, fetched, () => spreadsheet.tabs());
      mirror.polledAt = Date.now();
      const isDirty = (id: string) => writer.isDirty(id, loaded.index);
      const merged = await mergeEdits(readings, loaded, { ...contextNow(), isDirty, isLoading: false });
      writer.markEdited(merged.touched);
      reportCells(reports, { ...loaded, ...merged, headers, lostRows });
      locateOrphanCells(loaded.state, readings);
      await mirror.forgetErased(merged.erasures);
      await mirror.receive(fetched.more[1] ?? []);
      return leaseOf(fetched.more[0] ?? []);
    },
    receive: (rows) => receive(forwarded.read(rows), mirror, journal, apply),
    ...typedMethods(() => ({ ...loaded, ...rules }), writer),
    pollLater: () => void (mirror.polledAt = Date.now()),
    pollSoon: () => void (mirror.polledAt = -Infinity),
    reloadRecordsTab: () => reloadRecordsTab(spreadsheet, writer, loaded),
    forgetErased: (done) => forgetErased(mirror, { journal, writer }, recentErasures, done),
    hasWork: () => writer.dirtyCount() > 0 || writer.hasClearing(loaded.state) || forwarded.count() > 0,
  };
  return mirror;

  function apply(entry: Entry): void {
    const { touched, failed } = applyEntry(entry, loaded.index, recentErasures.list());
    for (const { kind } of failed) logger.error('sheets.entry_not_applied', conflict(), { kind });
    writer.markDirty(touched);
  }
}

/** The rows that ask for a confirmation. */
interface TypedMethods {
  typedRequests(): readonly TypedConfirmation[];
  answerTyped(reference: string, answer: TypedAnswer): void;
}

function typedMethods(context: () => TypedContext, writer: Writer): TypedMethods {
  return {
    typedRequests: () => typedRequests(context()),
    answerTyped(reference, answer) {
      writer.markDirty(answerTypedRow(context(), reference, answer));
    },
  };
}

async function reportingHeaders<T>(reports: CellReports, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof HeaderFault) reports.replace('headers', error.reports);
    throw error;
  }
}

async function reloadRecordsTab(spreadsheet: Spreadsheet, writer: Writer, { state, index }: Loaded): Promise<void> {
  await rereadRecordsTab(spreadsheet, state.records);
  writer.markDirty(allRecords(index));
}

function reportCells(reports: CellReports, { faults, recordFaults, headers, lostRows, state }: Loaded): void {
  reports.replace('headers', headers);
  reports.replace('lost_rows', lostRows);
  reports.replace('hidden_tab', cellReports(recordFaults, state));
  reports.replace('visible_tabs', cellReports(faults, state));
}

/** Applies entries that other instances forwarded. */
async function receive(
  entries: readonly Entry[],
  mirror: Mirror,
  journal: Journal,
  apply: (entry: Entry) => void,
): Promise<void> {
  for (const entry of entries) {
    apply(entry);
    // As it is now: it may be about somebody who was erased since it was forwarded.
    const applied = currentEntry(entry, mirror.index);
    mirror.received.push(applied);
    await journal.append(applied);
  }
}

async function forgetErased(
  mirror: Mirror,
  { journal, writer }: Pick<MirrorOptions, 'journal' | 'writer'>,
  recent: RecentErasures,
  done: readonly DoneErasure[],
): Promise<void> {
  if (done.length === 0) return;
  recent.add(done);
  const parked = () => writer.parkedEntries(mirror.index);
  if (mirror.unwritten.length + mirror.received.length + parked().length === 0) return;
  const erased = (entry: Entry) => done.reduce((left, each) => entryAfter(left, each, mirror.index), entry);
  // Entries that arrive from here on are decided after the erasure.
  const dropFormer = await journal.mark();
  mirror.received = mirror.received.map(erased);
  mirror.unwritten = mirror.unwritten.map(erased);
  const entries = [...mirror.received, ...mirror.unwritten, ...parked()];
  await Promise.all(entries.map((entry) => journal.append(entry, { flush: true })));
  await dropFormer();
}

function allRecords(index: RecordIndex): RecordId[] {
  return KINDS.flatMap((kind) => index.values(kind).map(({ value }) => ({ kind, key: keyOf(kind, value) })));
}
