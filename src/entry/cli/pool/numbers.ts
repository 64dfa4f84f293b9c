import { Command, Option } from 'clipanion';
import { NUMBER_TYPES } from '../../../domain/model/proxy-number.js';
import { ApiCommand, readChoiceOption, readCountryOption } from '../command.js';
import { fields, table } from '../text.js';

export class PoolListCommand extends ApiCommand {
  static override paths = [['pool', 'list'], ['pool-list']];
  static override usage = Command.Usage({ category: 'Pool', description: 'List the numbers that are free' });

  country = Option.String('--country,--country-iso', { required: true, description: 'Two letters, such as FR' });
  type = Option.String('--number-type,--type', 'all', { description: `all (default), ${NUMBER_TYPES.join(', ')}` });

  execute(): Promise<number> {
    const countryIso = readCountryOption('--country', this.country);
    const numberType = readChoiceOption('--number-type', this.type, ['all', ...NUMBER_TYPES]);
    return this.ask(
      (api) => api.listAvailableNumbers({ countryIso, numberType }),
      ({ available }) =>
        available.length === 0
          ? `No number is free in ${countryIso}.`
          : table(
              ['number', 'type', 'texts', 'name'],
              available.map((number) => [
                number.phoneNumber,
                number.numberType,
                number.capabilities.sms ? 'yes' : 'no',
                number.friendlyName,
              ]),
            ),
    );
  }
}

export class PoolStatsCommand extends ApiCommand {
  static override paths = [['pool', 'stats'], ['pool-stats']];
  static override usage = Command.Usage({ category: 'Pool', description: 'Count the numbers by country and type' });

  execute(): Promise<number> {
    return this.ask(
      (api) => api.poolStats(),
      ({ pools }) =>
        pools.length === 0
          ? 'The pool is empty.'
          : table(
              ['country', 'type', 'owned', 'available', 'assigned', 'reserved', 'cooling off'],
              pools.map((pool) => [
                pool.countryIso,
                pool.numberType,
                ...[pool.owned, pool.available, pool.assigned, pool.reserved, pool.quarantined].map(String),
              ]),
            ),
    );
  }
}

export class PoolAssignCommand extends ApiCommand {
  static override paths = [['pool', 'assign'], ['pool-assign']];
  static override usage = Command.Usage({
    category: 'Pool',
    description: 'Give a client a number of their own; one who has one keeps it',
  });

  clientId = Option.String('--client-id', { required: true });
  country = Option.String('--country,--country-iso', { required: true, description: 'Two letters, such as FR' });
  type = Option.String('--number-type,--type', 'mobile', { description: NUMBER_TYPES.join(', ') });
  friendlyName = Option.String('--friendly-name', { description: 'What the number is called, at the carrier too' });

  execute(): Promise<number> {
    const request = {
      clientId: this.clientId,
      countryIso: readCountryOption('--country', this.country),
      numberType: readChoiceOption('--number-type', this.type, NUMBER_TYPES),
      friendlyName: this.friendlyName,
    };
    return this.ask(
      (api) => api.assignNumber(request),
      ({ clientId, proxy }) =>
        fields([
          ['client', clientId],
          ['proxy number', proxy],
        ]),
    );
  }
}
