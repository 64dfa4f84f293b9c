import type { Writable } from 'node:stream';

export interface Progress {
  step(): void;
  end(): void;
}

/** A progress bar on a terminal, otherwise nothing. */
export async function startProgress(stderr: Writable, what: string, total: number): Promise<Progress> {
  const isTerminal = 'isTTY' in stderr && stderr.isTTY === true;
  if (!isTerminal || total < 2) return { step: () => undefined, end: () => undefined };
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    stream: stderr,
    format: `${what} {bar} {value}/{total}`,
    hideCursor: true,
  });
  bar.start(total, 0);
  return {
    step: () => {
      bar.increment();
    },
    end: () => {
      bar.stop();
    },
  };
}
