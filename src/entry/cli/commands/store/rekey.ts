import { Command } from 'clipanion';
import { ConfigError } from '../../../config/config-error.js';
import { EXIT } from '../../runtime/failure.js';
import { msg } from '../../runtime/language.js';
import { readChoiceOption } from '../../runtime/options.js';
import { PERSISTENT_STORES, StoreCommand, storeOption } from './store-command.js';

export class StoreRekeyCommand extends StoreCommand {
  static override paths = [['store', 'rekey']];
  static override usage = Command.Usage({
    category: msg('Store'),
    description: msg('Move a store to another hash key'),
    details: msg(
      'Stop the server first. Recomputes the person keys, by which people are recognised, under the hash key that is configured now. The keys of erased people whose numbers are still cooling off cannot be recomputed; the command counts them. To complete an interrupted run, run the same command again.',
    ),
    examples: [[msg('After setting PROXYCALL_HASH_KEY'), 'proxycall store rekey --store sqlite']],
  });

  store = storeOption('--store');

  async execute(): Promise<number> {
    const kind = readChoiceOption('--store', this.store, PERSISTENT_STORES);
    return this.withStore(kind, async (store) => {
      const hashKey = await this.currentHashKey(store);
      if (hashKey === undefined) throw new ConfigError(['PROXYCALL_HASH_KEY is not set']);
      const { createSystemIds, systemClock } = await import('../../../../adapters/system/index.js');
      const { rekeyStore } = await import('../../../../domain/services/hash-key.js');
      const result = await rekeyStore(store, createSystemIds(hashKey), systemClock.now());
      await this.report(result, () =>
        this.say('Person keys recomputed: {renewed}. No longer recognised: {lost}.', {
          renewed: result.renewed,
          lost: result.lost,
        }),
      );
      return EXIT.ok;
    });
  }
}
