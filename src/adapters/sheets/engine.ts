import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeSet } from '../../ports/order-store.js';
import type { Logger } from '../../ports/runtime.js';
import type { RecordId, RecordsCopy } from '../records/index.js';
import { asSheetsFault, unavailable } from './faults.js';
import { createFlusher } from './flusher.js';
import type { Spreadsheet } from './google.js';
import type { Entry, Journal } from './journal.js';
import { createMirror } from './mirror.js';
import type { Pace } from './pace.js';
import { createTenure } from './tenure.js';
import { createWorker, pauseAfter } from './worker.js';
import { createWriter } from './writer.js';

export interface EngineOptions {
  readonly spreadsheet: Spreadsheet;
  readonly journal: Journal;
  readonly logger: Logger;
  readonly pace: Pace;
  readonly label: string;
  readonly whenHeld: 'ask' | 'refuse';
  readonly quarantineMs: number;
}

/** A change of memory, and what must survive the process until the sheet has it. */
export interface MemoryChange {
  readonly ids: readonly RecordId[];
  readonly entry: Entry | undefined;
  readonly flush?: boolean;
}

/** Keeps the copy in memory and the spreadsheet the same, one step after the other. */
export interface Engine {
  copy(): RecordsCopy;
  start(): Promise<void>;
  /** Takes effect, and resolves, once it is in the sheet. */
  write(changes: ChangeSet, patienceMs: number): Promise<void>;
  /** Takes effect at once, and reaches the sheet within seconds. */
  changeMemory(change: (copy: RecordsCopy) => MemoryChange): Promise<void>;
  /** Records that are not in the sheet yet, and requests that wait for it. */
  backlog(): number;
  isOffline(): boolean;
  isHolder(): boolean;
  isInDoubt(changes: ChangeSet): boolean;
  stop(): Promise<void>;
}

/** Faults in a row after which Google counts as away. */
const OFFLINE_AFTER = 2;
/** Batches that a stop may take: a row that people move at that very moment takes one more. */
const LAST_ROUNDS = 100;
export const GOOGLE_IS_AWAY = 'Google does not answer, and nothing new is taken until it does';

export function createEngine({ label, ...options }: EngineOptions): Engine {
  const { journal, logger, pace } = options;
  const writer = createWriter((event, error) => {
    logger.error(event, error);
  });
  const parts = { ...options, writer, me: { id: journal.id, label } };
  const mirror = createMirror(parts);
  const tenure = createTenure({ ...parts, mirror });
  const flusher = createFlusher({ ...parts, mirror, tenure });
  const worker = createWorker(pace, turn, onFault);
  let stopped: Promise<void> | undefined;
  /** In a row. */
  let faults = 0;

  return {
    copy: () => mirror.copy,
    async start() {
      await tenure.start();
      worker.start();
    },
    async write(changes, patienceMs) {
      if (worker.isStopping()) throw unavailable('the store is being closed');
      const refusal = tenure.refusal();
      if (refusal !== undefined) throw refusal;
      const written = writer.enqueue(changes, patienceMs);
      worker.wake();
      await written;
    },
    async changeMemory(change) {
      const { ids, entry, flush = false } = change(mirror.copy);
      if (writer.dirty.size === 0) worker.wake();
      writer.note(ids);
      if (entry === undefined) return;
      mirror.unseen.push(entry);
      await journal.append(entry, { flush }).catch((error: unknown) => {
        // The call goes on: it is in memory, and in the sheet soon.
        logger.error('sheets.journal_failed', error);
        if (flush) throw unavailable('the journal cannot be written', error);
      });
    },
    backlog: () => writer.dirty.size + writer.waiting(),
    isOffline: () => faults >= OFFLINE_AFTER,
    isHolder: () => tenure.lease !== undefined,
    isInDoubt: (changes) => flusher.isInDoubt(changes),
    stop: () => (stopped ??= stop()),
  };

  async function turn(): Promise<number> {
    const pauseMs = await work();
    faults = 0;
    return pauseMs;
  }

  /** One step of work. @returns after how many milliseconds there is something to do again */
  async function work(): Promise<number> {
    const now = Date.now();
    await flusher.settleDoubt();
    if (tenure.lease === undefined) return tenure.standBy(now);
    if (now - mirror.lookedAt >= pace.pollMs) tenure.noteAsker(await mirror.poll());
    const isDue = writer.waiting() > 0 || (mirror.hasWork() && now - flusher.flushedAt >= pace.flushMs);
    if (isDue || now - flusher.flushedAt >= pace.beatMs) await flusher.flush();
    if (tenure.isAsked()) {
      if (mirror.hasWork() || writer.waiting() > 0) await flusher.flush();
      await tenure.handOver();
    }
    if (writer.waiting() > 0) return 0;
    const flushMs = mirror.hasWork() ? pace.flushMs : pace.beatMs;
    return Math.max(0, Math.min(mirror.lookedAt + pace.pollMs, flusher.flushedAt + flushMs) - Date.now());
  }

  function onFault(error: unknown): number | undefined {
    const fault = asSheetsFault(error);
    logger.warn('sheets.fault', { reason: fault.message, kind: fault.kind });
    if (fault.kind === 'fenced') tenure.lose();
    // A quota that is used up is a matter of seconds: who waits may wait.
    if (fault.status !== 429) faults += 1;
    if (faults >= OFFLINE_AFTER) writer.refuseAll(unavailable(GOOGLE_IS_AWAY));
    return fault.retryAfterMs;
  }

  async function stop(): Promise<void> {
    await worker.stop();
    const end = Date.now() + pace.patienceMs;
    for (let attempt = 0; !(await saidLastWords(end)); attempt += 1) await sleep(pauseAfter(pace, attempt));
    writer.refuseAll(unavailable('the store is being closed'));
    await journal.close();
  }

  /** What is still to be written gets a last chance, and another one after a fault; the journal keeps the rest. */
  async function saidLastWords(end: number): Promise<boolean> {
    try {
      await lastWords();
      return true;
    } catch (error) {
      onFault(error);
      if (Date.now() < end && asSheetsFault(error).kind !== 'invalid') return false;
      logger.warn('sheets.not_flushed', { reason: asSheetsFault(error).message, records: writer.dirty.size });
      return true;
    }
  }

  async function lastWords(): Promise<void> {
    await flusher.settleDoubt();
    if (tenure.lease === undefined) {
      if (mirror.unseen.length > 0) await tenure.standBy(-Infinity);
      return;
    }
    for (let round = 0; round < LAST_ROUNDS && (mirror.hasWork() || writer.waiting() > 0); round += 1) {
      // Where rows were moved, it is looked where they are by now.
      if (mirror.lookedAt === -Infinity) await mirror.poll();
      await flusher.flush();
    }
    await tenure.release();
  }
}
