import { Command, Option, type CommandClass } from 'clipanion';
import { copyStore, takeInventory, type Inventory, type MovingKind } from '../../domain/services/moving.js';
import type { OrderStore } from '../../ports/order-store.js';
import { ConfigError } from '../config-error.js';
import { createEnvReader, type Env } from '../env-reader.js';
import { describeStore, readStoreOf, STORE_KINDS, type StoreConfig, type StoreKind } from '../store-config.js';
import { DEFAULT_SETTINGS } from '../../domain/model/settings.js';
import { BaseCommand, type CliContext } from './base-command.js';
import { readChoiceOption } from './command.js';
import { EXIT } from './failure.js';
import { msg, type Say } from './language.js';
import { readEnvironment } from './modes.js';
import { table } from './text.js';

const LASTING = STORE_KINDS.filter((kind): kind is Exclude<StoreKind, 'memory'> => kind !== 'memory');

abstract class StoreCommand extends BaseCommand {
  json = Option.Boolean('--json', false, { description: msg('Print JSON and nothing else') });

  /** Opens a store as the environment configures it, and closes it in any case. */
  protected async using<T>(kind: StoreKind, work: (store: OrderStore) => Promise<T>): Promise<T> {
    const config = storeConfig(await readEnvironment(this.context.env, this.context.cwd), kind);
    const { quarantineMs } = DEFAULT_SETTINGS;
    const { createLogger } = await import('../../adapters/system/index.js');
    const logger = createLogger({ level: 'error' });
    const { openStore } = await import('../stores.js');
    const store = await openStore(config, { logger, quarantineMs, whenHeld: 'refuse' });
    this.remark(`${kind}: ${describeStore(config)}`);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  protected show(answer: object, text: string): void {
    this.print(this.json ? JSON.stringify(answer, undefined, 2) : text);
  }
}

class StoreCopyCommand extends StoreCommand {
  static override paths = [['store', 'copy']];
  static override usage = Command.Usage({
    category: msg('Store'),
    description: msg('Copy all data into another store, and compare the two'),
    details: msg(
      'Stop the server first. The other store must be empty: nothing is overwritten. A copy that was interrupted is completed by the same command.',
    ),
    examples: [[msg('Leave the spreadsheet for a file'), 'proxycall store copy --from sheets --to sqlite']],
  });

  from = Option.String('--from', { required: true, description: msg('sqlite, postgres or sheets') });
  to = Option.String('--to', { required: true, description: msg('sqlite, postgres or sheets') });

  async execute(): Promise<number> {
    const from = readChoiceOption('--from', this.from, LASTING);
    const to = readChoiceOption(
      '--to',
      this.to,
      LASTING.filter((kind) => kind !== from),
    );
    return this.using(from, (source) =>
      this.using(to, async (target) => {
        const moved = await copyStore(source, target, (kind, done) => {
          this.progress(kind, done);
        });
        const [before, after] = [await inventoryOf(source), await inventoryOf(target)];
        const isSame = differences(before, after).length === 0;
        this.show(
          { from, to, moved, verified: isSame, inventory: after },
          [
            await table(
              ['', this.say('copied'), this.say('was there')],
              moved.map(({ kind, copied, present }) => [kind, copied.toString(), present.toString()]),
            ),
            isSame ? this.say('Both stores hold the same.') : notTheSame(before, after, this.context.say),
          ].join('\n'),
        );
        return isSame ? EXIT.ok : EXIT.internal;
      }),
    );
  }

  private progress(kind: MovingKind, done: number): void {
    const { stderr } = this.context;
    if ('isTTY' in stderr && stderr.isTTY === true) stderr.write(`\r${kind}: ${done.toString()}   `);
  }
}

class StoreVerifyCommand extends StoreCommand {
  static override paths = [['store', 'verify']];
  static override usage = Command.Usage({
    category: msg('Store'),
    description: msg('Count the records of a store and sum them up, to compare it with another one'),
  });

  store = Option.String('--store', { required: true, description: msg('sqlite, postgres or sheets') });
  against = Option.String('--against', { description: msg('Another store that should hold the same') });

  async execute(): Promise<number> {
    const kind = readChoiceOption('--store', this.store, LASTING);
    const other =
      this.against === undefined
        ? undefined
        : readChoiceOption(
            '--against',
            this.against,
            LASTING.filter((candidate) => candidate !== kind),
          );
    const inventory = await this.using(kind, inventoryOf);
    const compared = other === undefined ? inventory : await this.using(other, inventoryOf);
    const isSame = differences(inventory, compared).length === 0;
    const verdict =
      other === undefined
        ? []
        : [isSame ? this.say('Both stores hold the same.') : notTheSame(inventory, compared, this.context.say)];
    this.show(
      { inventory, ...(other === undefined ? {} : { same: isSame }) },
      [
        await table(
          ['', this.say('records'), this.say('checksum')],
          inventory.map(({ kind: what, count, checksum }) => [what, count.toString(), checksum]),
        ),
        ...verdict,
      ].join('\n'),
    );
    return isSame ? EXIT.ok : EXIT.internal;
  }
}

export const storeCommands: readonly CommandClass<CliContext>[] = [StoreCopyCommand, StoreVerifyCommand];

function storeConfig(env: Env, kind: StoreKind): StoreConfig {
  const reader = createEnvReader(env);
  const config = readStoreOf(reader, kind);
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return config;
}

async function inventoryOf(store: OrderStore): Promise<readonly Inventory[]> {
  const { createSystemIds } = await import('../../adapters/system/index.js');
  return takeInventory(store, createSystemIds());
}

function differences(one: readonly Inventory[], other: readonly Inventory[]): MovingKind[] {
  return one.filter(({ checksum }, index) => checksum !== other[index]?.checksum).map(({ kind }) => kind);
}

function notTheSame(one: readonly Inventory[], other: readonly Inventory[], say: Say): string {
  return say('The stores differ in: {kinds}.', { kinds: differences(one, other).join(', ') });
}
