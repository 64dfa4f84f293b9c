/** Questions on the terminal. Loaded only when one is asked. */
// Named imports keep the rest of the library out of the light package.
import { confirm, isCancel, password, select, text } from '@clack/prompts';
import type { CliContext } from './base-command.js';

export async function askYesOrNo(context: CliContext, message: string): Promise<boolean> {
  const { say } = context;
  const answer = await ask(context, (streams) =>
    confirm({ ...streams, message, initialValue: false, active: say('Yes'), inactive: say('No') }),
  );
  return answer === true;
}

/** @returns undefined when the user cancelled, as do all functions below */
export function askText(
  context: CliContext,
  message: string,
  /** @returns what is wrong with the answer: the question is asked again */
  validate: (answer: string) => string | undefined,
  placeholder = '',
): Promise<string | undefined> {
  return ask(context, (streams) =>
    text({ ...streams, message, placeholder, validate: (value) => validate(value ?? '') }),
  );
}

export function askSecret(context: CliContext, message: string): Promise<string | undefined> {
  return ask(context, (streams) => password({ ...streams, message }));
}

/** @returns the index of the chosen label */
export function askChoice(
  context: CliContext,
  message: string,
  labels: readonly string[],
): Promise<number | undefined> {
  const options = labels.map((label, value) => ({ value, label }));
  // The hint of the library is in English.
  const question = `${message} ${context.say('(↑ ↓, then Enter)')}`;
  return ask(context, (streams) => select({ ...streams, message: question, options, showInstructions: false }));
}

/** A line between two questions. */
export function note({ stderr }: CliContext, line: string): void {
  stderr.write(`│  ${line}\n`);
}

interface Streams {
  readonly input: CliContext['stdin'];
  readonly output: CliContext['stderr'];
  readonly signal: AbortSignal;
}

interface Key {
  name?: string;
  readonly ctrl?: boolean;
}

/** Ctrl-C cancels a question. So do Ctrl-D and the end of the input, which the library would wait after for ever. */
async function ask<T>(
  { stdin, stderr }: CliContext,
  question: (streams: Streams) => Promise<T>,
): Promise<Exclude<T, symbol> | undefined> {
  const ended = new AbortController();
  const end = () => {
    ended.abort();
  };
  const onKey = (_: unknown, key: Key = {}) => {
    if (key.ctrl === true && key.name === 'd') end();
    // Ctrl-J, and the end of a line that was pasted: the library would clear the answer, and go on asking.
    if (key.name === 'enter') key.name = 'return';
  };
  stdin.on('keypress', onKey).once('end', end).once('close', end);
  try {
    const answer = await question({ input: stdin, output: stderr, signal: ended.signal });
    return isCancel(answer) ? undefined : (answer as Exclude<T, symbol>);
  } finally {
    stdin.off('keypress', onKey).off('end', end).off('close', end);
  }
}
