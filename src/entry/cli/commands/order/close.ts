import { Command, Option } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { orderIdOption } from '../../runtime/options.js';
import { describeOrder } from './describe.js';

export class OrderCloseCommand extends ApiCommand {
  static override paths = [['order', 'close'], ['close-order']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Close an order'),
    details: msg(
      'The client keeps the number, unless --end-session is given and this was their last open order: the number is then quarantined.',
    ),
  });

  orderId = orderIdOption();
  endSession = Option.Boolean('--end-session', false, {
    description: msg('Also end the session if this was the last open order'),
  });

  async execute(): Promise<number> {
    return this.request(
      (api) => api.closeOrder(this.orderId, { endSession: this.endSession }),
      ({ order, sessionEnded }, say) =>
        [
          describeOrder(order, say),
          say(sessionEnded ? 'The session has ended; its numbers are cooling off.' : 'The client keeps the number.'),
        ].join('\n'),
    );
  }
}
