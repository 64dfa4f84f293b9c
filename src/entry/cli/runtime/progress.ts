import type { Writable } from 'node:stream';
import { isTerminal } from './terminal.js';

export interface Progress {
  step(): void;
  end(): void;
}

/** A progress bar on a terminal, otherwise nothing. */
export async function startProgress(stderr: Writable, what: string, total: number): Promise<Progress> {
  if (!isTerminal(stderr) || total < 2) return { step: () => undefined, end: () => undefined };
  const { default: cliProgress } = await import('cli-progress');
  const format = `${what} {bar} {value}/{total}`;
  const bar = new cliProgress.SingleBar({ stream: stderr, format, hideCursor: true });
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
