import { Command, Option } from 'clipanion';
import { ApiCommand, readCountryOption, readPhoneOption } from './command.js';
import { fields } from './text.js';

export class OrderCreateCommand extends ApiCommand {
  static override paths = [['order', 'create'], ['create-order']];
  static override usage = Command.Usage({
    category: 'Orders',
    description: 'Create an order; its client gets a proxy number',
    examples: [
      [
        'An order for a new client',
        '$0 order create --order-id O-1001 --client-id 1 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639987654',
      ],
    ],
  });

  orderId = Option.String('--order-id', { required: true, description: "The merchant's order id" });
  clientId = Option.String('--client-id', { required: true, description: "The merchant's client id" });
  clientName = Option.String('--client-name', { required: true });
  clientMail = Option.String('--client-mail', { required: true });
  clientRealPhone = Option.String('--client-real-phone', {
    required: true,
    description: 'E.164, such as +33639987654',
  });
  residency = Option.String('--client-iso-residency', { description: 'Country of the number: two letters' });
  courierPhone = Option.String('--courier-phone', { description: 'The courier, when known' });

  async execute(): Promise<number> {
    const order = {
      orderId: this.orderId,
      clientId: this.clientId,
      clientName: this.clientName,
      clientMail: this.clientMail,
      clientRealPhone: readPhoneOption('--client-real-phone', this.clientRealPhone),
      clientIsoResidency:
        this.residency === undefined ? undefined : readCountryOption('--client-iso-residency', this.residency),
      courierPhone: this.courierPhone === undefined ? undefined : readPhoneOption('--courier-phone', this.courierPhone),
    };
    return this.ask(
      (api) => api.createOrder(order),
      (receipt) =>
        fields([
          ['order', receipt.orderId],
          ['client', receipt.clientId],
          ['proxy number', receipt.clientProxyNumber],
        ]),
    );
  }
}
