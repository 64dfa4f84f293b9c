import { Command, Option } from 'clipanion';
import { CONFIRMATION_STATUSES } from '../../../../domain/model/confirmation/confirmation.js';
import { ListCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { clientFilterOption, oneOf, optional } from '../../runtime/options.js';
import { localTime } from '../../runtime/text.js';

export class ConfirmationListCommand extends ListCommand {
  static override paths = [['confirmation', 'list']];
  static override usage = Command.Usage({
    category: msg('Confirmations'),
    description: msg('List confirmations, newest first'),
  });

  clientId = clientFilterOption();
  status = Option.String('--status', {
    description: msg('Filter by status: pending, confirmed, expired, cancelled or blocked'),
  });

  async execute(): Promise<number> {
    const status = optional(oneOf(CONFIRMATION_STATUSES), '--status', this.status);
    return this.requestPage(
      (api, page) => api.listConfirmations({ ...page, clientId: this.clientId, status }),
      'No matching confirmations.',
      [
        ['confirmation', ({ confirmationId }) => confirmationId],
        ['purpose', ({ purpose }) => purpose],
        ['status', (confirmation) => confirmation.status],
        ['client', ({ clientId }) => clientId],
        ['proxy number', ({ clientProxyNumber }) => clientProxyNumber],
        ['created', ({ createdAt }) => localTime(createdAt)],
        ['expires', ({ expiresAt }) => localTime(expiresAt)],
      ],
    );
  }
}
