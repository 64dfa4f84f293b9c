import { Command, Option } from 'clipanion';
import { msg } from '../../runtime/language.js';
import { fields } from '../../runtime/text.js';
import { clientOnRecord } from '../../runtime/residency.js';
import { awaitedField, NewClientCommand } from './new-client-command.js';

const EARLIER = 'create-client';

export class ClientCreateCommand extends NewClientCommand {
  static override paths = [['client', 'create'], [EARLIER]];
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
        // The earlier command took the next id where this one is empty, and updated a client that it knew.
        const isEarlier = this.path[0] === EARLIER;
        const given = isEarlier && this.clientId?.trim() === '' ? undefined : this.clientId;
        const clientId = given ?? (await api.nextClientId()).nextClientId.toString();
        const mayUpdate = isEarlier && given !== undefined;
        const known = mayUpdate ? await clientOnRecord(api, clientId) : undefined;
        const described = await client(api);
        return known === undefined
          ? api.createClient({ ...described, clientId })
          : api.updateClient(clientId, described);
      },
      (receipt, say) =>
        fields(say, [
          ['client', receipt.clientId],
          ['proxy number', receipt.clientProxyNumber],
          ...awaitedField(receipt),
        ]),
    );
  }
}
