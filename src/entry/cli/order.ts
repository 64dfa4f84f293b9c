import type { CliContext } from './base-command.js';
import { Command, Option, type CommandClass } from 'clipanion';
import { CALL_SECONDS, RING_SECONDS } from '../../domain/model/session.js';
import type { OrderView, CourierView } from '../../ports/proxycall-api.js';
import { ApiCommand, ListCommand, optional, readChoiceOption, readPhoneOption, readWholeOption } from './command.js';
import { msg, type Say } from './language.js';
import { NewClientCommand } from './new-client-command.js';
import { fields, table } from './text.js';

class OrderCreateCommand extends NewClientCommand {
  static override paths = [['order', 'create'], ['create-order']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Create an order and give its client a proxy number'),
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
    description: msg("The courier's phone, if known: client and courier then communicate over shared numbers"),
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
    const order = {
      orderId: this.orderId,
      clientId: this.clientId,
      ...this.describedClient(),
      courierPhone: optional(readPhoneOption, '--courier-phone', this.courierPhone),
      expiresAt: this.expiresAt,
      maxCallSeconds: optional(readSeconds(CALL_SECONDS), '--max-call-seconds', this.maxCallSeconds),
      ringSeconds: optional(readSeconds(RING_SECONDS), '--ring-seconds', this.ringSeconds),
    };
    return this.request(
      (api) => api.createOrder(order, { idempotencyKey: this.key }),
      (receipt) =>
        fields([
          [this.say('order'), receipt.orderId],
          [this.say('client'), receipt.clientId],
          [this.say('proxy number'), receipt.clientProxyNumber],
          ...describeCourier(receipt, this.context.say),
        ]),
    );
  }
}

class OrderCourierCommand extends ApiCommand {
  static override paths = [['order', 'courier']];
  static override usage = Command.Usage({
    category: msg('Orders'),
    description: msg('Replace the courier of an open order'),
    details: msg(
      'The client keeps their number and the order gets a new code. The previous courier is told that the order is closed.',
    ),
  });

  orderId = Option.String('--order-id', { required: true, description: msg("The merchant's order id") });
  courierPhone = Option.String('--courier-phone', { required: true, description: msg("The new courier's phone") });

  async execute(): Promise<number> {
    const courierPhone = readPhoneOption('--courier-phone', this.courierPhone);
    return this.request(
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
    return this.request(
      (api) => api.getOrder(this.orderId),
      (order) => describeOrder(order, this.context.say),
    );
  }
}

class OrderListCommand extends ListCommand {
  static override paths = [['order', 'list'], ['list-orders']];
  static override usage = Command.Usage({ category: msg('Orders'), description: msg('List orders, newest first') });

  clientId = Option.String('--client-id', { description: msg('Filter by client') });
  status = Option.String('--status', { description: msg('Filter by status: open or closed') });

  async execute(): Promise<number> {
    const status =
      this.status === undefined ? undefined : readChoiceOption('--status', this.status, ['open', 'closed']);
    const query = { ...this.page(), clientId: this.clientId, status };
    return this.request(
      (api) => api.listOrders(query),
      async (page) =>
        page.items.length === 0
          ? this.say('No matching orders.')
          : this.withNextPage(
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
      'The client keeps the number, unless --end-session is given and this was their last open order: the number then enters its cooling-off period.',
    ),
  });

  orderId = Option.String('--order-id', { required: true, description: msg("The merchant's order id") });
  endSession = Option.Boolean('--end-session', false, {
    description: msg('Also end the session if this was the last open order'),
  });

  async execute(): Promise<number> {
    return this.request(
      (api) => api.closeOrder(this.orderId, { endSession: this.endSession }),
      ({ order, sessionEnded }) =>
        [
          describeOrder(order, this.context.say),
          this.say(
            sessionEnded ? 'The session has ended; its numbers are cooling off.' : 'The client keeps the number.',
          ),
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

/** The additional fields of an order with a courier. */
function describeCourier(
  { courierProxyNumber, orderCode, expiresAt }: CourierView,
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
    ...describeCourier(order, say),
    [say('status'), order.status],
    [say('created'), order.createdAt],
    [say('closed'), order.closedAt],
  ]);
}
