import { Command, Option } from 'clipanion';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg } from '../../runtime/language.js';
import { section } from '../../runtime/text.js';

export class PoolSyncCommand extends ApiCommand {
  static override paths = [['pool', 'sync'], ['pool-sync']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Import the numbers that are rented from the carrier'),
    details: msg('Also completes interrupted purchases and releases.'),
  });

  /** The earlier command asked before it imported, unless it was told not to. */
  yes = Option.Boolean('--yes,-y', false, { hidden: true });
  dryRun = Option.Boolean('--dry-run', false, { description: msg('Dry run: only show what would be added') });

  async execute(): Promise<number> {
    return this.request(
      (api) => api.syncPool({ apply: !this.dryRun }),
      ({ missingNumbers, addedNumbers, lostNumbers, totalTwilio: rented, totalSheet: pooled }, say) =>
        [
          say('Numbers at the carrier: {rented}; in the pool: {pooled}.', { rented, pooled }),
          ...section(say('Missing from the pool'), missingNumbers),
          ...section(say('Added'), addedNumbers),
          ...section(say('In the pool, but no longer at the carrier'), lostNumbers),
        ].join('\n'),
    );
  }
}
