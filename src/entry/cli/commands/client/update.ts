import { Command, Option } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { InputError } from '../../runtime/failure.js';
import { msg } from '../../runtime/language.js';
import { clientIdOption, fromFileOption, optional, readCountryOption } from '../../runtime/options.js';
import { describeClient } from './describe.js';

export class ClientUpdateCommand extends ApiCommand {
  static override paths = [['client', 'update'], ['update-client']];
  static override usage = Command.Usage({
    category: msg('Clients'),
    description: msg('Change a client; a new phone applies at once'),
  });

  clientId = clientIdOption();
  clientName = Option.String('--client-name,--name', { description: msg('Name') });
  clientMail = Option.String('--client-mail', { description: msg('Email address') });
  clientRealPhone = Option.String('--client-real-phone', {
    description: msg('Real phone number, such as +33639987654'),
  });
  residency = Option.String('--client-iso-residency', {
    description: msg('Country of the proxy number: ISO 3166 code, or none to clear it'),
  });
  proxyNumber = Option.String('--client-proxy-number', {
    description: msg('A free number of the pool, instead of the present one'),
  });
  fromFile = fromFileOption();

  async execute(): Promise<number> {
    const residency =
      this.residency === 'none' ? null : optional(readCountryOption, '--client-iso-residency', this.residency);
    const changes = {
      clientName: this.clientName,
      clientMail: this.clientMail,
      clientIsoResidency: residency,
      clientProxyNumber: this.proxyNumber,
    };
    if (this.clientRealPhone === undefined && Object.values(changes).every((value) => value === undefined)) {
      throw new InputError('Nothing to change: pass at least one option');
    }
    const readPhone = await this.phoneOf('--client-real-phone', this.clientRealPhone, residency ?? undefined, () =>
      Promise.resolve(this.clientId),
    );
    return this.request(async (api) => {
      const clientRealPhone = await readPhone(api);
      return api.updateClient(this.clientId, { ...changes, clientRealPhone });
    }, describeClient);
  }
}
