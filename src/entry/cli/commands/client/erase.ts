import { Command } from 'clipanion';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { clientIdOption } from '../../runtime/options.js';
import { fields, localTime } from '../../runtime/text.js';

export class ClientEraseCommand extends ConfirmedCommand {
  static override paths = [['client', 'erase'], ['erase-client']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Erase a client and quarantine their number'),
    details: msg('Their personal data is erased, and their orders and sessions are closed.'),
  });

  clientId = clientIdOption();

  async execute(): Promise<number> {
    const question = this.say(
      'Erase client {client}? Their orders and sessions will be closed. This cannot be undone.',
      { client: this.clientId },
    );
    if (!(await this.confirm(question))) return this.cancel();
    return this.request(
      (api) => api.eraseClient(this.clientId),
      (receipt, say) =>
        fields(say, [
          ['client', receipt.clientId],
          ['erased', localTime(receipt.erasedAt)],
          ['orders closed', receipt.ordersClosed.toString()],
          ['sessions closed', receipt.sessionsClosed.toString()],
          ['quarantined', receipt.quarantinedNumber],
          ['until', localTime(receipt.quarantinedUntil)],
        ]),
    );
  }
}
