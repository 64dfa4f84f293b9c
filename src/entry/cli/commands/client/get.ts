import { Command } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { clientIdOption } from '../../runtime/options.js';
import { describeClient } from './describe.js';

export class ClientGetCommand extends ApiCommand {
  static override paths = [['client', 'get'], ['get-client']];
  static override usage = Command.Usage({ category: msg('Clients'), description: msg('Show a client') });

  clientId = clientIdOption();

  async execute(): Promise<number> {
    return this.request((api) => api.getClient(this.clientId), describeClient);
  }
}
