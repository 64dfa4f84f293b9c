import { Option } from 'clipanion';
import { ApiCommand } from './command.js';
import { EXIT, InputError } from './failure.js';

/** A command that asks before it spends money or does what cannot be undone. */
export abstract class CarefulCommand extends ApiCommand {
  yes = Option.Boolean('--yes,-y', false, { description: 'Do not ask' });

  /** `--yes` is the answer; without a terminal there is no other. */
  protected async consent(question: string): Promise<boolean> {
    if (this.yes) return true;
    const { stdin, stderr } = this.context;
    const isTerminal = 'isTTY' in stdin && stdin.isTTY === true && 'isTTY' in stderr && stderr.isTTY === true;
    if (!isTerminal) throw new InputError(`${question} This is not a terminal: say --yes to go ahead.`);
    const { confirm, isCancel } = await import('@clack/prompts');
    const answer = await confirm({ message: question, initialValue: false, output: stderr, input: stdin });
    return !isCancel(answer) && answer;
  }

  protected cancel(): number {
    this.context.stderr.write(`${NOTHING_DONE}\n`);
    return EXIT.ok;
  }
}

export const NOTHING_DONE = 'Nothing was done.';
