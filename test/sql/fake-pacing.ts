import type { Pacing } from '../../src/adapters/sql/pacing.js';

export interface FakePacing extends Pacing {
  /** Lets time pass until then, and whatever waits for it. */
  readonly until: (time: number) => Promise<void>;
}

/**
 * A time that passes by pauses, each of which takes one turn of the event loop.
 * @param onPause called with the time after each pause
 */
export function fakePacing(onPause: (now: number) => void = () => undefined): FakePacing {
  let now = 0;
  return {
    now: () => now,
    async pause(milliseconds) {
      const end = now + milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
      now = Math.max(now, end);
      onPause(now);
    },
    async until(time) {
      for (let turns = 0; now < time && turns < 1000; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      now = Math.max(now, time);
    },
  };
}
