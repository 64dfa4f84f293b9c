import { Command } from 'clipanion';
import { ListCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';

export class ClientListCommand extends ListCommand {
  static override paths = [['client', 'list'], ['list-clients']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('List clients, ordered by id'),
  });

  async execute(): Promise<number> {
    return this.requestPage((api, page) => api.listClients(page), 'There are no clients.', [
      ['client', ({ clientId }) => clientId],
      ['name', ({ clientName }) => clientName],
      ['real phone', ({ clientRealPhone }) => clientRealPhone],
      ['proxy number', ({ clientProxyNumber }) => clientProxyNumber],
    ]);
  }
}
