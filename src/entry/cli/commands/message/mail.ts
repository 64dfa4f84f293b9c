import { Command, Option } from 'clipanion';
import { MESSAGE_TEMPLATES } from '../../../../domain/model/message-templates/names.js';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { oneOf } from '../../runtime/options.js';
import { table } from '../../runtime/text.js';

export class MessageMailCommand extends ConfirmedCommand {
  static override paths = [['message', 'mail']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Send clients a mail with a fixed text'),
    details: msg(
      'At most 200 clients at once. With the same --idempotency-key no client gets the mail twice, however often the command is repeated.',
    ),
    examples: [[msg('Two clients'), '$0 message mail --template number_ready 1 2']],
  });

  template = Option.String('--template', {
    required: true,
    description: msg('Text: number_ready, number_changed or activation'),
  });
  idempotencyKey = Option.String('--idempotency-key', {
    description: msg('Key under which no client gets the mail twice'),
  });
  clients = Option.Rest({ name: 'clients', required: 1 });

  async execute(): Promise<number> {
    const template = oneOf(MESSAGE_TEMPLATES)('--template', this.template);
    const question = this.say('Send this mail to {count} clients?', { count: this.clients.length });
    if (!(await this.confirm(question))) return this.cancel();
    return this.request(
      (api) => api.mailClients({ clientIds: this.clients, template }, { idempotencyKey: this.idempotencyKey }),
      ({ results }, say) =>
        table(say, results, [
          ['client', ({ clientId }) => clientId],
          ['status', ({ status }) => status],
          ['reason', ({ reason }) => reason],
        ]),
      ({ results }) => results.every(({ status }) => status === 'sent'),
    );
  }
}
