import { Command, Option } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { orderIdOption, readTimeOption } from '../../runtime/options.js';
import { describeOrder } from './describe.js';

export class OrderExtendCommand extends ApiCommand {
  static override paths = [['order', 'extend']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Move the end of the session with a courier'),
    details: msg('The numbers, the courier and the code stay. The end may also be earlier than before.'),
  });

  orderId = orderIdOption();
  expiresAt = Option.String('--expires-at', {
    required: true,
    description: msg('When the session with the courier expires, such as 2030-01-31T18:00:00Z'),
  });

  async execute(): Promise<number> {
    const expiresAt = readTimeOption('--expires-at', this.expiresAt);
    return this.request((api) => api.extendOrder(this.orderId, { expiresAt }), describeOrder);
  }
}
