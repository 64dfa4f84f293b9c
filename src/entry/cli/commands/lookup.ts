import { Command, Option } from 'clipanion';
import { ApiCommand } from '../runtime/api-command.js';
import { msg } from '../runtime/language.js';
import { readPhoneOption } from '../runtime/phones.js';
import { describeClient } from './client/describe.js';

export class LookupCommand extends ApiCommand {
  static override paths = [['lookup']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Find the client that a proxy number is assigned to'),
    examples: [[msg('Who has this number?'), '$0 lookup --proxy +33639980000']],
  });

  proxy = Option.String('--proxy', { required: true, description: msg('The proxy number') });

  async execute(): Promise<number> {
    const proxy = readPhoneOption('--proxy', this.proxy, await this.countriesOf());
    return this.request((api) => api.getClientByProxy(proxy), describeClient);
  }
}
