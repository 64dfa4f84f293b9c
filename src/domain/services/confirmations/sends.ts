/** What a process is sending. */
export interface Sends {
  /** Does nothing once `stop` was called, and resolves with undefined: the work is left to another instance, or to the next start. */
  run<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Begins nothing more. Resolves when what became of everything that is being sent has been recorded. */
  stop(): Promise<void>;
}

export function createSends(): Sends {
  const underWay = new Set<Promise<unknown>>();
  let isStopped = false;
  return {
    async run(work) {
      if (isStopped) return undefined;
      const sending = work();
      underWay.add(sending);
      try {
        return await sending;
      } finally {
        underWay.delete(sending);
      }
    },
    async stop() {
      isStopped = true;
      await Promise.allSettled(underWay);
    },
  };
}
