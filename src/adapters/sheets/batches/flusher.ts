import type { ChangeSet } from '../../../ports/order-store.js';
import type { Logger } from '../../../ports/runtime.js';
import { asSheetsFault, unavailable, type SheetsFault } from '../google/faults.js';
import type { Spreadsheet } from '../google/spreadsheet.js';
import type { LeaseHolder } from '../lease/lease-holder.js';
import { heartbeatRequest, LEASE_ROW, leaseIn, readLease, acquireRequests } from '../lease/lease.js';
import { wholeTab } from '../tabs/layout.js';
import { rowId } from '../tabs/records-tab.js';
import type { Journal } from '../journal/journal.js';
import type { Mirror } from '../sync/mirror.js';
import { idsIn } from './rebase.js';
import type { Timing } from '../sync/timing.js';
import type { MisplacedUpdate } from './verify-batch.js';
import type { PendingBatch, Writer } from './writer.js';

export interface FlusherOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly mirror: Mirror;
  readonly leaseHolder: LeaseHolder;
  readonly writer: Writer;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly self: { readonly id: string; readonly label: string };
}

/** Writes pending changes to the sheet, one atomic batch at a time, each exactly once. */
export interface Flusher {
  /** When the last batch succeeded. */
  readonly flushedAt: number;
  flush(): Promise<void>;
  /** Finds out whether a batch without an answer was carried out. Must be called before anything else is sent. */
  resolveUnknownOutcome(): Promise<void>;
  /** Whether these changes share records with a batch whose outcome is unknown. */
  hasUnknownOutcome(changes: ChangeSet): boolean;
}

/** A batch, and how to drop the journal entries it covers. */
interface SentBatch {
  readonly batch: PendingBatch;
  readonly dropJournal: (() => Promise<void>) | undefined;
  /** How many of the unwritten entries are in the batch. */
  readonly unwrittenCount: number;
}

