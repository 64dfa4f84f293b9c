interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** `setTimeout` and `Date.now` of a test that has them for itself: time passes only when it is told to. */
export interface FakeTimers {
  pass(milliseconds: number): void;
  readonly restore: () => void;
}

export function installFakeTimers(start: number): FakeTimers {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, now: Date.now.bind(Date) };
  const timers = new Map<number, Timer>();
  let [now, lastId] = [start, 0];
  const set = (run: () => void, milliseconds = 0) => {
    lastId += 1;
    timers.set(lastId, { at: now + Math.max(1, milliseconds), run });
    return lastId;
  };
  Date.now = () => now;
  globalThis.setTimeout = set as unknown as typeof globalThis.setTimeout;
  globalThis.clearTimeout = ((id: number) => void timers.delete(id)) as unknown as typeof globalThis.clearTimeout;
  return {
    pass(milliseconds) {
      now += milliseconds;
      const due = [...timers].filter(([, { at }]) => at <= now).sort(([, a], [, b]) => a.at - b.at);
      for (const [id, { run }] of due) if (timers.delete(id)) run();
    },
    restore() {
      Date.now = real.now;
      globalThis.setTimeout = real.setTimeout;
      globalThis.clearTimeout = real.clearTimeout;
    },
  };
}
