import type { CliContext } from './base-command.js';
import { Command, Option, type CommandClass } from 'clipanion';
import type { ClientView } from '../../ports/proxycall-api.js';
import { ConfirmedCommand } from './confirmed-command.js';
import { ApiCommand, ListCommand, optional, readCountryOption, readPhoneOption } from './command.js';
import { InputError } from './failure.js';
import { msg, type Say } from './language.js';
import { NewClientCommand } from './new-client-command.js';
import { fields, table } from './text.js';

class ClientCreateCommand extends NewClientCommand {
  static override paths = [['client', 'create'], ['create-client']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Create a client with a proxy number'),
    examples: [
      [
        msg('A client with the next free id'),
        '$0 client create --client-name Ada --client-mail ada@shop.example --client-real-phone +33639987654',
      ],
    ],
  });

  clientId = Option.String('--client-id', { description: msg('Client id (default: the next free number)') });

  async execute(): Promise<number> {
    const client = this.describedClient();
    return this.request(
      async (api) => {
        const clientId = this.clientId ?? (await api.nextClientId()).nextClientId.toString();
        return api.createClient({ ...client, clientId });
      },
      (receipt) =>
        fields([
          [this.say('client'), receipt.clientId],
          [this.say('proxy number'), receipt.clientProxyNumber],
        ]),
    );
  }
}

class ClientGetCommand extends ApiCommand {
  static override paths = [['client', 'get'], ['get-client']];
  static override usage = Command.Usage({ category: msg('Clients'), description: msg('Show a client') });

  clientId = Option.String('--client-id', { required: true, description: msg("The merchant's client id") });

  async execute(): Promise<number> {
    return this.request(
      (api) => api.getClient(this.clientId),
      (client) => describeClient(client, this.context.say),
    );
  }
}

class LookupCommand extends ApiCommand {
  static override paths = [['lookup']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Find the client that a proxy number is assigned to'),
    examples: [[msg('Who has this number?'), '$0 lookup --proxy +33639980000']],
  });

  proxy = Option.String('--proxy', { required: true, description: msg('The proxy number') });

  async execute(): Promise<number> {
    const proxy = readPhoneOption('--proxy', this.proxy);
    return this.request(
      (api) => api.getClientByProxy(proxy),
      (client) => describeClient(client, this.context.say),
    );
  }
}

class ClientListCommand extends ListCommand {
  static override paths = [['client', 'list'], ['list-clients']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('List clients, ordered by id'),
  });

  async execute(): Promise<number> {
    const query = this.page();
    return this.request(
      (api) => api.listClients(query),
      async (page) =>
        page.items.length === 0
          ? this.say('There are no clients.')
          : this.withNextPage(
              page,
              await table(
                [this.say('client'), this.say('name'), this.say('real phone'), this.say('proxy number')],
                page.items.map((client) => [
                  client.clientId,
                  client.clientName,
                  client.clientRealPhone,
                  client.clientProxyNumber ?? '-',
                ]),
              ),
            ),
    );
  }
}

class ClientUpdateCommand extends ApiCommand {
  static override paths = [['client', 'update'], ['update-client']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Update a client; a new real phone applies to live sessions at once'),
  });

  clientId = Option.String('--client-id', { required: true, description: msg("The merchant's client id") });
  clientName = Option.String('--client-name', { description: msg('Name') });
  clientMail = Option.String('--client-mail', { description: msg('Email address') });
  clientRealPhone = Option.String('--client-real-phone', {
    description: msg('Real phone number, such as +33639987654'),
  });
  residency = Option.String('--client-iso-residency', {
    description: msg('Country of the proxy number: ISO 3166 code; none clears it'),
  });

  async execute(): Promise<number> {
    const changes = {
      clientName: this.clientName,
      clientMail: this.clientMail,
      clientRealPhone: optional(readPhoneOption, '--client-real-phone', this.clientRealPhone),
      clientIsoResidency:
        this.residency === 'none' ? null : optional(readCountryOption, '--client-iso-residency', this.residency),
    };
    if (Object.values(changes).every((value) => value === undefined)) {
      throw new InputError('Nothing to change: pass at least one option');
    }
    return this.request(
      (api) => api.updateClient(this.clientId, changes),
      (client) => describeClient(client, this.context.say),
    );
  }
}

class ClientEraseCommand extends ConfirmedCommand {
  static override paths = [['client', 'erase'], ['erase-client']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg("Erase a client's personal data and quarantine their number"),
  });

  clientId = Option.String('--client-id', { required: true, description: msg("The merchant's client id") });

  async execute(): Promise<number> {
    const question = this.say('Erase client {client}? Their orders and sessions are closed. This cannot be undone.', {
      client: this.clientId,
    });
    if (!(await this.confirm(question))) return this.cancel();
    return this.request(
      (api) => api.eraseClient(this.clientId),
      (receipt) =>
        fields([
          [this.say('client'), receipt.clientId],
          [this.say('erased'), receipt.erasedAt],
          [this.say('orders closed'), receipt.ordersClosed.toString()],
          [this.say('sessions closed'), receipt.sessionsClosed.toString()],
          [this.say('quarantined'), receipt.quarantinedNumber],
          [this.say('until'), receipt.quarantinedUntil],
        ]),
    );
  }
}

export const clientCommands: readonly CommandClass<CliContext>[] = [
  ClientCreateCommand,
  ClientGetCommand,
  ClientListCommand,
  ClientUpdateCommand,
  ClientEraseCommand,
  LookupCommand,
];

function describeClient(client: ClientView, say: Say): string {
  return fields([
    [say('client'), client.clientId],
    [say('name'), client.clientName],
    [say('email'), client.clientMail],
    [say('real phone'), client.clientRealPhone],
    [say('proxy number'), client.clientProxyNumber],
    [say('residency'), client.clientIsoResidency],
    [say('last caller'), client.clientLastCaller],
  ]);
}
