import type { ChangeSet, RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import { unavailable } from '../google/faults.js';
import type { ReadBack } from '../google/spreadsheet.js';
import { recordId, rowId } from '../tabs/records-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import { forEachYielding } from '../yielding.js';
import { createDesiredContent, planWrite, type Plan } from './plan.js';
import { idsIn, rebase, valuesBefore, type ValuesBefore } from './rebase.js';
import type { MisplacedUpdate } from './verify-batch.js';
import { isLeftByCalls } from './write-behind.js';

/** A change set that is acknowledged once it is in the sheet. */
interface QueuedChange {
  readonly changes: ChangeSet;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  isSettled: boolean;
}

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
  /** The dirty counter of each record when the batch was prepared. */
  readonly written: ReadonlyMap<string, number>;
  /** Whether the batch contains all records that were dirty when it was prepared. */
  readonly isComplete: boolean;
}

/** Limits that keep a request to a size that Google recommends. */
const MAX_BATCH_RECORDS = 2000;
const MAX_BATCH_CHANGE_SETS = 200;

/** Collects changes into batches, and applies queued change sets in memory once they are in the sheet. */
export interface Writer {
  /** Resolves once the changes are in the sheet. */
  enqueue(changes: ChangeSet, timeoutMs: number): Promise<void>;
  /** Marks records that changed in memory and are still to be written. */
  markDirty(ids: Iterable<RecordId>): void;
  /** Forgets dirty records after a reload. */
  reset(): void;
  readonly dirty: { has(id: string): boolean; readonly size: number };
  queued(): number;
  /** Undefined if there is nothing to write. */
  prepareBatch(index: RecordIndex, state: SpreadsheetState): Promise<PendingBatch | undefined>;
  /** To be called once the batch is in the sheet. @returns updates that went to the wrong row */
  confirm(
    batch: PendingBatch,
    readBack: readonly ReadBack[],
    index: RecordIndex,
    readAt: 'same_step' | 'later',
  ): Promise<readonly MisplacedUpdate[]>;
  /** The batch was not carried out: its change sets go first in the next one. */
  requeue(batch: PendingBatch): void;
  /** Ids of the records that the change sets of a batch touch. */
  keysOf(batch: PendingBatch): ReadonlySet<string>;
  reject(batch: PendingBatch, error: unknown): void;
  rejectAll(error: unknown): void;
}

export function createWriter(report: (event: string, error: unknown) => void): Writer {
  let queue: QueuedChange[] = [];
  /** Value of `counter` at the last change of each record. */
  const dirty = new Map<string, number>();
  let counter = 0;

  const writer: Writer = {
    dirty,
    queued: () => queue.length,
    reset() {
      dirty.clear();
    },
    markDirty(ids) {
      counter += 1;
      for (const id of ids) dirty.set(rowId(id), counter);
    },
    enqueue: (changes, timeoutMs) =>
      new Promise((resolve, reject) => {
        const once = <A extends unknown[]>(settle: (...args: A) => void) => {
          return (...args: A) => {
            if (queued.isSettled) return;
            queued.isSettled = true;
            clearTimeout(timer);
            settle(...args);
          };
        };
        const queued: QueuedChange = { changes, resolve: once(resolve), reject: once(reject), isSettled: false };
        const timer = setTimeout(() => {
          queued.reject(
            unavailable('the spreadsheet did not confirm the write in time; the same request can be retried'),
          );
        }, timeoutMs);
        queue.push(queued);
      }),

    async prepareBatch(index, state) {
      const desired = createDesiredContent(index);
      const isComplete = dirty.size <= MAX_BATCH_RECORDS;
      const written = new Map<string, number>();
      await forEachYielding([...dirty.keys()].slice(0, MAX_BATCH_RECORDS), (id) => {
        written.set(id, dirty.get(id) ?? 0);
        desired.add(recordId(id));
      });
      const selected = queue.filter(({ isSettled }) => !isSettled).slice(0, MAX_BATCH_CHANGE_SETS);
      queue = queue.filter((queued) => !queued.isSettled && !selected.includes(queued));
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
          // A concurrent change won: the caller decides again.
          queued.reject(error);
        }
      }
      for (const id of touched.values()) desired.add(id);
      // Undone because a change must not be visible in memory before it is in the sheet.
      for (const step of undo.reverse()) step();
      if (desired.hidden.size === 0 && state.erased.size === 0 && state.orphanCells.length === 0) return undefined;
      return { plan: await planWrite(desired, state), sets, written, isComplete };
    },

    async confirm({ plan, sets, written }, readBack, index, readAt) {
      const misplaced = await (readAt === 'same_step' ? plan.confirm(readBack) : plan.confirmLater(readBack));
      for (const [id, at] of written) if (dirty.get(id) === at) dirty.delete(id);
      for (const sent of sets) takeEffect(sent, index);
      return misplaced;
    },

    requeue({ sets }) {
      queue = [...sets.map(({ queued }) => queued).filter(({ isSettled }) => !isSettled), ...queue];
    },
    keysOf: ({ sets }) => new Set(sets.flatMap(({ queued }) => idsIn(queued.changes).map(rowId))),
    reject({ sets }, error) {
      for (const { queued } of sets) queued.reject(error);
    },
    rejectAll(error) {
      for (const queued of queue) queued.reject(error);
      queue = [];
    },
  };
  return writer;

  function takeEffect({ queued, before, touched }: SentChange, index: RecordIndex): void {
    try {
      const applied = index.apply(rebase(queued.changes, before, index));
      writer.markDirty(applied.touched.filter(({ kind }) => isLeftByCalls(kind)));
      queued.resolve();
    } catch (error) {
      // A call or text was faster. The sheet gets back what it had, and the caller decides again.
      report('sheets.change_not_applied', error);
      writer.markDirty(touched);
      queued.reject(error);
    }
  }
}
