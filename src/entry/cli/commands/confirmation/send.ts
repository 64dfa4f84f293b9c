import { Command, Option } from 'clipanion';
import { CHANNELS } from '../../../../domain/model/confirmation/confirmation.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { readChoiceOption } from '../../runtime/options.js';
import { channelText, confirmationIdOption } from './confirmation-command.js';
import { describeReceipt } from './describe.js';

export class ConfirmationSendCommand extends ApiCommand {
  static override paths = [['confirmation', 'send']];
  static override usage = Command.Usage({
    category: msg('Confirmations'),
    description: msg('Send a new code or link; those before are void'),
  });

  confirmationId = confirmationIdOption();
  channel = Option.String('--channel', { required: true, description: channelText() });

  async execute(): Promise<number> {
    const channel = readChoiceOption('--channel', this.channel, CHANNELS);
    return this.request((api) => api.sendConfirmation(this.confirmationId, { channel }), describeReceipt);
  }
}
