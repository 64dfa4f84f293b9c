import { Command, Option } from 'clipanion';
import { msg } from '../../runtime/language.js';
import { fields } from '../../runtime/text.js';
import { NewClientCommand } from './new-client-command.js';

export class ClientCreateCommand extends NewClientCommand {
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

  clientId = Option.String('--client-id', { description: msg('Client id (default: the next free one)') });

  async execute(): Promise<number> {
    const client = await this.newClient();
    return this.request(
      async (api) => {
        const clientId = this.clientId ?? (await api.nextClientId()).nextClientId.toString();
        return api.createClient({ ...(await client(api)), clientId });
      },
      (receipt, say) =>
        fields(say, [
          ['client', receipt.clientId],
          ['proxy number', receipt.clientProxyNumber],
        ]),
    );
  }
}
