import type { ChangeSet } from '../../ports/order-store.js';

interface Waiting {
  readonly changes: ChangeSet;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Why a change set was not applied, in the order of the batch; undefined where it was. */
export type BatchResult = readonly unknown[];

/** Larger batches gain nothing, and block the event loop longer. */
const LARGEST_BATCH = 256;

/**
 * Lets change sets that arrive together share one flush to disk, which is most of the cost of a durable write. A batch is
 * what has arrived by the end of the event loop's turn, so that no change set waits for others.
 * @param write applies a batch in one transaction, each change set whole or not at all; rejects when none was kept
 */
export function createCommitQueue(write: (batch: readonly ChangeSet[]) => Promise<BatchResult>) {
  let waiting: Waiting[] = [];
  let scheduled = false;
  let lastFlush: Promise<void> = Promise.resolve();

  function schedule(): void {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(() => {
      lastFlush = flush().finally(() => {
        scheduled = false;
        schedule();
      });
    });
  }

  async function flush(): Promise<void> {
    const batch = waiting.slice(0, LARGEST_BATCH);
    waiting = waiting.slice(LARGEST_BATCH);
    try {
      const results = await write(batch.map(({ changes }) => changes));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const fault = results[index];
        if (fault === undefined) resolve();
        else reject(fault);
      }
    } catch (fault) {
      for (const { reject } of batch) reject(fault);
    }
  }

  return {
    commit: (changes: ChangeSet): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ changes, resolve, reject });
        schedule();
      }),
    /** Resolves once nothing is waiting. */
    async drain(): Promise<void> {
      while (scheduled || waiting.length > 0) {
        await new Promise((resolve) => setImmediate(resolve));
        await lastFlush;
      }
    },
  };
}
