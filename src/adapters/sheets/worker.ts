import type { Pace } from './pace.js';

export interface Worker {
  start(): void;
  /** There is something to do now. */
  wake(): void;
  isStopping(): boolean;
  /** Resolves once the step that is running has ended. */
  stop(): Promise<void>;
}

type Backoff = Pick<Pace, 'backoffMs' | 'longestBackoffMs'>;

/** How long to wait after a fault that came after so many others in a row. */
export function pauseAfter({ backoffMs, longestBackoffMs }: Backoff, others: number): number {
  return Math.min(longestBackoffMs, backoffMs * 2 ** others) * (0.5 + Math.random() / 2);
}

/**
 * Runs one step after the other, for ever: when the last one said that there would be something to do, or earlier when
 * woken; after a fault a while later, longer after each, with a chance of its own so that two do not knock together.
 * @param onFault returns how long the other side asks us to wait
 */
export function createWorker(
  pace: Backoff,
  step: () => Promise<number>,
  onFault: (error: unknown) => number | undefined,
): Worker {
  let failures = 0;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let endPause: (() => void) | undefined;
  let wakings = 0;

  async function run(): Promise<void> {
    while (!stopping) {
      let pauseMs: number;
      try {
        const before = wakings;
        pauseMs = await step();
        failures = 0;
        await pause(wakings > before ? 0 : pauseMs, true);
      } catch (error) {
        pauseMs = Math.max(onFault(error) ?? 0, pauseAfter(pace, failures));
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
      wakings += 1;
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
