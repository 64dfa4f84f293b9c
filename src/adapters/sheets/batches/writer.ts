import type { ChangeSet, RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import type { ReadBack } from '../google/spreadsheet.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import { recordId, rowId } from '../tabs/records-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { forEachYielding } from '../yielding.js';
import { createDesiredContent } from './desired-content.js';
import { createDirtyRecords, type DirtyRecords } from './dirty-records.js';
import { planWrite, type Plan } from './plan.js';
import { idsIn, rebase, valuesBefore, type ValuesBefore } from './rebase.js';
import type { MisplacedUpdate } from './verify-batch.js';
import { isWrittenByCalls } from './write-behind.js';
import { createWriteQueue, type QueuedChange, type WriteQueue } from './write-queue.js';

/** A change set that is being written, and what it was based on. */
interface SentChange {
  readonly queued: QueuedChange;
  readonly before: ValuesBefore;
  readonly touched: readonly RecordId[];
}

/** A batch that is being written. */
export interface PendingBatch {
  readonly plan: Plan;
  readonly sets: readonly SentChange[];
  /** The dirty records in the batch, each with the number of its last change. */
  readonly written: readonly (readonly [id: string, change: number])[];
  /** Whether the batch contains all records that were dirty when it was prepared. */
  readonly isComplete: boolean;
}

/** Limits that keep a request to a size that Google recommends. */
const MAX_BATCH_RECORDS = 2000;
const MAX_BATCH_CHANGE_SETS = 200;

export interface Confirmed {
  /** Updates that went to the wrong row. */
  readonly misplaced: readonly MisplacedUpdate[];
  /** Change sets that erased somebody: acknowledged by the caller, once the journal says nothing of them either. */
  readonly erasures: readonly (DoneErasure & { readonly acknowledge: () => void })[];
}

/** Collects changes into batches, and applies queued change sets in memory once they are in the sheet. */
export interface Writer {
  /** Resolves once the changes are in the sheet. */
  enqueue(changes: ChangeSet, timeoutMs: number): Promise<void>;
  /** Number of change sets that wait for the next batch. */
  queued(): number;
  /** Marks records that changed in memory and are still to be written. */
  markDirty(ids: Iterable<RecordId>): void;
  isDirty(id: string): boolean;
  dirtyCount(): number;
  /** Forgets dirty records after a reload. */
  reset(): void;
  /** Undefined if there is nothing to write. */
  prepareBatch(index: RecordIndex, state: SpreadsheetState): Promise<PendingBatch | undefined>;
  /** To be called once the batch is in the sheet. */
  confirm(
    batch: PendingBatch,
    readBack: readonly ReadBack[],
    index: RecordIndex,
    readAt: 'same_step' | 'later',
  ): Promise<Confirmed>;
  /** The batch was not carried out: its change sets go first in the next one. */
  requeue(batch: PendingBatch): void;
  reject(batch: PendingBatch, error: unknown): void;
  rejectAll(error: unknown): void;
}

interface Context {
  readonly queue: WriteQueue;
  readonly dirty: DirtyRecords;
  readonly report: (event: string, error: unknown) => void;
}

export function createWriter(report: (event: string, error: unknown) => void): Writer {
  const queue = createWriteQueue();
  const dirty = createDirtyRecords();
  const context: Context = { queue, dirty, report };
  return {
    enqueue: (changes, timeoutMs) => queue.add(changes, timeoutMs),
    queued: () => queue.count(),
    markDirty(ids) {
      dirty.mark(ids);
    },
    isDirty: (id) => dirty.has(id),
    dirtyCount: () => dirty.count(),
    reset() {
      dirty.clear();
    },
    prepareBatch: (index, state) => prepareBatch(context, index, state),
    async confirm({ plan, sets, written }, readBack, index, readAt) {
      const misplaced = await (readAt === 'same_step' ? plan.confirm(readBack) : plan.confirmLater(readBack));
      dirty.markWritten(written);
      const erasures = sets.flatMap((sent) => takeEffect(context, sent, index) ?? []);
      return { misplaced, erasures };
    },
    requeue({ sets }) {
      queue.putBack(sets.map(({ queued }) => queued));
    },
    reject({ sets }, error) {
      for (const { queued } of sets) queued.reject(error);
    },
    rejectAll(error) {
      queue.rejectAll(error);
    },
  };
}

/** Ids of the records that the change sets of a batch touch. */
export function idsInBatch({ sets }: PendingBatch): ReadonlySet<string> {
  return new Set(sets.flatMap(({ queued }) => idsIn(queued.changes).map(rowId)));
}

async function prepareBatch(
  { queue, dirty }: Context,
  index: RecordIndex,
  state: SpreadsheetState,
): Promise<PendingBatch | undefined> {
  const desired = createDesiredContent(index);
  const isComplete = dirty.count() <= MAX_BATCH_RECORDS;
  const written: [id: string, change: number][] = [];
  await forEachYielding(dirty.first(MAX_BATCH_RECORDS), (id) => {
    written.push([id, dirty.changeOf(id)]);
    desired.add(recordId(id));
  });
  const sets = addChanges(queue.take(MAX_BATCH_CHANGE_SETS), index, desired);
  const isEmpty = desired.hidden.size === 0 && state.erased.size === 0 && state.orphanCells.length === 0;
  // A change set may change nothing, such as an erasure of somebody who is nowhere: it is confirmed all the same.
  if (isEmpty && sets.length === 0) return undefined;
  return { plan: await planWrite(desired, state), sets, written, isComplete };
}

/** Adds the effect of these change sets to the desired content. @returns those that do not conflict */
function addChanges(
  selected: readonly QueuedChange[],
  index: RecordIndex,
  desired: { add(id: RecordId): void },
): readonly SentChange[] {
  const undo: (() => void)[] = [];
  const touched = new Map<string, RecordId>();
  const sets: SentChange[] = [];
  for (const queued of selected) {
    const before = valuesBefore(queued.changes, index);
    try {
      const applied = index.apply(queued.changes);
      undo.push(() => {
        applied.undo();
      });
      sets.push({ queued, before, touched: applied.touched });
      for (const id of applied.touched) touched.set(rowId(id), id);
    } catch (error) {
      // A concurrent change was faster: the caller decides again.
      queued.reject(error);
    }
  }
  for (const id of touched.values()) desired.add(id);
  // Undone because a change must not be visible in memory before it is in the sheet.
  for (const step of undo.reverse()) step();
  return sets;
}

function takeEffect(
  { dirty, report }: Context,
  { queued, before, touched }: SentChange,
  index: RecordIndex,
): Confirmed['erasures'][number] | undefined {
  try {
    const applied = index.apply(rebase(queued.changes, before, index));
    dirty.mark(applied.touched.filter(({ kind }) => isWrittenByCalls(kind)));
    const { scrub } = queued.changes;
    if (scrub !== undefined) return { erasure: scrub, touched: applied.touched, acknowledge: queued.resolve };
    queued.resolve();
  } catch (error) {
    // A call or text was faster: the sheet gets the records in memory again, and the caller decides again.
    report('sheets.change_not_applied', error);
    dirty.mark(touched);
    queued.reject(error);
  }
  return undefined;
}
