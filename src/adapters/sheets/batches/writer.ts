import type { ChangeSet, RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import { unavailable } from '../google/faults.js';
import type { ReadBack } from '../google/spreadsheet.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import { rowId } from '../tabs/records-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { partsToClear } from './clearing.js';
import { createDirtyRecords } from './dirty-records.js';
import type { Item } from './items.js';
import { createParked } from './parked.js';
import { createParking, retry, type Parking } from './parking.js';
import { isUndone, type Mended } from './moved-columns.js';
import type { PendingBatch, SentChange } from './pending-batch.js';
import type { Part } from './places.js';
import { prepareBatch } from './prepare-batch.js';
import { idsIn, rebase } from './rebase.js';
import {
  divideRecord,
  itemsThatWrite,
  nextSearch,
  putBack,
  recordsPending,
  refuse,
  type RefusedSet,
  type Splitting,
} from './splitting.js';
import { createSuspects } from './suspects.js';
import type { MisplacedUpdate } from './verify-batch.js';
import { isShownLater, isWrittenByCalls } from './write-behind.js';
import { createWriteQueue, type QueuedChange } from './write-queue.js';

export interface Confirmed {
  /** Updates that went to the wrong row. */
  readonly misplaced: readonly MisplacedUpdate[];
  /** Change sets that erased somebody: acknowledged by the caller, once the journal says nothing of them either. */
  readonly erasures: readonly (DoneErasure & { readonly acknowledge: () => void })[];
}

/** Collects changes into batches, and applies queued change sets in memory once they are in the sheet. */
export interface Writer extends Parking {
  /** Resolves once the changes are in the sheet. */
  enqueue(changes: ChangeSet, timeoutMs: number): Promise<void>;
  /** Number of change sets that wait for the next batch. */
  queued(): number;
  /** Whether a batch was refused, and which part of it is the culprit is not known yet. */
  isSplitting(): boolean;
  /** Whether somebody waits for the next batch, or for the outcome of such a search. */
  isUrgent(): boolean;
  /** Marks records that changed in memory and are still to be written. */
  markDirty(ids: Iterable<RecordId>): void;
  /** The same of records that users have edited: what is parked of them is tried again. */
  markEdited(ids: readonly RecordId[]): void;
  /** Whether the latest change of a record, or a part of it, is not in the sheet. */
  isDirty(id: string, index: RecordIndex): boolean;
  /** Number of records that are still to be written, except for what is parked. */
  dirtyCount(): number;
  /** Whether there are cells to be cleared. */
  hasClearing(state: SpreadsheetState): boolean;
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
    mended: Mended,
  ): Promise<Confirmed>;
  /** The batch was not carried out: its change sets go first in the next one. */
  requeue(batch: PendingBatch): void;
  /**
   * Google refused the content of the batch. @param hinted the parts that seem to be the reason
   * @returns the culprit if it is known. Otherwise the next batches tell
   */
  refuse(batch: PendingBatch, hinted: readonly Part[], index: RecordIndex): Item | undefined;
  /** How many items of the batch write something. */
  countWriting(batch: PendingBatch, index: RecordIndex): number;
  /** Finds out which part of a record is refused. */
  divideRecord(id: string, batch: PendingBatch, hinted: readonly Part[], index: RecordIndex): void;
  /** Finds out which cell of a change set is refused. */
  locateCell(refused: RefusedSet, whenLate: Error): void;
  reject(batch: PendingBatch, error: unknown): void;
  rejectAll(error: unknown): void;
}

interface Context extends Splitting {
  readonly report: (event: string, error: unknown) => void;
}

