import { Command, Option } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { fromFileOption, orderIdOption } from '../../runtime/options.js';
import { describeOrder } from './describe.js';

export class OrderCourierCommand extends ApiCommand {
  static override paths = [['order', 'courier']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Replace the courier of an open order'),
    details: msg(
      'The client keeps their number and the order gets a new code. The previous courier is told that the order is closed.',
    ),
  });

  orderId = orderIdOption();
  courierPhone = Option.String('--courier-phone', { required: true, description: msg("The new courier's phone") });
  fromFile = fromFileOption();

  async execute(): Promise<number> {
    const read = await this.phoneOf('--courier-phone', this.courierPhone, undefined, async (api) => {
      const { clientId } = await api.getOrder(this.orderId);
      return clientId;
    });
    return this.request(async (api) => {
      const courierPhone = await read(api);
      return api.changeCourier(this.orderId, { courierPhone });
    }, describeOrder);
  }
}
