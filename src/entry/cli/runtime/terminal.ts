import type { BaseContext } from 'clipanion';

/** The streams and variables that decide how the CLI talks to its user. */
type Streams = Pick<BaseContext, 'stdin' | 'stdout' | 'stderr' | 'env'>;

export function isTerminal(stream: object): boolean {
  return 'isTTY' in stream && stream.isTTY === true;
}

/** Prompts are written to standard error: standard output holds the result only. */
export function canPrompt({ stdin, stderr }: Streams): boolean {
  return isTerminal(stdin) && isTerminal(stderr);
}

/** Colour on a terminal, unless NO_COLOR (https://no-color.org) is set. */
export function isColored({ stdout, env }: Streams): boolean {
  return isTerminal(stdout) && !env['NO_COLOR'];
}
