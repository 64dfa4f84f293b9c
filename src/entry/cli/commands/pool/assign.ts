import { Command, Option } from 'clipanion';
import { ConfirmedCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { clientIdOption, numberTypeOption, optional, readCountryOption } from '../../runtime/options.js';
import { fields } from '../../runtime/text.js';

export class PoolAssignCommand extends ConfirmedCommand {
  static override paths = [['pool', 'assign'], ['pool-assign']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Assign a number to a client'),
    details: msg('A client who has one keeps it.'),
  });

  clientId = clientIdOption();
  country = Option.String('--country,--country-iso', {
    description: msg("ISO 3166 country code (default: the client's country)"),
  });
  type = numberTypeOption();
  buy = Option.Boolean('--buy', false, { description: msg('Buy numbers if none is available') });

  async execute(): Promise<number> {
    const request = {
      clientId: this.clientId,
      countryIso: optional(readCountryOption, '--country', this.country),
      numberType: (await this.poolOptions(undefined, this.type)).numberType,
      buy: this.buy,
    };
    const question = this.say('Buy numbers if none is available? The carrier charges for each.');
    if (this.buy && !(await this.confirm(question))) return this.cancel();
    return this.request(
      (api) => api.assignNumber(request),
      ({ clientId, proxy }, say) =>
        fields(say, [
          ['client', clientId],
          ['proxy number', proxy],
        ]),
    );
  }
}
