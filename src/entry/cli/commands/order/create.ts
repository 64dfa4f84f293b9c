import { Command, Option } from 'clipanion';
import { CALL_SECONDS, RING_SECONDS } from '../../../../domain/model/session.js';
import { msg } from '../../runtime/language.js';
import { clientIdOption, optional, orderIdOption, readTimeOption, readWholeOption } from '../../runtime/options.js';
import { fields } from '../../runtime/text.js';
import { awaitedField, NewClientCommand } from '../client/new-client-command.js';
import { courierFields } from './describe.js';

export class OrderCreateCommand extends NewClientCommand {
  static override paths = [['order', 'create'], ['create-order']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Create an order: its client gets a proxy number'),
    examples: [
      [
        msg('An order for a new client'),
        '$0 order create --order-id O-1001 --client-id 1 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639987654',
      ],
    ],
  });

  orderId = orderIdOption();
  clientId = clientIdOption();
  courierPhone = Option.String('--courier-phone', {
    description: msg("The courier's phone, if known: client and courier then use shared numbers"),
  });
  expiresAt = Option.String('--expires-at', {
    description: msg('When the session with the courier expires, such as 2030-01-31T18:00:00Z'),
  });
  maxCallSeconds = Option.String('--max-call-seconds', { description: msg('Maximum call duration in seconds') });
  ringSeconds = Option.String('--ring-seconds', { description: msg('Ring timeout in seconds') });
  key = Option.String('--idempotency-key', {
    description: msg('Idempotency key, so that the request can be retried safely'),
  });

  async execute(): Promise<number> {
    const client = await this.newClient();
    const courierPhone = await this.phoneOfClient('--courier-phone', this.courierPhone);
    const order = {
      orderId: this.orderId,
      clientId: this.clientId,
      expiresAt: optional(readTimeOption, '--expires-at', this.expiresAt),
      maxCallSeconds: optional(readSeconds(CALL_SECONDS), '--max-call-seconds', this.maxCallSeconds),
      ringSeconds: optional(readSeconds(RING_SECONDS), '--ring-seconds', this.ringSeconds),
    };
    return this.request(
      async (api) => {
        const phones = { ...(await client(api)), courierPhone: await courierPhone(api) };
        return api.createOrder({ ...order, ...phones }, { idempotencyKey: this.key });
      },
      (receipt, say) =>
        fields(say, [
          ['order', receipt.orderId],
          ['client', receipt.clientId],
          ['proxy number', receipt.clientProxyNumber],
          ...courierFields(receipt),
          ...awaitedField(receipt),
        ]),
    );
  }
}

function readSeconds([least, most]: readonly [number, number]) {
  return (name: string, text: string) => readWholeOption(name, text, least, most);
}
