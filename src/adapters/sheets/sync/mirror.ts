import { conflict } from '../../../domain/model/errors.js';
import { KINDS, keyOf, recordOf, type RecordId } from '../../../domain/model/records.js';
import type { Logger } from '../../../ports/runtime.js';
import type { RecordIndex } from '../../memory/index.js';
import type { SheetRequest, Spreadsheet, TabFacts } from '../google/spreadsheet.js';
import { LEASE_ROW, leaseOf, type LeaseCells } from '../lease/lease.js';
import { FORWARDED_TAB, wholeTab } from '../tabs/layout.js';
import { locateOrphanCells, type SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { createFaultReporter } from '../edits/cell-faults.js';
import { readEntry, type Entry, type Journal } from '../journal/journal.js';
import { forwardedTabOf, load, readTabs, rereadRecordsTab } from './load.js';
import { mergeEdits } from '../edits/merge-edits.js';
import { tryWrite, type EditContext, type EditRules } from '../edits/reconcile.js';
import type { Writer } from '../batches/writer.js';

export interface MirrorOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly rules: EditRules;
}

/** The last known state of the spreadsheet, and the index of records in memory, which may be ahead of it. */
export interface Mirror {
  readonly state: SpreadsheetState;
  readonly index: RecordIndex;
  /** Journal entries not yet in the sheet. They are applied again after a reload. */
  unwritten: Entry[];
  /** When the whole sheet was last loaded, and when the visible tabs were last polled. */
  readonly loadedAt: number;
  readonly polledAt: number;
  /** Reads the whole sheet. Only the lease holder writes the corrections that this results in. */
  reload(tabs: readonly TabFacts[], isHolder: boolean): Promise<void>;
  /** Merges edits of users and entries forwarded by other instances. @returns the lease row */
  poll(): Promise<LeaseCells>;
  /** Makes the next step poll, to find out where rows are now. */
  pollSoon(): void;
  /** Reads the hidden records tab again after its rows turned out to have moved. */
  reloadRecordsTab(): Promise<void>;
  /** Whether there is anything to write to the sheet. */
  hasWork(): boolean;
  /** Entries that other instances forwarded, to be cleared in the batch that writes them. */
  readonly forwarded: { count(): number; clearRequests(): SheetRequest[]; markCleared(): void };
}

export function createMirror({ spreadsheet, journal, writer, logger, rules }: MirrorOptions): Mirror {
  const faultReporter = createFaultReporter(logger);
  const contextNow = (): EditContext => ({ ...rules, now: Date.now() });
  let missing: Set<string>;
  let state: SpreadsheetState;
  let index: RecordIndex;
  let forwardedTab: { sheetId: number | undefined; rows: number } = { sheetId: undefined, rows: 0 };
  let [loadedAt, polledAt] = [-Infinity, -Infinity];

  const mirror: Mirror = {
    get state() {
      return state;
    },
    get index() {
      return index;
    },
    get loadedAt() {
      return loadedAt;
    },
    get polledAt() {
      return polledAt;
    },
    unwritten: [...journal.recovered],
    async reload(tabs, isHolder) {
      const loaded = await load(spreadsheet, tabs, contextNow());
      ({ state, index, missing } = loaded);
      writer.reset();
      forwardedTab = { sheetId: forwardedTabOf(tabs), rows: 0 };
      loadedAt = polledAt = Date.now();
      faultReporter.report(loaded.faults);
      if (isHolder) writer.markDirty(loaded.touched);
      for (const entry of mirror.unwritten) writer.markDirty(applyEntry(entry));
    },
    async poll() {
      const ranges = forwardedTab.sheetId === undefined ? [] : [wholeTab(FORWARDED_TAB)];
      const { readings, more } = await readTabs(spreadsheet, state, [LEASE_ROW, ...ranges]);
      polledAt = Date.now();
      const merged = await mergeEdits(readings, state, index, {
        ...contextNow(),
        missing,
        dirty: { has: (id) => writer.dirty.has(id) },
      });
      writer.markDirty(merged.touched);
      faultReporter.report(merged.faults);
      locateOrphanCells(state, readings);
      const forwarded = more[1] ?? [];
      forwardedTab.rows = forwarded.length;
      for (const [text] of forwarded) await applyForwardedEntry(text);
      return leaseOf(more[0] ?? []);
    },
    pollSoon() {
      polledAt = -Infinity;
    },
    async reloadRecordsTab() {
      await rereadRecordsTab(spreadsheet, state.records);
      writer.markDirty(allRecords());
    },
    hasWork: () =>
      writer.dirty.size > 0 ||
      state.erased.size > 0 ||
      forwardedTab.rows > 0 ||
      state.orphanCells.some(({ row }) => row !== undefined),
    forwarded: {
      count: () => forwardedTab.rows,
      clearRequests() {
        const { sheetId, rows } = forwardedTab;
        if (sheetId === undefined || rows === 0) return [];
        return [
          { updateCells: { range: { sheetId, startRowIndex: 0, endRowIndex: rows }, fields: 'userEnteredValue' } },
        ];
      },
      markCleared() {
        forwardedTab.rows = 0;
      },
    },
  };
  return mirror;

  /** An entry from an instance that did not hold the lease. */
  async function applyForwardedEntry(text: unknown): Promise<void> {
    if (typeof text !== 'string' || text === '') return;
    let entry: Entry;
    try {
      entry = readEntry(text);
    } catch {
      logger.warn('sheets.forwarded_entry_ignored', { tab: FORWARDED_TAB });
      return;
    }
    await journal.append(entry);
    writer.markDirty(applyEntry(entry));
  }

  function applyEntry({ records, lastCaller }: Entry): RecordId[] {
    const touched: RecordId[] = [];
    let pending = records;
    // What one record of the entry gives up, another one may take: as long as some can be written, the rest is tried again.
    for (let before = Infinity; pending.length > 0 && pending.length < before;) {
      before = pending.length;
      pending = pending.filter(({ kind, key, value }) => {
        if (value === undefined) index.remove({ kind, key });
        else if (!tryWrite(recordOf(kind, value), index)) return true;
        touched.push({ kind, key });
        return false;
      });
    }
    for (const { kind } of pending) logger.error('sheets.entry_not_applied', conflict(), { kind });
    const session = lastCaller && index.get('session', lastCaller.sessionId)?.value;
    if (session?.kind === 'open' && session.closedAt === undefined) {
      index.write({ kind: 'session', value: { ...session, lastCaller: lastCaller?.phone } });
      touched.push({ kind: 'session', key: session.id });
    }
    return touched;
  }

  function allRecords(): RecordId[] {
    return KINDS.flatMap((kind) => index.values(kind).map(({ value }) => ({ kind, key: keyOf(kind, value) })));
  }
}
