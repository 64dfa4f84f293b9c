import { Command, Option } from 'clipanion';
import { POOL_STATUSES } from '../../../../domain/model/proxy-number.js';
import { ListCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { oneOf, optional, readCountryOption, readNumberTypeOption } from '../../runtime/options.js';

export class PoolNumbersCommand extends ListCommand {
  static override paths = [['pool', 'numbers']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('List the pool, number by number'),
  });

  country = Option.String('--country,--country-iso', { description: msg('Filter by country: ISO 3166 code') });
  type = Option.String('--number-type,--type', {
    description: msg('Filter by type: mobile, local, national or toll_free'),
  });
  status = Option.String('--status', { description: msg('Filter by status, such as available or assigned') });

  async execute(): Promise<number> {
    const countryIso = optional(readCountryOption, '--country', this.country);
    const numberType = optional(readNumberTypeOption, '--number-type', this.type);
    const status = optional(oneOf(POOL_STATUSES), '--status', this.status);
    return this.requestPage(
      (api, page) => api.listNumbers({ ...page, countryIso, numberType, status }),
      'No matching numbers.',
      [
        ['number', ({ phoneNumber }) => phoneNumber],
        ['country', (number) => number.countryIso],
        ['type', (number) => number.numberType],
        ['status', (number) => number.status],
        ['client', ({ clientId }) => clientId],
        ['load', ({ load }) => load.toString()],
        ['name', ({ friendlyName }) => friendlyName],
        ['reason', ({ reason }) => reason],
      ],
    );
  }
}
