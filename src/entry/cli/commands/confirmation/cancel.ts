import { Command } from 'clipanion';
import { msg } from '../../runtime/language.js';
import { ConfirmationCommand } from './confirmation-command.js';

export class ConfirmationCancelCommand extends ConfirmationCommand {
  static override paths = [['confirmation', 'cancel']];
  static override usage = Command.Usage({
    category: msg('Confirmations'),
    description: msg('End a confirmation without effect'),
  });

  execute(): Promise<number> {
    return this.show((api) => api.cancelConfirmation(this.confirmationId));
  }
}
