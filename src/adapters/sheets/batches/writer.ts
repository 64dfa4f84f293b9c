import type { ChangeSet, RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import type { CellReport } from '../cell-reports.js';
import { unavailable } from '../google/faults.js';
import type { ReadBack } from '../google/spreadsheet.js';
import type { DoneErasure } from '../journal/erase-entries.js';
import type { Entry } from '../journal/entry.js';
import { recordId, rowId } from '../tabs/records-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { partsToClear } from './clearing.js';
import { createDirtyRecords } from './dirty-records.js';
import type { Item } from './items.js';
import { createParked, type ParkedPart } from './parked.js';
import { parkedEntries } from './parked-entries.js';
import { isUndone, type Mended } from './moved-columns.js';
import type { PendingBatch, SentChange } from './pending-batch.js';
import { isOfRecord, type Part } from './places.js';
import { prepareBatch } from './prepare-batch.js';
import { idsIn, rebase } from './rebase.js';
import { divideRecord, nextGroup, recordsPending, refuse, type Splitting } from './splitting.js';
import { createSuspects, type Suspects } from './suspects.js';
import type { MisplacedUpdate } from './verify-batch.js';
import { isWrittenByCalls } from './write-behind.js';
import { createWriteQueue, type QueuedChange } from './write-queue.js';

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
  /** Whether a batch was refused, and which part of it is the culprit is not known yet. */
  isSplitting(): boolean;
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
   * @returns the culprit when it was alone in the batch. Otherwise the next batches tell
   */
  refuse(batch: PendingBatch, hinted: readonly Part[], index: RecordIndex): Item | undefined;
  /** Writes the parts of a record one by one: one of them is the culprit. */
  divideRecord(batch: PendingBatch, hinted: readonly Part[]): void;
  /** Keeps a part that Google refuses, and goes on without it. */
  park(parked: ParkedPart): void;
  parkedCount(): number;
  parkedReports(): readonly CellReport[];
  /** What the journal has to keep of them. */
  parkedEntries(index: RecordIndex): readonly Entry[];
  /** Tries to write parked parts again whose time has come. */
  retryDue(now: number): void;
  retryAll(): void;
  reject(batch: PendingBatch, error: unknown): void;
  rejectAll(error: unknown): void;
}

interface Context extends Splitting {
  readonly report: (event: string, error: unknown) => void;
}

export function createWriter(report: (event: string, error: unknown) => void): Writer {
  const queue = createWriteQueue();
  const dirty = createDirtyRecords();
  const suspects = createSuspects<Item>();
  const parked = createParked();
  const context: Context = { queue, dirty, suspects, parked, report, wasGroup: false };
  return {
    enqueue: (changes, timeoutMs) => queue.add(changes, timeoutMs),
    queued: () => queue.count(),
    isSplitting: () => !suspects.isEmpty(),
    markDirty(ids) {
      dirty.mark(ids);
    },
    markEdited(ids) {
      dirty.mark(ids);
      if (parked.count() > 0) retry(context, parked.takeRows(new Set(ids.map(rowId))));
    },
    isDirty: (id, index) => dirty.has(id) || recordsPending(context, index).has(id),
    dirtyCount: () => dirty.count() + suspects.items().filter(({ kind }) => kind === 'part').length,
    hasClearing: (state) => partsToClear(state).some((part) => !parked.has(part)),
    reset() {
      dirty.clear();
      parked.takeAll();
      queue.putBack(waitingIn(suspects));
      suspects.clear();
    },
    prepareBatch: (index, state) => prepareBatch(context, index, state, nextGroup(context)),
    confirm: (batch, readBack, index, readAt, mended) => confirm(context, batch, readBack, index, readAt, mended),
    requeue({ group, sets }) {
      if (group === undefined) queue.putBack(sets.map(({ queued }) => queued));
      else suspects.putBack(group);
    },
    refuse: (batch, hinted, index) => refuse(context, batch, hinted, index),
    divideRecord(batch, hinted) {
      divideRecord(context, batch, hinted);
    },
    park(part) {
      parked.add(part);
    },
    parkedCount: () => parked.count(),
    parkedReports: () => parked.reports(),
    parkedEntries: (index) => parkedEntries(parked.parts(), index),
    retryDue(now) {
      if (parked.count() > 0) retry(context, parked.takeDue(now));
    },
    retryAll() {
      retry(context, parked.takeAll());
    },
    reject({ sets }, error) {
      for (const { queued } of sets) queued.reject(error);
    },
    rejectAll(error) {
      for (const queued of waitingIn(suspects)) queued.reject(error);
      queue.rejectAll(error);
    },
  };
}

/** Ids of the records that the change sets of a batch touch. */
export function idsInBatch({ sets }: PendingBatch): ReadonlySet<string> {
  return new Set(sets.flatMap(({ queued }) => idsIn(queued.changes).map(rowId)));
}

function retry({ dirty }: Context, parts: readonly Part[]): void {
  dirty.mark(parts.filter(isOfRecord).map(({ id }) => recordId(id)));
}

function waitingIn(suspects: Suspects<Item>): readonly QueuedChange[] {
  return suspects.items().flatMap((item) => (item.kind === 'set' ? [item.queued] : []));
}

async function confirm(
  context: Context,
  { plan, sets, written, group }: PendingBatch,
  readBack: readonly ReadBack[],
  index: RecordIndex,
  readAt: 'same_step' | 'later',
  mended: Mended,
): Promise<Confirmed> {
  const { dirty, suspects, parked } = context;
  const misplaced = await (readAt === 'same_step' ? plan.confirm(readBack) : plan.confirmLater(readBack, mended));
  const isWritten = !isUndone(mended);
  if (isWritten) dirty.markWritten(written);
  if (group !== undefined) suspects.accepted(group);
  if (parked.count() > 0) retry(context, parked.accepted(plan.places.map(({ part }) => part)));
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
