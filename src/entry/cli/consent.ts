import type { ApiCommand } from './command.js';
import { InputError } from './failure.js';

/** Asks before money is spent or something is deleted. `--yes` is the answer; without a terminal there is no other. */
export async function consent(
  { context, yes }: ApiCommand & { readonly yes: boolean },
  question: string,
): Promise<boolean> {
  if (yes) return true;
  const { stdin, stderr } = context;
  const isTerminal = 'isTTY' in stdin && stdin.isTTY === true && 'isTTY' in stderr && stderr.isTTY === true;
  if (!isTerminal) throw new InputError(`${question} This is not a terminal: say --yes to go ahead.`);
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: question, initialValue: false, output: stderr, input: stdin });
  return !isCancel(answer) && answer;
}
