import { Command } from 'clipanion';
import { REVEAL_REASONS } from '../../../../domain/model/reveal.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { orderIdOption, readChoiceOption, reasonOption } from '../../runtime/options.js';
import { describeOrder } from './describe.js';

export class OrderRevealCommand extends ApiCommand {
  static override paths = [['order', 'reveal']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Show an order in clear, for a reason'),
    details: msg("For tokens that are shown people's data masked. Who reveals what, and why, is recorded."),
  });

  orderId = orderIdOption();
  reason = reasonOption();

  async execute(): Promise<number> {
    const reason = readChoiceOption('--reason', this.reason, REVEAL_REASONS);
    return this.request((api) => api.revealOrder(this.orderId, { reason }), describeOrder);
  }
}
