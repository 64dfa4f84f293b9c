import type { ChangeSet } from '../../../ports/order-store.js';
import { unavailable } from '../google/faults.js';

/** A change set that is acknowledged once it is in the sheet. */
export interface QueuedChange {
  readonly changes: ChangeSet;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /**
   * Google has refused something of its batch: what it takes to find that out is added to the time that it may wait.
   * @param whenLate what it is rejected with when that is over
   */
  readonly waitLonger: (whenLate?: Error) => void;
  isSettled: boolean;
}

/** How many times as long a change set may wait once it is under suspicion: 45 seconds. Clients give up after 60. */
const LONGER = 3;

/** Change sets that wait for the next batch. */
export interface WriteQueue {
  /** Resolves or rejects with the outcome of the change set; rejects after the timeout. */
  add(changes: ChangeSet, timeoutMs: number): Promise<void>;
  count(): number;
  take(limit: number): readonly QueuedChange[];
  /** Puts change sets that were not written back to the front. */
  putBack(queued: readonly QueuedChange[]): void;
  rejectAll(error: unknown): void;
}

export function createWriteQueue(): WriteQueue {
  let queue: QueuedChange[] = [];
  return {
    add: (changes, timeoutMs) =>
      new Promise((resolve, reject) => {
        queue.push(queuedChange(changes, timeoutMs, resolve, reject));
      }),
    count: () => queue.length,
    take(limit) {
      const waiting = queue.filter(isWaiting);
      queue = waiting.slice(limit);
      return waiting.slice(0, limit);
    },
    putBack(queued) {
      queue = [...queued.filter(isWaiting), ...queue];
    },
    rejectAll(error) {
      for (const queued of queue) queued.reject(error);
      queue = [];
    },
  };
}

function isWaiting({ isSettled }: QueuedChange): boolean {
  return !isSettled;
}

function queuedChange(
  changes: ChangeSet,
  timeoutMs: number,
  resolve: () => void,
  reject: (error: unknown) => void,
): QueuedChange {
  const settleOnce = (outcome: () => void) => {
    if (queued.isSettled) return;
    queued.isSettled = true;
    clearTimeout(timer);
    outcome();
  };
  let late: Error = unavailable('the spreadsheet did not confirm the write in time; the same request can be retried');
  const timeOut = () => {
    queued.reject(late);
  };
  const start = Date.now();
  let isLonger = false;
  const queued: QueuedChange = {
    changes,
    isSettled: false,
    resolve: () => {
      settleOnce(resolve);
    },
    reject: (error) => {
      settleOnce(() => {
        reject(error);
      });
    },
    waitLonger(whenLate) {
      late = whenLate ?? late;
      if (queued.isSettled || isLonger) return;
      isLonger = true;
      clearTimeout(timer);
      timer = setTimeout(timeOut, start + LONGER * timeoutMs - Date.now());
    },
  };
  let timer = setTimeout(timeOut, timeoutMs);
  return queued;
}
