import { Option } from 'clipanion';
import { ApiCommand } from './command.js';
import { EXIT, InputError } from './failure.js';
import { msg } from './language.js';

/** A command that asks for confirmation before it spends money or does something irreversible. */
export abstract class ConfirmedCommand extends ApiCommand {
  yes = Option.Boolean('--yes,-y', false, { description: msg('Skip the confirmation prompt') });

  /** `--yes` confirms; without a terminal it is the only way to confirm. */
  protected async confirm(question: string): Promise<boolean> {
    if (this.yes) return true;
    const { stdin, stderr } = this.context;
    if (!this.isTerminal())
      throw new InputError('{question} This is not a terminal: use --yes to confirm.', { question });
    const prompts = await import('./prompts.js');
    const answer = await prompts.confirm({
      message: question,
      initialValue: false,
      active: this.say('Yes'),
      inactive: this.say('No'),
      output: stderr,
      input: stdin,
    });
    return !prompts.isCancel(answer) && answer;
  }

  protected cancel(): number {
    this.notice(this.say('Nothing was done.'));
    return EXIT.ok;
  }
}
