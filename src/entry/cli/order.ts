import type { CliContext } from './base-command.js';
import { Command, Option, type CommandClass } from 'clipanion';
import { CALL_SECONDS, RING_SECONDS } from '../../domain/model/pair.js';
import type { OrderView, PairingView } from '../../ports/proxycall-api.js';
import { ApiCommand, ListCommand, optional, readChoiceOption, readPhoneOption, readWholeOption } from './command.js';
import { msg, type Say } from './language.js';
import { NewClientCommand } from './new-client-command.js';
import { fields, table } from './text.js';

class OrderCreateCommand extends NewClientCommand {
  static override paths = [['order', 'create'], ['create-order']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Create an order; its client gets a proxy number'),
    examples: [
      [
        msg('An order for a new client'),
        '$0 order create --order-id O-1001 --client-id 1 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639987654',
      ],
    ],
  });

  orderId = Option.String('--order-id', { required: true, description: msg("The merchant's order id") });
  clientId = Option.String('--client-id', { required: true, description: msg("The merchant's client id") });
  courierPhone = Option.String('--courier-phone', {
    description: msg('The courier, when known: client and courier then get shared numbers'),
  });
  expiresAt = Option.String('--expires-at', { description: msg('When the session with the courier ends by itself') });
  maxCallSeconds = Option.String('--max-call-seconds', { description: msg('How long a conversation may last') });
  ringSeconds = Option.String('--ring-seconds', { description: msg('How long the other phone rings') });
  key = Option.String('--idempotency-key', { description: msg('Names this request, so that it can be sent again') });

  async execute(): Promise<number> {
    const order = {
      orderId: this.orderId,
      clientId: this.clientId,
      ...this.describedClient(),
      courierPhone: optional(readPhoneOption, '--courier-phone', this.courierPhone),
      expiresAt: this.expiresAt,
      maxCallSeconds: optional(readSeconds(CALL_SECONDS), '--max-call-seconds', this.maxCallSeconds),
      ringSeconds: optional(readSeconds(RING_SECONDS), '--ring-seconds', this.ringSeconds),
    };
    return this.ask(
      (api) => api.createOrder(order, { idempotencyKey: this.key }),
      (receipt) =>
        fields([
          [this.say('order'), receipt.orderId],
          [this.say('client'), receipt.clientId],
          [this.say('proxy number'), receipt.clientProxyNumber],
          ...describePairing(receipt, this.context.say),
        ]),
    );
  }
}

class OrderCourierCommand extends ApiCommand {
  static override paths = [['order', 'courier']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Give an open order with a courier another one'),
    details: msg('The client keeps their number. The courier before hears that the order is closed; the code is new.'),
  });

  orderId = Option.String('--order-id', { required: true, description: msg("The merchant's order id") });
  courierPhone = Option.String('--courier-phone', { required: true, description: msg('The new courier') });

  async execute(): Promise<number> {
    const courierPhone = readPhoneOption('--courier-phone', this.courierPhone);
    return this.ask(
      (api) => api.changeCourier(this.orderId, { courierPhone }),
      (order) => describeOrder(order, this.context.say),
    );
  }
}

class OrderGetCommand extends ApiCommand {
  static override paths = [['order', 'get'], ['get-order']];
  static override usage = Command.Usage({ category: msg('Orders'), description: msg('Show an order') });

  orderId = Option.String('--order-id', { required: true, description: msg("The merchant's order id") });

  async execute(): Promise<number> {
    return this.ask(
      (api) => api.getOrder(this.orderId),
      (order) => describeOrder(order, this.context.say),
    );
  }
}

class OrderListCommand extends ListCommand {
  static override paths = [['order', 'list'], ['list-orders']];
  static override usage = Command.Usage({ category: msg('Orders'), description: msg('List orders, newest first') });

  clientId = Option.String('--client-id', { description: msg('Only those of this client') });
  status = Option.String('--status', { description: msg('Only open, or closed, ones') });

  async execute(): Promise<number> {
    const status =
      this.status === undefined ? undefined : readChoiceOption('--status', this.status, ['open', 'closed']);
    const query = { ...this.page(), clientId: this.clientId, status };
    return this.ask(
      (api) => api.listOrders(query),
      async (page) =>
        page.items.length === 0
          ? this.say('There are no such orders.')
          : this.withMore(
              page,
              await table(
                [
                  this.say('order'),
                  this.say('client'),
                  this.say('proxy number'),
                  this.say('status'),
                  this.say('created'),
                ],
                page.items.map((order) => [
                  order.orderId,
                  order.clientId,
                  order.clientProxyNumber,
                  order.status,
                  order.createdAt,
                ]),
              ),
            ),
    );
  }
}

class OrderCloseCommand extends ApiCommand {
  static override paths = [['order', 'close'], ['close-order']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Close an order'),
    details: msg(
      'The number stays with the client, unless --end-session is given and this was the last open order: then it cools off.',
    ),
  });

  orderId = Option.String('--order-id', { required: true, description: msg("The merchant's order id") });
  endSession = Option.Boolean('--end-session', false, {
    description: msg('End the session too, when this was the last open order'),
  });

  async execute(): Promise<number> {
    return this.ask(
      (api) => api.closeOrder(this.orderId, { endSession: this.endSession }),
      ({ order, sessionEnded }) =>
        [
          describeOrder(order, this.context.say),
          this.say(sessionEnded ? 'The session is ended: its numbers cool off.' : 'The client keeps the number.'),
        ].join('\n'),
    );
  }
}

export const orderCommands: readonly CommandClass<CliContext>[] = [
  OrderCreateCommand,
  OrderGetCommand,
  OrderListCommand,
  OrderCourierCommand,
  OrderCloseCommand,
];

function readSeconds([least, most]: readonly [number, number]) {
  return (name: string, text: string) => readWholeOption(name, text, least, most);
}

/** What an order with a courier has besides. */
function describePairing(
  { courierProxyNumber, orderCode, expiresAt }: PairingView,
  say: Say,
): (readonly [string, string | undefined])[] {
  if (courierProxyNumber === undefined) return [];
  return [
    [say("courier's number"), courierProxyNumber],
    [say('order code'), orderCode],
    [say('expires'), expiresAt],
  ];
}

function describeOrder(order: OrderView, say: Say): string {
  return fields([
    [say('order'), order.orderId],
    [say('client'), order.clientId],
    [say('proxy number'), order.clientProxyNumber],
    ...describePairing(order, say),
    [say('status'), order.status],
    [say('created'), order.createdAt],
    [say('closed'), order.closedAt],
  ]);
}
