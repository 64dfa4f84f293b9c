import { Command, Option } from 'clipanion';
import { InputError } from '../../runtime/failure.js';
import { msg } from '../../runtime/language.js';
import { fromFileOption } from '../../runtime/options.js';
import { canPrompt } from '../../runtime/terminal.js';
import { ConfirmationCommand } from './confirmation-command.js';

export class ConfirmationVerifyCommand extends ConfirmationCommand {
  static override paths = [['confirmation', 'verify']];
  static override usage = Command.Usage({
    category: msg('Confirmations'),
    description: msg('Check the code that somebody received'),
    details: msg(
      'On a terminal the code is asked for and not shown, unless --code is given: options are seen in the list of processes.',
    ),
  });

  code = Option.String('--code', { description: msg('The code (default: it is asked for)') });
  fromFile = fromFileOption();

  async execute(): Promise<number> {
    const code = this.code ?? (await this.askForCode());
    if (code === undefined) return this.cancel();
    return this.show((api) => api.verifyConfirmation(this.confirmationId, { code }));
  }

  /** Undefined when nothing was entered. */
  private async askForCode(): Promise<string | undefined> {
    if (!canPrompt(this.context)) throw new InputError('Not running in a terminal: pass --code, or --from-file.');
    const { askSecret } = await import('../../runtime/prompts.js');
    const code = (await askSecret(this.context, this.say('The code that was received')))?.trim();
    return code === '' ? undefined : code;
  }
}
