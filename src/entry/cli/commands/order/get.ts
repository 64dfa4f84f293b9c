import { Command } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { orderIdOption } from '../../runtime/options.js';
import { describeOrder } from './describe.js';

export class OrderGetCommand extends ApiCommand {
  static override paths = [['order', 'get'], ['get-order']];
  static override usage = Command.Usage({ category: msg('Orders'), description: msg('Show an order') });

  orderId = orderIdOption();

  async execute(): Promise<number> {
    return this.request((api) => api.getOrder(this.orderId), describeOrder);
  }
}
