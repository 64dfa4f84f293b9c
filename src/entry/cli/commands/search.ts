import { Command, Option } from 'clipanion';
import type { SearchResult } from '../../../ports/proxycall-api.js';
import { ApiCommand } from '../runtime/api-command.js';
import { msg, type Say } from '../runtime/language.js';
import { fromFileOption } from '../runtime/options.js';
import { localTime, table } from '../runtime/text.js';

export class SearchCommand extends ApiCommand {
  static override paths = [['search']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Find orders and clients by an id, number or phone'),
    details: msg('The text must be exactly the id or the number. Numbers may be written in any way.'),
    examples: [[msg('Whose phone is this?'), '$0 search --text "06 39 98 76 54"']],
  });

  text = Option.String('--text', {
    required: true,
    description: msg('Id of an order or client, proxy number, or phone of a client or courier'),
  });
  fromFile = fromFileOption();

  async execute(): Promise<number> {
    return this.request((api) => api.search({ text: this.text }), describeFound);
  }
}

async function describeFound({ orders, clients, moreOrders, moreClients }: SearchResult, say: Say): Promise<string> {
  if (orders.length + clients.length === 0) return say('Nothing has this id or number.');
  const parts = [
    clients.length === 0
      ? ''
      : await table(say, clients, [
          ['client', ({ clientId }) => clientId],
          ['name', ({ clientName }) => clientName],
          ['real phone', ({ clientRealPhone }) => clientRealPhone],
          ['proxy number', ({ clientProxyNumber }) => clientProxyNumber],
        ]),
    orders.length === 0
      ? ''
      : await table(say, orders, [
          ['order', ({ orderId }) => orderId],
          ['client', ({ clientId }) => clientId],
          ['proxy number', ({ clientProxyNumber }) => clientProxyNumber],
          ["courier's number", ({ courierProxyNumber }) => courierProxyNumber],
          ['status', ({ status }) => status],
          ['created', ({ createdAt }) => localTime(createdAt)],
        ]),
    moreOrders || moreClients ? say('There are more; only the newest are listed.') : '',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
