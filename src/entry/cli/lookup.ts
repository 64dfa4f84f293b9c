import { Command, Option } from 'clipanion';
import { ApiCommand, readPhoneOption } from './command.js';
import { fields } from './text.js';

export class LookupCommand extends ApiCommand {
  static override paths = [['lookup']];
  static override usage = Command.Usage({
    category: 'Clients',
    description: 'Find out who holds a proxy number',
    examples: [['Who has this number?', '$0 lookup --proxy +33639980000']],
  });

  proxy = Option.String('--proxy', { required: true, description: 'The proxy number' });

  async execute(): Promise<number> {
    const proxy = readPhoneOption('--proxy', this.proxy);
    return this.ask(
      (api) => api.getClientByProxy(proxy),
      (client) =>
        fields([
          ['client', client.clientId],
          ['name', client.clientName],
          ['mail', client.clientMail],
          ['real phone', client.clientRealPhone],
          ['proxy number', client.clientProxyNumber],
          ['residency', client.clientIsoResidency],
          ['last caller', client.clientLastCaller],
        ]),
    );
  }
}
