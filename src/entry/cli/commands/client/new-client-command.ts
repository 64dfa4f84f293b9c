import { Option } from 'clipanion';
import type { ClientReceipt, ClientView, NewClient, ProxyCallApi } from '../../../../ports/proxycall-api.js';
import { ApiCommand, type ReadPhone } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { fromFileOption, optional, readCountryOption } from '../../runtime/options.js';
import type { Field } from '../../runtime/text.js';

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
  fromFile = fromFileOption();

  abstract readonly clientId: string | undefined;

  /** The client as the options describe them, once the API is open. */
  protected async newClient(): Promise<(api: ProxyCallApi) => Promise<Omit<NewClient, 'clientId'>>> {
    const clientIsoResidency = this.readResidency();
    const readPhone = await this.phoneOfClient('--client-real-phone', this.clientRealPhone);
    return async (api) => ({
      clientName: this.clientName,
      clientMail: this.clientMail,
      clientRealPhone: await readPhone(api),
      clientIsoResidency,
    });
  }

  protected phoneOfClient<T extends string | undefined>(
    name: string,
    text: T,
  ): Promise<(api: ProxyCallApi) => Promise<ReadPhone<T>>> {
    return this.phoneOf(name, text, this.readResidency(), () => Promise.resolve(this.clientId));
  }

  private readResidency() {
    return optional(readCountryOption, '--client-iso-residency', this.residency);
  }
}

/** Which confirmation a new client waits for, if any: until then the number is held, and not in service. */
export function awaitedField(answer: ClientReceipt | ClientView): readonly Field[] {
  const awaited = 'confirmation' in answer ? answer.confirmation : undefined;
  return awaited === undefined ? [] : [['waits for confirmation', awaited.confirmationId]];
}
