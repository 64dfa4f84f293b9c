import type { ChangeSet } from '../../../ports/order-store.js';
import { asSheetsFault, unavailable, type SheetsFault } from '../google/faults.js';
import type { HeldLease } from '../lease/lease-holder.js';
import { heartbeatRequest, LEASE_ROW, leaseIn } from '../lease/lease.js';
import { completeBatch, type FlushContext, type FlusherOptions, type SentBatch } from './sent-batch.js';
import { hasUnknownOutcome, resolveUnknownOutcome } from './unknown-outcome.js';

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

export function createFlusher(options: FlusherOptions): Flusher {
  const state = { flushedAt: -Infinity, lastWasInvalid: false, unresolved: undefined };
  const context: FlushContext = { ...options, state };
  return {
    get flushedAt() {
      return context.state.flushedAt;
    },
    async flush() {
      const { lease } = options.leaseHolder;
      if (lease !== undefined) await flush(context, lease);
    },
    resolveUnknownOutcome: () => resolveUnknownOutcome(context),
    hasUnknownOutcome: (changes) => hasUnknownOutcome(context, changes),
  };
}

async function flush(context: FlushContext, lease: HeldLease): Promise<void> {
  const { mirror, state, timing } = context;
  if (state.lastWasInvalid) await mirror.reloadRecordsTab();
  const sent = await prepare(context);
  const planned = sent?.batch.plan.requests ?? [];
  const isHeartbeatDue = Date.now() - state.flushedAt >= timing.heartbeatMs;
  if (planned.length > 0 || mirror.forwarded.count() > 0 || isHeartbeatDue) await send(context, lease, sent);
  // The sheet already matches, or every queued change was rejected as a conflict.
  else if (sent !== undefined) await completeBatch(context, sent, [], 'same_step');
}

/** Collects what there is to write; undefined if there is nothing. */
async function prepare({ journal, mirror, writer }: FlushContext): Promise<SentBatch | undefined> {
  // Mark the journal before collecting the records: an entry that arrives in between is written twice, never lost.
  const unwrittenCount = mirror.unwritten.length;
  const dropJournal = writer.dirtyCount() > 0 ? await journal.mark() : undefined;
  const batch = await writer.prepareBatch(mirror.index, mirror.state);
  return batch && { batch, dropJournal, unwrittenCount };
}

async function send(context: FlushContext, lease: HeldLease, sent: SentBatch | undefined): Promise<void> {
  const { spreadsheet, mirror, leaseHolder, self, state } = context;
  const batchNumber = lease.batchNumber + 1;
  const { requests = [], readBackRanges = [] } = sent?.batch.plan ?? {};
  const heartbeat = heartbeatRequest(lease.sheetId, self, batchNumber);
  try {
    const readBack = await spreadsheet.write(
      [heartbeat, ...mirror.forwarded.clearRequests(), ...requests],
      [LEASE_ROW, ...readBackRanges],
    );
    lease.batchNumber = batchNumber;
    state.flushedAt = Date.now();
    state.lastWasInvalid = false;
    mirror.forwarded.markCleared();
    leaseHolder.noteRequester(leaseIn(readBack));
    if (sent !== undefined) await completeBatch(context, sent, readBack, 'same_step');
  } catch (error) {
    if (sent !== undefined) handleFailure(context, sent, batchNumber, asSheetsFault(error));
    throw error;
  }
}

function handleFailure(
  { mirror, writer, state }: FlushContext,
  sent: SentBatch,
  batchNumber: number,
  fault: SheetsFault,
): void {
  if (fault.kind === 'unknown_outcome') {
    state.unresolved = { ...sent, batchNumber };
  } else if (fault.kind === 'invalid' && state.lastWasInvalid) {
    state.lastWasInvalid = false;
    writer.reject(sent.batch, unavailable(`the spreadsheet rejected the write: ${fault.message}`));
  } else {
    state.lastWasInvalid = fault.kind === 'invalid';
    // Locate all rows again before the retry.
    if (state.lastWasInvalid) mirror.pollSoon();
    writer.requeue(sent.batch);
  }
}
