import { Command, Option } from 'clipanion';
import { CHANNELS } from '../../../../domain/model/confirmation/confirmation.js';
import { LANGUAGES } from '../../../../domain/model/phrases.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { fromFileOption, oneOf, optional, readCountryOption, readNumberTypeOption } from '../../runtime/options.js';
import { channelText } from './confirmation-command.js';
import { describeReceipt } from './describe.js';

export class ConfirmationCreateCommand extends ApiCommand {
  static override paths = [['confirmation', 'create']];
  static override usage = Command.Usage({
    category: msg('Confirmations'),
    description: msg('Confirm the phone or mail address of a client'),
    details: msg(
      'Without a client on record: name, mail and phone. Of a client on record: a new phone, a new mail address, or neither to confirm their phone again.',
    ),
    examples: [
      [
        msg('A new client'),
        '$0 confirmation create --client-name Ada --client-mail ada@shop.example --client-real-phone +33639987654',
      ],
    ],
  });

  confirmationId = Option.String('--confirmation-id', {
    description: msg('The id of the confirmation (default: one of ours)'),
  });
  clientId = Option.String('--client-id', { description: msg("The merchant's client id") });
  clientName = Option.String('--client-name,--name', { description: msg('Name') });
  clientMail = Option.String('--client-mail', { description: msg('Email address') });
  clientRealPhone = Option.String('--client-real-phone', {
    description: msg('Real phone number, such as +33639987654'),
  });
  residency = Option.String('--client-iso-residency', {
    description: msg('Country of the proxy number: ISO 3166 code'),
  });
  numberType = Option.String('--number-type', {
    description: msg('Number type: mobile, local, national or toll_free'),
  });
  channel = Option.String('--channel', { description: channelText() });
  language = Option.String('--language', {
    description: msg('Language of the messages: fr, en, de, es, it, nl or pt'),
  });
  fromFile = fromFileOption();

  async execute(): Promise<number> {
    const residency = optional(readCountryOption, '--client-iso-residency', this.residency);
    const request = {
      ...{ confirmationId: this.confirmationId, clientId: this.clientId },
      ...{ clientName: this.clientName, clientMail: this.clientMail, clientIsoResidency: residency },
      numberType: optional(readNumberTypeOption, '--number-type', this.numberType),
      channel: optional(oneOf(CHANNELS), '--channel', this.channel),
      language: optional(oneOf(LANGUAGES), '--language', this.language),
    };
    const readPhone = await this.phoneOf('--client-real-phone', this.clientRealPhone, residency, () =>
      Promise.resolve(this.clientId),
    );
    return this.request(
      async (api) => api.createConfirmation({ ...request, clientRealPhone: await readPhone(api) }),
      describeReceipt,
    );
  }
}
