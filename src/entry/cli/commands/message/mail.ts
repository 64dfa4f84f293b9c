import { Command, Option } from 'clipanion';
import { MESSAGE_TEMPLATES } from '../../../../domain/model/message-templates/names.js';
import type { MailReport } from '../../../../ports/messages-api.js';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg, type Say } from '../../runtime/language.js';
import { oneOf } from '../../runtime/options.js';
import { table } from '../../runtime/text.js';

export class MessageMailCommand extends ConfirmedCommand {
  static override paths = [['message', 'mail']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Send clients a mail with a fixed text'),
    details: msg(
      'At most 200 clients at once. With the same --idempotency-key no client gets the mail twice, however often the command is repeated within a day.',
    ),
    examples: [[msg('Two clients'), '$0 message mail --template number_ready 1 2']],
  });

  template = Option.String('--template', {
    required: true,
    description: msg('Text: number_ready, number_changed or activation'),
  });
  key = Option.String('--idempotency-key', {
    description: msg('Key under which nobody gets it twice within a day; else a new one'),
  });
  clients = Option.Rest({ name: 'clients', required: 1 });

  async execute(): Promise<number> {
    const template = oneOf(MESSAGE_TEMPLATES)('--template', this.template);
    const question = this.say('Send this mail to {count} clients?', { count: this.clients.length });
    if (!(await this.confirm(question))) return this.cancel();
    const idempotencyKey = this.key ?? crypto.randomUUID();
    // Printed before anything is sent, so that the key is known even if the process is interrupted.
    this.notice(this.say('idempotency key: {key}', { key: idempotencyKey }));
    return this.request(
      (api) => api.mailClients({ clientIds: this.clients, template }, { idempotencyKey }),
      (report, say) => describe(report, idempotencyKey, say),
      isDone,
    );
  }
}

function isDone({ results }: MailReport): boolean {
  return results.every(({ status }) => status === 'sent');
}

/** Reasons after which the same request may get further. */
const PASSING: ReadonlySet<string | undefined> = new Set(['limit', 'refused_for_now', 'interrupted']);

function isOver({ status, reason }: MailReport['results'][number]): boolean {
  return status !== 'sending' && !PASSING.has(reason);
}

async function describe(report: MailReport, key: string, say: Say): Promise<string> {
  const found = await table(say, report.results, [
    ['client', ({ clientId }) => clientId],
    ['status', ({ status }) => status],
    ['reason', ({ reason }) => reason],
  ]);
  return report.results.every(isOver) ? found : `${found}\n${say('To resume: --idempotency-key {key}', { key })}`;
}
