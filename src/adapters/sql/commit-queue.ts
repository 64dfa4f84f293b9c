import type { ChangeSet } from '../../ports/order-store.js';
import { pauseForLock, REAL_TIME, type Pacing } from './pacing.js';

interface Waiting {
  readonly changes: ChangeSet;
  readonly arrivedAt: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** Why a change set was not applied, in the order of the batch; undefined where it was. */
export type BatchResult = readonly unknown[];

/** How the queue waits for a lock that another process holds. */
export interface LockPolicy {
  /** Whether a batch was rejected because of the lock, so that nothing of it was applied. */
  readonly isLocked: (fault: unknown) => boolean;
  /** The longest time that a change set waits, from its arrival, in milliseconds. */
  readonly waitMs: number;
  readonly pacing: Pacing;
}

const NEVER_LOCKED: LockPolicy = { isLocked: () => false, waitMs: 0, pacing: REAL_TIME };

/** Larger batches gain nothing, and block the event loop longer. */
const LARGEST_BATCH = 256;

/**
 * Lets change sets that arrive together share one flush to disk, which is most of the cost of a durable write. A batch is
 * what has arrived by the end of the event loop's turn, so that no change set waits for others. While another process holds the
 * lock, batches are tried again between turns, and each change set waits for it once: those behind it do not wait after it.
 * @param write applies a batch in one transaction, each change set whole or not at all; rejects when none was kept
 */
export function createCommitQueue(
  write: (batch: readonly ChangeSet[]) => Promise<BatchResult>,
  { isLocked, waitMs, pacing }: LockPolicy = NEVER_LOCKED,
) {
  let waiting: Waiting[] = [];
  let scheduled = false;
  let lastFlush: Promise<void> = Promise.resolve();
  /** How often the lock was held, one time after the other. */
  let attempts = 0;

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
      attempts = 0;
      settle(batch, results);
    } catch (fault) {
      if (isLocked(fault)) await waitForLock([...batch, ...waiting], fault);
      else for (const { reject } of batch) reject(fault);
    }
  }

  async function waitForLock(all: readonly Waiting[], fault: unknown): Promise<void> {
    const oldest = pacing.now() - waitMs;
    waiting = all.filter(({ arrivedAt }) => arrivedAt > oldest);
    for (const { arrivedAt, reject } of all) if (arrivedAt <= oldest) reject(fault);
    if (waiting.length > 0) await pacing.pause(pauseForLock(attempts));
    attempts += 1;
  }

  return {
    commit: (changes: ChangeSet): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ changes, arrivedAt: pacing.now(), resolve, reject });
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

function settle(batch: readonly Waiting[], results: BatchResult): void {
  for (const [index, { resolve, reject }] of batch.entries()) {
    const fault = results[index];
    if (fault === undefined) resolve();
    else reject(fault);
  }
}
