import type { Erasure } from '../../../domain/model/erasure.js';
import type { E164 } from '../../../domain/model/phone-number.js';
import type { ChangeSet, RecordId, StoreFinding } from '../../../ports/order-store.js';
import type { TypedAnswer, TypedConfirmation } from '../../../ports/typed-confirmation.js';
import type { Logger } from '../../../ports/runtime.js';
import type { RecordIndex } from '../../memory/index.js';
import { idsIn } from '../batches/rebase.js';
import { createFlusher } from '../batches/flusher.js';
import { createWriter } from '../batches/writer.js';
import type { EditRules } from '../edits/reconcile.js';
import { createCellReports, type CellReports } from '../cell-reports.js';
import { asSheetsFault, unavailable } from '../google/faults.js';
import type { Spreadsheet } from '../google/spreadsheet.js';
import type { Entry } from '../journal/entry.js';
import type { Journal } from '../journal/journal.js';
import { createLeaseHolder } from '../lease/lease-holder.js';
import { flushOnShutdown } from './flush-on-shutdown.js';
import { locateRows } from './locate-rows.js';
import { createMirror } from './mirror.js';
import { createOutage } from './outage.js';
import { performStep, type SyncContext } from './sync-step.js';
import type { Timing } from './timing.js';
import { createWorker, type Worker } from './worker.js';

export interface EngineOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly label: string;
  readonly whenHeld: 'ask' | 'refuse';
  readonly rules: EditRules;
}

/** A change applied in memory, and the journal entry that preserves it until it is in the sheet. */
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
  /** Removes from the journal what an erasure has removed from the index. */
  forgetErased(erasure: Erasure, changes: ChangeSet): Promise<void>;
  /** Number of records not yet in the sheet, plus queued change sets. */
  backlog(): number;
  findings(): readonly StoreFinding[];
  outOfRotation(): ReadonlyMap<E164, string>;
  /** Rows that ask for a confirmation. None while another instance writes. */
  typedRequests(): readonly TypedConfirmation[];
  answerTyped(reference: string, answer: TypedAnswer): void;
  isOffline(): boolean;
  /** Why writes are refused while it is. */
  offlineRefusal(): Error;
  isHolder(): boolean;
  hasUnknownOutcome(changes: ChangeSet): boolean;
  stop(): Promise<void>;
}

interface Context extends SyncContext {
  readonly journal: Journal;
  readonly reports: CellReports;
  readonly worker: Worker;
}

export function createEngine(options: EngineOptions): Engine {
  const context = createParts(options);
  const { reports, writer, mirror, leaseHolder, flusher, outage, worker } = context;
  let stopped: Promise<void> | undefined;
  return {
    index: () => mirror.index,
    async start() {
      await leaseHolder.start();
      worker.start();
    },
    write: (changes, timeoutMs) => write(context, changes, timeoutMs),
    changeMemory: (change) => changeMemory(context, change),
    forgetErased: (erasure, changes) => mirror.forgetErased([{ erasure, touched: idsIn(changes) }]),
    backlog: () => writer.dirtyCount() + writer.parkedCount() + writer.queued(),
    findings: () => reports.list(),
    outOfRotation: () => reports.outOfRotation(),
    typedRequests: () => (leaseHolder.lease === undefined ? [] : mirror.typedRequests()),
    answerTyped(reference, answer) {
      mirror.answerTyped(reference, answer);
      worker.wake();
    },
    isOffline: () => outage.isOffline(),
    offlineRefusal: () => outage.refusal(),
    isHolder: () => leaseHolder.lease !== undefined,
    hasUnknownOutcome: (changes) => flusher.hasUnknownOutcome(changes),
    stop: () => (stopped ??= stop(context)),
  };
}

function createParts({ label, ...options }: EngineOptions): Context {
  const { spreadsheet, journal, logger, timing } = options;
  const writer = createWriter((event, error) => {
    logger.error(event, error);
  });
  const reports = createCellReports(logger);
  const shared = { ...options, writer, reports, self: { id: journal.id, label } };
  const mirror = createMirror(shared);
  const leaseHolder = createLeaseHolder({ ...shared, mirror });
  const located = { spreadsheet, mirror, leaseHolder };
  const flusher = createFlusher({ ...shared, mirror, leaseHolder, locateRows: () => locateRows(located) });
  const outage = createOutage(leaseHolder, writer, logger);
  const parts = { spreadsheet, journal, reports, logger, timing, writer, mirror, leaseHolder, flusher, outage };
  const worker = createWorker(timing, step, (error) => {
    outage.noteFault(error);
    return asSheetsFault(error).retryAfterMs;
  });
  return { ...parts, worker };

  async function step(): Promise<number> {
    const pauseMs = await performStep(parts);
    outage.noteSuccess();
    return pauseMs;
  }
}

async function write({ leaseHolder, worker, writer }: Context, changes: ChangeSet, timeoutMs: number): Promise<void> {
  if (worker.isStopping()) throw unavailable('the store is closing');
  const refusal = leaseHolder.refusal();
  if (refusal !== undefined) throw refusal;
  const written = writer.enqueue(changes, timeoutMs);
  worker.wake();
  await written;
}

async function changeMemory(
  { journal, logger, mirror, worker, writer }: Context,
  change: (index: RecordIndex) => MemoryChange,
): Promise<void> {
  const { ids, entry, flush = false } = change(mirror.index);
  if (writer.dirtyCount() === 0) worker.wake();
  writer.markDirty(ids);
  if (entry === undefined) return;
  mirror.unwritten.push(entry);
  await journal.append(entry, { flush }).catch((error: unknown) => {
    // The call goes on: the change is in memory and reaches the sheet soon.
    logger.error('sheets.journal_failed', error);
    if (flush) throw unavailable('the journal cannot be written', error);
  });
}

async function stop(context: Context): Promise<void> {
  const { journal, worker, writer } = context;
  await worker.stop();
  await flushOnShutdown(context);
  writer.rejectAll(unavailable('the store is closing'));
  await journal.close();
}
