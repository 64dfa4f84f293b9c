import type { CliContext } from './base-command.js';
import { Command, Option, type CommandClass } from 'clipanion';
import type { ClientView } from '../../ports/proxycall-api.js';
import { CarefulCommand } from './careful-command.js';
import { ApiCommand, ListCommand, optional, readCountryOption, readPhoneOption } from './command.js';
import { InputError } from './failure.js';
import { msg, type Say } from './language.js';
import { NewClientCommand } from './new-client-command.js';
import { fields, table } from './text.js';

class ClientCreateCommand extends NewClientCommand {
  static override paths = [['client', 'create'], ['create-client']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Create a client, who gets a proxy number'),
    examples: [
      [
        msg('A client under the next free number'),
        '$0 client create --client-name Ada --client-mail ada@shop.example --client-real-phone +33639987654',
      ],
    ],
  });

  clientId = Option.String('--client-id', { description: msg('Id; the next free number when left out') });

  async execute(): Promise<number> {
    const client = this.describedClient();
    return this.ask(
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
    return this.ask(
      (api) => api.getClient(this.clientId),
      (client) => describeClient(client, this.context.say),
    );
  }
}

class LookupCommand extends ApiCommand {
  static override paths = [['lookup']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Find out who holds a proxy number'),
    examples: [[msg('Who has this number?'), '$0 lookup --proxy +33639980000']],
  });

  proxy = Option.String('--proxy', { required: true, description: msg('The proxy number') });

  async execute(): Promise<number> {
    const proxy = readPhoneOption('--proxy', this.proxy);
    return this.ask(
      (api) => api.getClientByProxy(proxy),
      (client) => describeClient(client, this.context.say),
    );
  }
}

class ClientListCommand extends ListCommand {
  static override paths = [['client', 'list'], ['list-clients']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('List clients, in the order of their ids'),
  });

  async execute(): Promise<number> {
    const query = this.page();
    return this.ask(
      (api) => api.listClients(query),
      async (page) =>
        page.items.length === 0
          ? this.say('There are no clients.')
          : this.withMore(
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
    description: msg('Change a client; live sessions follow a new real phone at once'),
  });

  clientId = Option.String('--client-id', { required: true, description: msg("The merchant's client id") });
  clientName = Option.String('--client-name', { description: msg('Name') });
  clientMail = Option.String('--client-mail', { description: msg('Mail address') });
  clientRealPhone = Option.String('--client-real-phone', { description: msg('Real phone, such as +33639987654') });
  residency = Option.String('--client-iso-residency', {
    description: msg('Country of the number: two letters; none forgets it'),
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
      throw new InputError('There is nothing to change: give at least one of the options');
    }
    return this.ask(
      (api) => api.updateClient(this.clientId, changes),
      (client) => describeClient(client, this.context.say),
    );
  }
}

class ClientEraseCommand extends CarefulCommand {
  static override paths = [['client', 'erase'], ['erase-client']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Erase the personal data of a client; the number cools off'),
  });

  clientId = Option.String('--client-id', { required: true, description: msg("The merchant's client id") });

  async execute(): Promise<number> {
    const question = this.say('Erase client {client}? Orders and sessions are closed. It cannot be undone.', {
      client: this.clientId,
    });
    if (!(await this.consent(question))) return this.cancel();
    return this.ask(
      (api) => api.eraseClient(this.clientId),
      (receipt) =>
        fields([
          [this.say('client'), receipt.clientId],
          [this.say('erased'), receipt.erasedAt],
          [this.say('orders closed'), receipt.ordersClosed.toString()],
          [this.say('sessions closed'), receipt.sessionsClosed.toString()],
          [this.say('cools off'), receipt.quarantinedNumber],
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
    [say('mail'), client.clientMail],
    [say('real phone'), client.clientRealPhone],
    [say('proxy number'), client.clientProxyNumber],
    [say('residency'), client.clientIsoResidency],
    [say('last caller'), client.clientLastCaller],
  ]);
}