export function createFlusher(options: FlusherOptions): Flusher {
  const { spreadsheet, journal, mirror, leaseHolder, writer, logger, timing, self } = options;
  let flushedAt = -Infinity;
  /** Whether Google rejected the last batch as invalid: rows that it refers to may be gone. */
  let lastWasInvalid = false;
  let unresolved: (SentBatch & { readonly batchNumber: number }) | undefined;

  return {
    get flushedAt() {
      return flushedAt;
    },
    flush,
    resolveUnknownOutcome,
    hasUnknownOutcome(changes) {
      if (unresolved === undefined) return false;
      const keys = writer.keysOf(unresolved.batch);
      return idsIn(changes).some((id) => keys.has(rowId(id)));
    },
  };

  async function flush(): Promise<void> {
    const { lease } = leaseHolder;
    if (lease === undefined) return;
    if (lastWasInvalid) await mirror.reloadRecordsTab();
    // Mark the journal before collecting the records: an entry that arrives in between is written twice, never lost.
    const unwrittenCount = mirror.unwritten.length;
    const dropJournal = writer.dirty.size > 0 ? await journal.mark() : undefined;
    const batch = await writer.prepareBatch(mirror.index, mirror.state);
    const sent = batch === undefined ? undefined : { batch, dropJournal, unwrittenCount };
    const isHeartbeatDue = Date.now() - flushedAt >= timing.heartbeatMs;
    if ((batch?.plan.requests ?? []).length === 0 && mirror.forwarded.count() === 0 && !isHeartbeatDue) {
      // The sheet already matches, or every queued change was rejected as a conflict.
      if (sent !== undefined)
        await completeBatch(sent, await writer.confirm(sent.batch, [], mirror.index, 'same_step'));
      return;
    }
    const batchNumber = lease.batchNumber + 1;
    const requests = [
      heartbeatRequest(lease.sheetId, self, batchNumber),
      ...mirror.forwarded.clearRequests(),
      ...(batch?.plan.requests ?? []),
    ];
    try {
      const readBack = await spreadsheet.write(requests, [LEASE_ROW, ...(batch?.plan.readBackRanges ?? [])]);
      lease.batchNumber = batchNumber;
      flushedAt = Date.now();
      lastWasInvalid = false;
      mirror.forwarded.markCleared();
      leaseHolder.noteRequester(leaseIn(readBack));
      if (sent === undefined) return;
      await completeBatch(sent, await writer.confirm(sent.batch, readBack, mirror.index, 'same_step'));
    } catch (error) {
      if (sent !== undefined) handleFailure(sent, batchNumber, asSheetsFault(error));
      throw error;
    }
  }

  async function completeBatch(
    { batch, dropJournal, unwrittenCount }: SentBatch,
    misplaced: readonly MisplacedUpdate[],
  ): Promise<void> {
    if (batch.isComplete && dropJournal !== undefined) {
      mirror.unwritten = mirror.unwritten.slice(unwrittenCount);
      await dropJournal();
    }
    if (misplaced.length === 0) return;
    // A row was moved during the write: locate all rows again and rewrite both affected rows.
    for (const { title, row, kind, intendedKey, actualKey, cells } of misplaced) {
      logger.warn('sheets.row_moved', { tab: title, row: row + 1 });
      if (kind === 'hidden') continue;
      writer.markDirty([{ kind, key: intendedKey }, ...(actualKey === undefined ? [] : [{ kind, key: actualKey }])]);
      if (actualKey === undefined) mirror.state.orphanCells.push({ kind, cells, row: undefined });
    }
    if (misplaced.some(({ kind }) => kind === 'hidden')) await mirror.reloadRecordsTab();
    mirror.pollSoon();
    flushedAt = -Infinity;
  }

  function handleFailure(sent: SentBatch, batchNumber: number, fault: SheetsFault): void {
    if (fault.kind === 'unknown_outcome') {
      unresolved = { ...sent, batchNumber };
    } else if (fault.kind === 'invalid' && lastWasInvalid) {
      lastWasInvalid = false;
      writer.reject(sent.batch, unavailable(`the spreadsheet rejected the write: ${fault.message}`));
    } else {
      lastWasInvalid = fault.kind === 'invalid';
      // Locate all rows again before the retry.
      if (lastWasInvalid) mirror.pollSoon();
      writer.requeue(sent.batch);
    }
  }

  /**
   * Acquires the lease again. After that the unresolved batch can no longer be carried out, and the batch number copied
   * from the former lease tells whether it was.
   */
  async function resolveUnknownOutcome(): Promise<void> {
    const { lease } = leaseHolder;
    if (unresolved === undefined) return;
    const { batchNumber, ...sent } = unresolved;
    const { batch } = sent;
    // The lease was lost while resolving the outcome.
    if (lease === undefined) {
      rejectUnresolved(batch);
      return;
    }
    const { view, tabs } = await readLease(spreadsheet);
    if (view.sheetId !== lease.sheetId && view.holder !== self.id) {
      rejectUnresolved(batch);
      leaseHolder.markLost();
      return;
    }
    // An earlier attempt to resolve the outcome may have succeeded without an answer.
    const isDone = view.sheetId !== undefined && view.sheetId !== lease.sheetId;
    const acquired = isDone ? { sheetId: view.sheetId, requests: [] } : acquireRequests(view, tabs, self);
    // Read whole tabs: if the batch was not carried out, its row ranges may be beyond the grid.
    const readBack = await spreadsheet.write(
      [...acquired.requests, heartbeatRequest(acquired.sheetId, self, 0)],
      [LEASE_ROW, ...batch.plan.tabs.map(wholeTab)],
    );
    leaseHolder.lease = { sheetId: acquired.sheetId, batchNumber: 0 };
    unresolved = undefined;
    if (leaseIn(readBack).formerBatchNumber >= batchNumber) {
      await completeBatch(sent, await writer.confirm(batch, readBack, mirror.index, 'later'));
      mirror.pollSoon();
    } else {
      writer.requeue(batch);
    }
  }

  function rejectUnresolved(batch: PendingBatch): void {
    unresolved = undefined;
    writer.reject(
      batch,
      unavailable('the outcome of the write to the spreadsheet is unknown; the same request can be retried'),
    );
  }
}
