import { Option } from 'clipanion';
import { ApiCommand } from './command.js';
import { EXIT, InputError } from './failure.js';
import { msg } from './language.js';

/** A command that asks before it spends money or does what cannot be undone. */
export abstract class CarefulCommand extends ApiCommand {
  yes = Option.Boolean('--yes,-y', false, { description: msg('Do not ask') });

  /** `--yes` is the answer; without a terminal there is no other. */
  protected async consent(question: string): Promise<boolean> {
    if (this.yes) return true;
    const { stdin, stderr } = this.context;
    if (!this.isTerminal())
      throw new InputError('{question} This is not a terminal: say --yes to go ahead.', { question });
    const { confirm, isCancel } = await import('./prompts.js');
    const answer = await confirm({
      message: question,
      initialValue: false,
      active: this.say('Yes'),
      inactive: this.say('No'),
      output: stderr,
      input: stdin,
    });
    return !isCancel(answer) && answer;
  }

  protected cancel(): number {
    this.remark(this.say('Nothing was done.'));
    return EXIT.ok;
  }
}
