import type { RecordId } from '../../../ports/order-store.js';
import type { Item } from './items.js';
import type { Plan } from './plan.js';
import type { ValuesBefore } from './rebase.js';
import type { Search } from './splitting.js';
import type { QueuedChange } from './write-queue.js';

/** A change set that is being written, and what it was based on. */
export interface SentChange {
  readonly queued: QueuedChange;
  readonly before: ValuesBefore;
  readonly touched: readonly RecordId[];
  /** The ids of the rows that it may change. */
  readonly rows: ReadonlySet<string>;
}

/** A batch that is being written. */
export interface PendingBatch {
  readonly plan: Plan;
  readonly items: readonly Item[];
  /** The items are suspects of a refused batch, and nothing else is in this one. */
  readonly search: Search | undefined;
  readonly sets: readonly SentChange[];
  /** The parts that the change sets change, by part key. */
  readonly changedBySets: ReadonlySet<string>;
  /** The dirty records in the batch, each with the number of its last change. */
  readonly written: readonly (readonly [id: string, change: number])[];
  /** Whether everything is in the sheet after this batch, except for what is parked. */
  readonly isComplete: boolean;
}
