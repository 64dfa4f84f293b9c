const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * For a command that goes on until somebody ends it. The first signal ends the work in an orderly way; a second one ends the process, as
 * usual.
 * @param interrupted stands for the signals of the process, in tests
 */
export async function untilInterrupted<T>(
  interrupted: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (interrupted !== undefined) return work(interrupted);
  const controller = new AbortController();
  const stop = () => {
    release();
    controller.abort();
  };
  const release = () => {
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}
