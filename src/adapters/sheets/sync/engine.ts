import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeSet, RecordId } from '../../../ports/order-store.js';
import type { Logger } from '../../../ports/runtime.js';
import type { RecordIndex } from '../../memory/index.js';
import { asSheetsFault, unavailable } from '../google/faults.js';
import type { Spreadsheet } from '../google/spreadsheet.js';
import { createLeaseHolder } from '../lease/lease-holder.js';
import { createFlusher } from '../batches/flusher.js';
import type { Entry, Journal } from '../journal/journal.js';
import { createMirror } from './mirror.js';
import type { EditRules } from '../edits/reconcile.js';
import type { Timing } from './timing.js';
import { createWorker, pauseAfter } from './worker.js';
import { createWriter } from '../batches/writer.js';

export interface EngineOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly label: string;
  readonly whenHeld: 'ask' | 'refuse';
  readonly rules: EditRules;
}

/** A change applied in memory, and the journal entry that survives the process until the sheet has the change. */
export interface MemoryChange {
  readonly ids: readonly RecordId[];
  readonly entry: Entry | undefined;
  readonly flush?: boolean;
}

/** Keeps the index in memory and the spreadsheet in sync, one step at a time. */
export interface Engine {
  index(): RecordIndex;
  start(): Promise<void>;
  /** Takes effect, and resolves, once the change is in the sheet. */
  write(changes: ChangeSet, timeoutMs: number): Promise<void>;
  /** Takes effect immediately and reaches the sheet within seconds. */
  changeMemory(change: (index: RecordIndex) => MemoryChange): Promise<void>;
  /** Number of records not yet in the sheet, plus queued change sets. */
  backlog(): number;
  isOffline(): boolean;
  isHolder(): boolean;
  hasUnknownOutcome(changes: ChangeSet): boolean;
  stop(): Promise<void>;
}

/** Consecutive faults after which Google counts as unreachable. */
const OFFLINE_AFTER_FAULTS = 2;
/** Limit of batches on shutdown. Each row that a user moves during a write takes one more batch. */
const MAX_SHUTDOWN_BATCHES = 100;
export const GOOGLE_UNREACHABLE = 'Google Sheets does not answer; writes are refused until it does';

export function createEngine({ label, ...options }: EngineOptions): Engine {
  const { journal, logger, timing } = options;
  const writer = createWriter((event, error) => {
    logger.error(event, error);
  });
  const shared = { ...options, writer, self: { id: journal.id, label } };
  const mirror = createMirror(shared);
  const leaseHolder = createLeaseHolder({ ...shared, mirror });
  const flusher = createFlusher({ ...shared, mirror, leaseHolder });
  const worker = createWorker(timing, step, onFault);
  let stopped: Promise<void> | undefined;
  let consecutiveFaults = 0;

  return {
    index: () => mirror.index,
    async start() {
      await leaseHolder.start();
      worker.start();
    },
    async write(changes, timeoutMs) {
      if (worker.isStopping()) throw unavailable('the store is closing');
      const refusal = leaseHolder.refusal();
      if (refusal !== undefined) throw refusal;
      const written = writer.enqueue(changes, timeoutMs);
      worker.wake();
      await written;
    },
    async changeMemory(change) {
      const { ids, entry, flush = false } = change(mirror.index);
      if (writer.dirty.size === 0) worker.wake();
      writer.markDirty(ids);
      if (entry === undefined) return;
      mirror.unwritten.push(entry);
      await journal.append(entry, { flush }).catch((error: unknown) => {
        // The call goes on: the change is in memory and reaches the sheet soon.
        logger.error('sheets.journal_failed', error);
        if (flush) throw unavailable('the journal cannot be written', error);
      });
    },
    backlog: () => writer.dirty.size + writer.queued(),
    isOffline: () => consecutiveFaults >= OFFLINE_AFTER_FAULTS,
    isHolder: () => leaseHolder.lease !== undefined,
    hasUnknownOutcome: (changes) => flusher.hasUnknownOutcome(changes),
    stop: () => (stopped ??= stop()),
  };

  async function step(): Promise<number> {
    const pauseMs = await performStep();
    consecutiveFaults = 0;
    return pauseMs;
  }

  /** @returns milliseconds until the next step is due */
  async function performStep(): Promise<number> {
    const now = Date.now();
    await flusher.resolveUnknownOutcome();
    if (leaseHolder.lease === undefined) return leaseHolder.standBy(now);
    if (now - mirror.polledAt >= timing.pollMs) leaseHolder.noteRequester(await mirror.poll());
    const isDue = writer.queued() > 0 || (mirror.hasWork() && now - flusher.flushedAt >= timing.flushMs);
    if (isDue || now - flusher.flushedAt >= timing.heartbeatMs) await flusher.flush();
    if (leaseHolder.isRequested()) {
      if (mirror.hasWork() || writer.queued() > 0) await flusher.flush();
      await leaseHolder.handOver();
    }
    if (writer.queued() > 0) return 0;
    const flushMs = mirror.hasWork() ? timing.flushMs : timing.heartbeatMs;
    return Math.max(0, Math.min(mirror.polledAt + timing.pollMs, flusher.flushedAt + flushMs) - Date.now());
  }

  function onFault(error: unknown): number | undefined {
    const fault = asSheetsFault(error);
    logger.warn('sheets.fault', { reason: fault.message, kind: fault.kind });
    if (fault.kind === 'fenced') leaseHolder.markLost();
    // An exhausted quota recovers within seconds: queued writes may wait.
    if (fault.status !== 429) consecutiveFaults += 1;
    if (consecutiveFaults >= OFFLINE_AFTER_FAULTS) writer.rejectAll(unavailable(GOOGLE_UNREACHABLE));
    return fault.retryAfterMs;
  }

  async function stop(): Promise<void> {
    await worker.stop();
    const deadline = Date.now() + timing.writeTimeoutMs;
    for (let attempt = 0; !(await tryFlushOnShutdown(deadline)); attempt += 1) await sleep(pauseAfter(timing, attempt));
    writer.rejectAll(unavailable('the store is closing'));
    await journal.close();
  }

  /** @returns whether shutdown is done; false to retry. The journal keeps what could not be written. */
  async function tryFlushOnShutdown(deadline: number): Promise<boolean> {
    try {
      await flushOnShutdown();
      return true;
    } catch (error) {
      onFault(error);
      if (Date.now() < deadline && asSheetsFault(error).kind !== 'invalid') return false;
      logger.warn('sheets.not_flushed', { reason: asSheetsFault(error).message, records: writer.dirty.size });
      return true;
    }
  }

  async function flushOnShutdown(): Promise<void> {
    await flusher.resolveUnknownOutcome();
    if (leaseHolder.lease === undefined) {
      if (mirror.unwritten.length > 0) await leaseHolder.standBy(-Infinity);
      return;
    }
    for (let round = 0; round < MAX_SHUTDOWN_BATCHES && (mirror.hasWork() || writer.queued() > 0); round += 1) {
      // Rows were moved: find out where they are before writing again.
      if (mirror.polledAt === -Infinity) await mirror.poll();
      await flusher.flush();
    }
    await leaseHolder.release();
  }
}
