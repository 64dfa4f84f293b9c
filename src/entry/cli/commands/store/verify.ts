import { Command, Option } from 'clipanion';
import { EXIT } from '../../runtime/failure.js';
import { msg } from '../../runtime/language.js';
import { oneOf, optional, readChoiceOption } from '../../runtime/options.js';
import { table } from '../../runtime/text.js';
import { describeComparison, inventoryOf, isSameData } from './inventory.js';
import { PERSISTENT_STORES, StoreCommand, storeOption } from './store-command.js';

export class StoreVerifyCommand extends StoreCommand {
  static override paths = [['store', 'verify']];
  static override usage = Command.Usage({
    category: msg('Store'),
    description: msg('Count and check the records of a store'),
    details: msg('Computes checksums, to compare it with another store.'),
  });

  store = storeOption('--store');
  against = Option.String('--against', { description: msg('Store to compare with') });

  async execute(): Promise<number> {
    const kind = readChoiceOption('--store', this.store, PERSISTENT_STORES);
    const others = PERSISTENT_STORES.filter((candidate) => candidate !== kind);
    const other = optional(oneOf(others), '--against', this.against);
    const inventory = await this.withStore(kind, inventoryOf);
    const compared = other === undefined ? undefined : await this.withStore(other, inventoryOf);
    const same = compared === undefined || isSameData(inventory, compared);
    await this.report({ inventory, ...(compared === undefined ? {} : { same }) }, async () => {
      const counts = await table(this.context.say, inventory, [
        ['', (row) => row.kind],
        ['records', ({ count }) => count.toString()],
        ['checksum', ({ checksum }) => checksum],
      ]);
      return compared === undefined
        ? counts
        : `${counts}\n${describeComparison(inventory, compared, this.context.say)}`;
    });
    return same ? EXIT.ok : EXIT.internal;
  }
}