export function createWriter(report: (event: string, error: unknown) => void): Writer {
  const queue = createWriteQueue();
  const dirty = createDirtyRecords();
  const [sets, records] = [createSuspects<Item>(), createSuspects<Item>()];
  const parked = createParked();
  const context: Context = { queue, dirty, sets, records, refusedSets: [], parked, report, wasSearch: false };
  const isSearchUrgent = () => !sets.isEmpty() || context.refusedSets.length > 0;
  return {
    ...createParking(context),
    enqueue: (changes, timeoutMs) => queue.add(changes, timeoutMs),
    queued: () => queue.count(),
    isSplitting: () => isSearchUrgent() || !records.isEmpty(),
    isUrgent: () => isSearchUrgent() || queue.count() > 0,
    markDirty(ids) {
      dirty.mark(ids);
    },
    markEdited(ids) {
      dirty.mark(ids);
      if (parked.count() > 0) retry(context, parked.takeRows(new Set(ids.map(rowId))));
    },
    isDirty: (id, index) => dirty.has(id) || recordsPending(context, index).has(id),
    dirtyCount: () => dirty.count() + records.items().filter(({ kind }) => kind === 'part').length,
    hasClearing: (state) => partsToClear(state).some((part) => !parked.has(part)),
    reset() {
      dirty.clear();
      parked.takeAll();
      queue.putBack(waitingIn(context));
      forgetSearch(context);
    },
    prepareBatch: (index, state) => prepareBatch(context, index, state, nextSearch(context)),
    confirm: (batch, readBack, index, readAt, mended) => confirm(context, batch, readBack, index, readAt, mended),
    requeue(batch) {
      putBack(context, batch);
    },
    countWriting: (batch, index) => itemsThatWrite(batch, index).length,
    refuse: (batch, hinted, index) => refuse(context, batch, hinted, index),
    divideRecord(id, batch, hinted, index) {
      divideRecord(context, id, batch, hinted, index);
    },
    locateCell(refused, whenLate) {
      refused.queued.waitLonger(whenLate);
      context.refusedSets.push(refused);
    },
    reject({ sets }, error) {
      for (const { queued } of sets) queued.reject(error);
    },
    rejectAll(error) {
      for (const queued of waitingIn(context)) queued.reject(error);
      queue.rejectAll(error);
    },
  };
}

/** Ids of the records that the change sets of a batch touch. */
export function idsInBatch({ sets }: PendingBatch): ReadonlySet<string> {
  return new Set(sets.flatMap(({ queued }) => idsIn(queued.changes).map(rowId)));
}

/** The change sets under suspicion. */
function waitingIn({ sets, refusedSets }: Context): readonly QueuedChange[] {
  const suspected = sets.items().flatMap((item) => (item.kind === 'set' ? [item.queued] : []));
  return [...suspected, ...refusedSets.map(({ queued }) => queued)];
}

function forgetSearch({ sets, records, refusedSets }: Context): void {
  sets.clear();
  records.clear();
  refusedSets.splice(0);
}

async function confirm(
  context: Context,
  { plan, sets, written, search }: PendingBatch,
  readBack: readonly ReadBack[],
  index: RecordIndex,
  readAt: 'same_step' | 'later',
  mended: Mended,
): Promise<Confirmed> {
  const { dirty, parked } = context;
  const misplaced = await (readAt === 'same_step' ? plan.confirm(readBack) : plan.confirmLater(readBack, mended));
  const isWritten = !isUndone(mended);
  if (isWritten) dirty.markWritten(written);
  if (search?.kind === 'culprit') search.among.accepted(search.group);
  retry(context, parked.accepted(plan.places));
  if (!isWritten) for (const sent of sets) giveUp(context, sent);
  const erasures = isWritten ? sets.flatMap((sent) => takeEffect(context, sent, index) ?? []) : [];
  return { misplaced, erasures };
}

/** A part of the change set is not in the sheet. The sheet gets the records in memory again. */
function giveUp({ dirty }: Context, { queued, touched }: SentChange): void {
  dirty.mark(touched);
  queued.reject(unavailable('the columns of a tab were changed at that moment; the same request can be retried'));
}

function takeEffect(
  { dirty, report }: Context,
  { queued, before, touched }: SentChange,
  index: RecordIndex,
): Confirmed['erasures'][number] | undefined {
  try {
    const applied = index.apply(rebase(queued.changes, before, index));
    dirty.mark(applied.touched.filter(({ kind }) => isWrittenByCalls(kind) || isShownLater(kind)));
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
