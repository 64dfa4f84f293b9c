import { Command } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { table } from '../../runtime/text.js';

export class PoolStatsCommand extends ApiCommand {
  static override paths = [['pool', 'stats'], ['pool-stats']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Count the numbers by country and type'),
  });

  async execute(): Promise<number> {
    return this.request(
      (api) => api.poolStats(),
      ({ pools }, say) =>
        pools.length === 0
          ? say('The pool is empty.')
          : table(say, pools, [
              ['country', ({ countryIso }) => countryIso],
              ['type', ({ numberType }) => numberType],
              ['owned', ({ owned }) => owned.toString()],
              ['available', ({ available }) => available.toString()],
              ['assigned', ({ assigned }) => assigned.toString()],
              ['shared', ({ shared }) => shared.toString()],
              ['reserved', ({ reserved }) => reserved.toString()],
              ['in quarantine', ({ quarantined }) => quarantined.toString()],
              ['held', ({ held }) => held.toString()],
              ['out of rotation', ({ error }) => error.toString()],
            ]),
    );
  }
}
