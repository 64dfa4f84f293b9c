import { Command, Option } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import {
  clientIdOption,
  countryOption,
  numberTypeOption,
  readCountryOption,
  readNumberTypeOption,
} from '../../runtime/options.js';
import { fields } from '../../runtime/text.js';

export class PoolAssignCommand extends ApiCommand {
  static override paths = [['pool', 'assign'], ['pool-assign']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Assign a number to a client'),
    details: msg('A client who has one keeps it.'),
  });

  clientId = clientIdOption();
  country = countryOption();
  type = numberTypeOption();
  friendlyName = Option.String('--friendly-name', {
    description: msg('Friendly name of the number, also set at the carrier'),
  });

  async execute(): Promise<number> {
    const request = {
      clientId: this.clientId,
      countryIso: readCountryOption('--country', this.country),
      numberType: readNumberTypeOption('--number-type', this.type),
      friendlyName: this.friendlyName,
    };
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
