import { Command } from 'clipanion';
import { copyStore } from '../../../../domain/services/store-migration.js';
import type { Kind, OrderStore } from '../../../../ports/order-store.js';
import type { StoreKind } from '../../../config/store.js';
import { EXIT } from '../../runtime/failure.js';
import { msg } from '../../runtime/language.js';
import { readChoiceOption } from '../../runtime/options.js';
import { isTerminal } from '../../runtime/terminal.js';
import { table } from '../../runtime/text.js';
import { describeComparison, inventoryOf, isSameData } from './inventory.js';
import { PERSISTENT_STORES, StoreCommand, storeOption } from './store-command.js';

export class StoreCopyCommand extends StoreCommand {
  static override paths = [['store', 'copy']];
  static override usage = Command.Usage({
    category: msg('Store'),
    description: msg('Copy all data to another store and verify the copy'),
    details: msg(
      'Stop the server first. The target store must be empty: nothing is overwritten. To complete an interrupted copy, run the same command again.',
    ),
    examples: [[msg('Migrate from the spreadsheet to SQLite'), 'proxycall store copy --from sheets --to sqlite']],
  });

  from = storeOption('--from');
  to = storeOption('--to');

  async execute(): Promise<number> {
    const from = readChoiceOption('--from', this.from, PERSISTENT_STORES);
    const others = PERSISTENT_STORES.filter((kind) => kind !== from);
    const to = readChoiceOption('--to', this.to, others);
    return this.withStore(from, (source) => this.withStore(to, (target) => this.copy({ from, to, source, target })));
  }

  private async copy({ from, to, source, target }: Copy): Promise<number> {
    const copied = await copyStore(source, target, (kind, done) => {
      this.showProgress(kind, done);
    });
    const [before, after] = [await inventoryOf(source), await inventoryOf(target)];
    const verified = isSameData(before, after);
    await this.report({ from, to, copied, verified, inventory: after }, async () => {
      const counts = await table(this.context.say, copied, [
        ['', ({ kind }) => kind],
        ['copied', (row) => row.copied.toString()],
        ['already present', ({ present }) => present.toString()],
      ]);
      return `${counts}\n${describeComparison(before, after, this.context.say)}`;
    });
    if (!(await this.isUnderCurrentHashKey(target))) {
      this.notice(
        this.say('The data is under another hash key. Before starting the service, run: {command}', {
          command: `proxycall store rekey --store ${to}`,
        }),
      );
    }
    return verified ? EXIT.ok : EXIT.internal;
  }

  private async isUnderCurrentHashKey(store: OrderStore): Promise<boolean> {
    const { createSystemIds } = await import('../../../../adapters/system/index.js');
    const { hasHashKey } = await import('../../../../domain/services/hash-key.js');
    return hasHashKey(store, createSystemIds(await this.currentHashKey(store)));
  }

  private showProgress(kind: Kind, done: number): void {
    const { stderr } = this.context;
    if (isTerminal(stderr)) stderr.write(`\r${kind}: ${done.toString()}   `);
  }
}

interface Copy {
  readonly from: StoreKind;
  readonly to: StoreKind;
  readonly source: OrderStore;
  readonly target: OrderStore;
}
