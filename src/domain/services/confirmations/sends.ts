/** What a process is sending. */
export interface Sends {
  /** Does nothing once `stop` was called: the entry waits for another instance, or for the next start. */
  run(work: () => Promise<void>): Promise<void>;
  /** Begins nothing more. Resolves when what became of everything that is being sent has been recorded. */
  stop(): Promise<void>;
}

export function createSends(): Sends {
  const underWay = new Set<Promise<void>>();
  let isStopped = false;
  return {
    async run(work) {
      if (isStopped) return;
      const sending = work();
      underWay.add(sending);
      try {
        await sending;
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
