import type { ChangeSet } from '../../../ports/order-store.js';
import { asSheetsFault, type SheetsFault } from '../google/faults.js';
import type { ReadBack } from '../google/spreadsheet.js';
import type { HeldLease } from '../lease/lease-holder.js';
import { movedTabs } from './moved-columns.js';
import { handleRefusal } from './refusals.js';
import { isOfContent, sendBatch } from './send-batch.js';
import { locateCell } from './locate-cell.js';
import { completeBatch, type FlushContext, type FlusherOptions, type SentBatch } from './sent-batch.js';
import { hasUnknownOutcome, resolveUnknownOutcome } from './unknown-outcome.js';

/** Writes pending changes to the sheet, one atomic batch at a time, each exactly once. */
export interface Flusher {
  /** When the last batch succeeded. */
  readonly flushedAt: number;
  /** When the last one was sent, whatever became of it. */
  readonly triedAt: number;
  flush(): Promise<void>;
  /** Finds out whether a batch without an answer was carried out. Must be called before anything else is sent. */
  resolveUnknownOutcome(): Promise<void>;
  /** Whether these changes share records with a batch whose outcome is unknown. */
  hasUnknownOutcome(changes: ChangeSet): boolean;
}

export function createFlusher(options: FlusherOptions): Flusher {
  const never = -Infinity;
  const state = {
    ...{ flushedAt: never, triedAt: never, refusedAt: never, locatedAt: never },
    ...{ refusedColumns: new Set<string>(), wasRefused: false, unresolved: undefined },
  };
  const context: FlushContext = { ...options, state };
  return {
    get flushedAt() {
      return context.state.flushedAt;
    },
    get triedAt() {
      return context.state.triedAt;
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
  const { mirror, writer, reports, state, timing } = context;
  const isHeartbeatDue = () => Date.now() - state.flushedAt >= timing.heartbeatMs;
  // What is refused is no heartbeat.
  if (writer.isSplitting() && isHeartbeatDue()) await sendBatch(context, lease, []);
  const sent = await prepare(context);
  const planned = sent?.batch.plan.requests ?? [];
  const search = sent?.batch.search;
  if (sent !== undefined && search?.kind === 'cell' && planned.length > 0) {
    await locateCell(context, lease, sent.batch, search.of);
  } else if (planned.length > 0 || mirror.forwarded.count() > 0 || isHeartbeatDue()) await send(context, lease, sent);
  // The sheet already matches, or every queued change was rejected as a conflict.
  else if (sent !== undefined) await completeBatch(context, sent, [], 'same_step');
  reports.replace('writes', writer.parkedReports());
}

/** Collects what there is to write; undefined if there is nothing. */
async function prepare({ journal, mirror, writer }: FlushContext): Promise<SentBatch | undefined> {
  // Mark the journal before collecting the records: an entry that arrives in between is written twice, never lost.
  const unwrittenCount = mirror.unwritten.length;
  const hasEntries = writer.dirtyCount() > 0 || unwrittenCount > 0;
  const dropJournal = hasEntries ? await journal.mark() : undefined;
  const batch = await writer.prepareBatch(mirror.index, mirror.state);
  return batch && { batch, dropJournal, unwrittenCount };
}

async function send(context: FlushContext, lease: HeldLease, sent: SentBatch | undefined): Promise<void> {
  const { mirror, state } = context;
  // Not with suspects: a refusal is then of one of them.
  const clearing = state.wasRefused || sent?.batch.search !== undefined ? [] : mirror.forwarded.clearRequests();
  const batchNumber = lease.batchNumber + 1;
  let readBack: readonly ReadBack[];
  try {
    readBack = await sendBatch(context, lease, [...clearing, ...(sent?.batch.plan.requests ?? [])], sent?.batch);
  } catch (error) {
    const fault = asSheetsFault(error);
    const isRefused = isOfContent(fault, lease);
    if (isRefused) state.wasRefused = true;
    if (sent === undefined) throw error;
    if (isRefused) await handleRefusal(context, lease, sent.batch, { fault, clearing: clearing.length });
    else handleFailure(context, sent, batchNumber, fault);
    if (!isRefused) throw error;
    return;
  }
  if (clearing.length > 0) mirror.forwarded.markCleared();
  state.wasRefused = false;
  if (sent === undefined) return;
  const moved = movedTabs(sent.batch.plan, readBack, mirror.state);
  if (moved.length === 0) {
    await completeBatch(context, sent, readBack, 'same_step');
    return;
  }
  state.unresolved = { ...sent, batchNumber, isInSheet: true, moved, written: [] };
  await resolveUnknownOutcome(context);
}

function handleFailure(
  { writer, state }: FlushContext,
  sent: SentBatch,
  batchNumber: number,
  fault: SheetsFault,
): void {
  if (fault.kind === 'unknown_outcome') {
    state.unresolved = { ...sent, batchNumber, isInSheet: false, moved: undefined, written: [] };
  } else writer.requeue(sent.batch);
}
