import type { Timing } from './timing.js';

export interface Worker {
  start(): void;
  /** Runs the next step now instead of after its pause. */
  wake(): void;
  isStopping(): boolean;
  /** Resolves once the running step has ended. */
  stop(): Promise<void>;
}

type Backoff = Pick<Timing, 'backoffMs' | 'longestBackoffMs'>;

/** Exponential backoff with jitter. `earlier`: number of consecutive faults before this one. */
export function pauseAfter({ backoffMs, longestBackoffMs }: Backoff, earlier: number): number {
  return Math.min(longestBackoffMs, backoffMs * 2 ** earlier) * (0.5 + Math.random() / 2);
}

/**
 * Runs steps one after the other until stopped: each after the pause that the previous step returned, or earlier when
 * woken; after a fault, with exponential backoff that a wake-up does not shorten.
 * @param onFault returns the minimum pause that the server asked for, in milliseconds
 */
export function createWorker(
  timing: Backoff,
  step: () => Promise<number>,
  onFault: (error: unknown) => number | undefined,
): Worker {
  let failures = 0;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let endPause: (() => void) | undefined;
  let wakeCount = 0;

  async function run(): Promise<void> {
    while (!stopping) {
      let pauseMs: number;
      try {
        const before = wakeCount;
        pauseMs = await step();
        failures = 0;
        await pause(wakeCount > before ? 0 : pauseMs, true);
      } catch (error) {
        pauseMs = Math.max(onFault(error) ?? 0, pauseAfter(timing, failures));
        failures += 1;
        await pause(pauseMs, false);
      }
    }
  }

  function pause(milliseconds: number, mayBeWoken: boolean): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      endPause = () => {
        if (mayBeWoken || stopping) end();
      };
      if (stopping) end();
    });
  }

  return {
    start() {
      running = run();
    },
    wake() {
      wakeCount += 1;
      endPause?.();
    },
    isStopping: () => stopping,
    async stop() {
      stopping = true;
      endPause?.();
      await running;
    },
  };
}
