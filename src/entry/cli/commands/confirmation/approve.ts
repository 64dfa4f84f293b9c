import { Command } from 'clipanion';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { confirmationIdOption } from './confirmation-command.js';
import { describeConfirmation } from './describe.js';

export class ConfirmationApproveCommand extends ConfirmedCommand {
  static override paths = [['confirmation', 'approve']];
  static override usage = Command.Usage({
    category: msg('Confirmations'),
    description: msg('Take something for confirmed without a proof'),
    details: msg('Whose phone or mail address is replaced is told.'),
  });

  confirmationId = confirmationIdOption();

  async execute(): Promise<number> {
    if (!(await this.confirm(this.say('Approve without a proof? The client is created or changed.'))))
      return this.cancel();
    return this.request((api) => api.approveConfirmation(this.confirmationId), describeConfirmation);
  }
}
