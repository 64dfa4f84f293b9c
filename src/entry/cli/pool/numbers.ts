import { Command, Option } from 'clipanion';
import { NUMBER_TYPES } from '../../../domain/model/proxy-number.js';
import { ApiCommand, readChoiceOption, readCountryOption } from '../command.js';
import { msg } from '../language.js';
import { fields, table } from '../text.js';

export class PoolListCommand extends ApiCommand {
  static override paths = [['pool', 'list'], ['pool-list']];
  static override usage = Command.Usage({ category: msg('Pool'), description: msg('List the available numbers') });

  country = Option.String('--country,--country-iso', {
    required: true,
    description: msg('ISO 3166 country code, such as FR'),
  });
  type = Option.String('--number-type,--type', 'all', {
    description: msg('all (default), mobile, local, national or toll_free'),
  });

  execute(): Promise<number> {
    const countryIso = readCountryOption('--country', this.country);
    const numberType = readChoiceOption('--number-type', this.type, ['all', ...NUMBER_TYPES]);
    return this.request(
      (api) => api.listAvailableNumbers({ countryIso, numberType }),
      ({ available }) =>
        available.length === 0
          ? this.say('No number is available in {country}.', { country: countryIso })
          : table(
              [this.say('number'), this.say('type'), this.say('SMS'), this.say('name')],
              available.map((number) => [
                number.phoneNumber,
                number.numberType,
                this.say(number.capabilities.sms ? 'yes' : 'no'),
                number.friendlyName,
              ]),
            ),
    );
  }
}

export class PoolStatsCommand extends ApiCommand {
  static override paths = [['pool', 'stats'], ['pool-stats']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Count the numbers by country and type'),
  });

  execute(): Promise<number> {
    return this.request(
      (api) => api.poolStats(),
      ({ pools }) =>
        pools.length === 0
          ? this.say('The pool is empty.')
          : table(
              [
                this.say('country'),
                this.say('type'),
                this.say('owned'),
                this.say('available'),
                this.say('assigned'),
                this.say('shared'),
                this.say('reserved'),
                this.say('in quarantine'),
                this.say('held'),
                this.say('out of rotation'),
              ],
              pools.map((pool) => [
                pool.countryIso,
                pool.numberType,
                ...[pool.owned, pool.available, pool.assigned, pool.shared, pool.reserved].map(String),
                ...[pool.quarantined, pool.held, pool.error].map(String),
              ]),
            ),
    );
  }
}

export class PoolAssignCommand extends ApiCommand {
  static override paths = [['pool', 'assign'], ['pool-assign']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Assign a number to a client; a client who has one keeps it'),
  });

  clientId = Option.String('--client-id', { required: true, description: msg("The merchant's client id") });
  country = Option.String('--country,--country-iso', {
    required: true,
    description: msg('ISO 3166 country code, such as FR'),
  });
  type = Option.String('--number-type,--type', 'mobile', {
    description: msg('mobile (default), local, national or toll_free'),
  });
  friendlyName = Option.String('--friendly-name', {
    description: msg('Friendly name of the number, also set at the carrier'),
  });

  execute(): Promise<number> {
    const request = {
      clientId: this.clientId,
      countryIso: readCountryOption('--country', this.country),
      numberType: readChoiceOption('--number-type', this.type, NUMBER_TYPES),
      friendlyName: this.friendlyName,
    };
    return this.request(
      (api) => api.assignNumber(request),
      ({ clientId, proxy }) =>
        fields([
          [this.say('client'), clientId],
          [this.say('proxy number'), proxy],
        ]),
    );
  }
}
