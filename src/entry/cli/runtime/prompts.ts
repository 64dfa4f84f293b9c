/** Questions on the terminal. Loaded only when one is asked. */
// Named imports keep the rest of the library out of the light package.
import { confirm, isCancel, password, select, text } from '@clack/prompts';
import type { CliContext } from './base-command.js';

export async function askYesOrNo(context: CliContext, message: string): Promise<boolean> {
  const { say } = context;
  const answer = await confirm({
    ...streams(context),
    message,
    initialValue: false,
    active: say('Yes'),
    inactive: say('No'),
  });
  return !isCancel(answer) && answer;
}

/** @returns undefined when the user cancelled, as do all functions below */
export async function askText(
  context: CliContext,
  message: string,
  /** @returns what is wrong with the answer */
  validate: (answer: string) => string | undefined,
  placeholder = '',
): Promise<string | undefined> {
  const answer = await text({
    ...streams(context),
    message,
    placeholder,
    validate: (value) => validate(value ?? ''),
  });
  return isCancel(answer) ? undefined : answer;
}

export async function askSecret(context: CliContext, message: string): Promise<string | undefined> {
  const answer = await password({ ...streams(context), message });
  return isCancel(answer) ? undefined : answer;
}

/** @returns the index of the chosen label */
export async function askChoice(
  context: CliContext,
  message: string,
  labels: readonly string[],
): Promise<number | undefined> {
  const options = labels.map((label, value) => ({ value, label }));
  const answer = await select({ ...streams(context), message, options });
  return isCancel(answer) ? undefined : answer;
}

function streams({ stdin, stderr }: CliContext) {
  return { input: stdin, output: stderr };
}
