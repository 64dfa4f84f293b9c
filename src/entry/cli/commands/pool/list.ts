import { Command, Option } from 'clipanion';
import { NUMBER_TYPES } from '../../../../domain/model/proxy-number.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { countryOption, readChoiceOption } from '../../runtime/options.js';
import { table } from '../../runtime/text.js';

export class PoolListCommand extends ApiCommand {
  static override paths = [['pool', 'list'], ['pool-list']];
  static override usage = Command.Usage({ category: msg('Pool'), description: msg('List the available numbers') });

  country = countryOption();
  type = Option.String('--number-type,--type', 'all', {
    description: msg('Number type: all (default), mobile, local, national or toll_free'),
  });

  async execute(): Promise<number> {
    const { countryIso } = await this.poolOptions(this.country, undefined);
    // As in the API: a Python program writes none where it has no preference.
    const type = ['none', 'null', ''].includes(this.type.trim().toLowerCase()) ? 'all' : this.type;
    const numberType = readChoiceOption('--number-type', type, ['all', ...NUMBER_TYPES]);
    return this.request(
      (api) => api.listAvailableNumbers({ countryIso, numberType }),
      ({ available }, say) =>
        available.length === 0
          ? say('No number is available in {country}.', { country: countryIso })
          : table(say, available, [
              ['number', ({ phoneNumber }) => phoneNumber],
              ['type', (number) => number.numberType],
              ['SMS', ({ capabilities }) => say(capabilities.sms ? 'yes' : 'no')],
              ['name', ({ friendlyName }) => friendlyName],
            ]),
    );
  }
}
