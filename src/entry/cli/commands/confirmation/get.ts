import { Command } from 'clipanion';
import { msg } from '../../runtime/language.js';
import { ConfirmationCommand } from './confirmation-command.js';

export class ConfirmationGetCommand extends ConfirmationCommand {
  static override paths = [['confirmation', 'get']];
  static override usage = Command.Usage({
    category: msg('Confirmations'),
    description: msg('Show a confirmation, and what was sent for it'),
  });

  execute(): Promise<number> {
    return this.show((api) => api.getConfirmation(this.confirmationId));
  }
}
