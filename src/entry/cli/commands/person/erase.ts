import { Command } from 'clipanion';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { fromFileOption, personPhoneOption } from '../../runtime/options.js';
import { readPhoneOption } from '../../runtime/phones.js';
import { fields, localTime } from '../../runtime/text.js';

export class PersonEraseCommand extends ConfirmedCommand {
  static override paths = [['person', 'erase']];
  static override usage = Command.Usage({
    category: msg('People'),
    description: msg('Erase a person: as client, courier and caller'),
    details: msg(
      'Closes the open orders of which the person is the client or the courier. To keep an order open, give it another courier first.',
    ),
  });

  phone = personPhoneOption();
  fromFile = fromFileOption();

  async execute(): Promise<number> {
    const phone = readPhoneOption('--phone', this.phone, await this.countriesOf());
    const question = this.say(
      'Erase the person with this phone? The open orders of which they are the client or the courier will be closed. This cannot be undone.',
    );
    if (!(await this.confirm(question))) return this.cancel();
    return this.request(
      (api) => api.erasePerson({ phone }),
      (receipt, say) =>
        fields(say, [
          ['erased', localTime(receipt.erasedAt)],
          ['clients erased', receipt.clientsErased.toString()],
          ['orders closed', receipt.ordersClosed.length === 0 ? '0' : receipt.ordersClosed.join(', ')],
          ['sessions closed', receipt.sessionsClosed.toString()],
          ['participants erased', receipt.participantsErased.toString()],
          ['last callers removed', receipt.lastCallersRemoved.toString()],
          ['orders scrubbed', receipt.ordersScrubbed.toString()],
          ['calls and texts scrubbed', receipt.interactionsScrubbed.toString()],
        ]),
    );
  }
}
