import { Option } from 'clipanion';
import type { NewClient } from '../../../../ports/proxycall-api.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { optional, phoneIn, readCountryOption } from '../../runtime/options.js';

/** A command with the options of a client that may not exist yet. */
export abstract class NewClientCommand extends ApiCommand {
  clientName = Option.String('--client-name,--name', { required: true, description: msg('Name') });
  clientMail = Option.String('--client-mail', { required: true, description: msg('Email address') });
  clientRealPhone = Option.String('--client-real-phone', {
    required: true,
    description: msg('Real phone number, such as +33639987654'),
  });
  residency = Option.String('--client-iso-residency', {
    description: msg('Country of the proxy number: ISO 3166 code'),
  });

  protected async newClient(): Promise<Omit<NewClient, 'clientId'>> {
    const residency = optional(readCountryOption, '--client-iso-residency', this.residency);
    const countries = await this.countriesOf(residency);
    return {
      clientName: this.clientName,
      clientMail: this.clientMail,
      clientRealPhone: phoneIn(countries)('--client-real-phone', this.clientRealPhone),
      clientIsoResidency: residency,
    };
  }
}
