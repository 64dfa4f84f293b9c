import { Command, Option } from 'clipanion';
import { ListCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { localTime } from '../../runtime/text.js';
import { clientFilterOption, oneOf, optional } from '../../runtime/options.js';

export class OrderListCommand extends ListCommand {
  static override paths = [['order', 'list'], ['list-orders']];
  static override usage = Command.Usage({ category: msg('Orders'), description: msg('List orders, newest first') });

  clientId = clientFilterOption();
  status = Option.String('--status', { description: msg('Filter by status: open or closed') });

  async execute(): Promise<number> {
    const status = optional(oneOf(['open', 'closed']), '--status', this.status);
    return this.requestPage(
      (api, page) => api.listOrders({ ...page, clientId: this.clientId, status }),
      'No matching orders.',
      [
        ['order', ({ orderId }) => orderId],
        ['client', ({ clientId }) => clientId],
        ['proxy number', ({ clientProxyNumber }) => clientProxyNumber],
        ['status', (order) => order.status],
        ['created', ({ createdAt }) => localTime(createdAt)],
      ],
    );
  }
}
