import type { Writable } from 'node:stream';
import { isTerminal, terminalWidth } from './terminal.js';

export interface Progress {
  step(): void;
  end(): void;
}

/** A progress bar on a terminal, otherwise nothing. */
export async function startProgress(stderr: Writable, what: string, total: number): Promise<Progress> {
  if (!isTerminal(stderr) || total < 2) return { step: () => undefined, end: () => undefined };
  const { default: cliProgress } = await import('cli-progress');
  const format = `${what} {bar} {value}/{total}`;
  // On one line: what is not the bar is the words, and two counts of three digits at most.
  const barsize = Math.min(40, Math.max(1, terminalWidth(stderr) - what.length - 10));
  const bar = new cliProgress.SingleBar({ stream: stderr, format, hideCursor: true, barsize });
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
