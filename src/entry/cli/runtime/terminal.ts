import type { BaseContext } from 'clipanion';
import { wrap } from './wrap.js';

/** The streams and variables that decide how the CLI talks to its user. */
type Streams = Pick<BaseContext, 'stdin' | 'stdout' | 'stderr' | 'env'>;

export function isTerminal(stream: object): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/** In columns; infinite where nobody reads it on a terminal. */
export function terminalWidth(stream: object): number {
  if (!isTerminal(stream)) return Infinity;
  return 'columns' in stream && typeof stream.columns === 'number' && stream.columns > 0 ? stream.columns : 80;
}

/** Breaks long lines between words. Lines that begin with a blank were laid out already. */
export function wrapOnTerminal(text: string, stream: object): string {
  const width = terminalWidth(stream);
  if (width === Infinity) return text;
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? line : wrap(line, width)))
    .join('\n');
}

/** Prompts are written to standard error: standard output holds the result only. */
export function canPrompt({ stdin, stderr }: Streams): boolean {
  return isTerminal(stdin) && isTerminal(stderr);
}

/** Colour on a terminal that has any, unless NO_COLOR (https://no-color.org) is set. */
export function isColored({ stdout, env }: Pick<Streams, 'stdout' | 'env'>): boolean {
  return isTerminal(stdout) && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
