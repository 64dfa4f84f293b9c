import { Command, Option, type CommandClass } from 'clipanion';
import { copyStore, takeInventory, type Inventory } from '../../domain/services/store-migration.js';
import type { Kind, OrderStore } from '../../ports/order-store.js';
import { ConfigError } from '../config/config-error.js';
import { createServerReader } from '../config/config.js';
import type { Env } from '../config/env-reader.js';
import { describeStore, readStoreOf, STORE_KINDS, type StoreConfig, type StoreKind } from '../config/store.js';
import { DEFAULT_SETTINGS } from '../../domain/model/settings.js';
import { BaseCommand, type CliContext } from './base-command.js';
import { readChoiceOption } from './command.js';
import { EXIT } from './failure.js';
import { msg, type Say } from './language.js';
import { readEnvironment } from './modes.js';
import { table } from './text.js';

const PERSISTENT = STORE_KINDS.filter((kind): kind is Exclude<StoreKind, 'memory'> => kind !== 'memory');

abstract class StoreCommand extends BaseCommand {
  json = Option.Boolean('--json', false, { description: msg('Print JSON only') });

  /** Opens a store as configured by the environment, and always closes it. */
  protected async using<T>(kind: StoreKind, work: (store: OrderStore) => Promise<T>): Promise<T> {
    const env = await readEnvironment(this.context.env, this.context.cwd);
    const config = storeConfig(env, kind);
    const hashKey = hashKeyOf(env);
    const { quarantineMs } = DEFAULT_SETTINGS;
    const { createLogger } = await import('../../adapters/system/index.js');
    const logger = createLogger({ level: 'error' });
    const { openStore } = await import('../stores.js');
    const options = { logger, hashKey, carrier: 'twilio', quarantineMs, anyHashKey: true, whenHeld: 'refuse' } as const;
    const store = await openStore(config, options);
    this.notice(`${kind}: ${describeStore(config)}`);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  /** The key under which people are recognised in a store: the environment's, or the store's own. */
  protected async keyInForce(store: OrderStore): Promise<string | undefined> {
    return hashKeyOf(await readEnvironment(this.context.env, this.context.cwd)) ?? store.hashKey;
  }

  protected show(answer: object, text: string): void {
    this.print(this.json ? JSON.stringify(answer, undefined, 2) : text);
  }
}

class StoreCopyCommand extends StoreCommand {
  static override paths = [['store', 'copy']];
  static override usage = Command.Usage({
    category: msg('Store'),
    description: msg('Copy all data to another store and verify the copy'),
    details: msg(
      'Stop the server first. The target store must be empty: nothing is overwritten. To complete an interrupted copy, run the same command again.',
    ),
    examples: [[msg('Migrate from the spreadsheet to SQLite'), 'proxycall store copy --from sheets --to sqlite']],
  });

  from = Option.String('--from', { required: true, description: msg('sqlite, postgres or sheets') });
  to = Option.String('--to', { required: true, description: msg('sqlite, postgres or sheets') });

  async execute(): Promise<number> {
    const from = readChoiceOption('--from', this.from, PERSISTENT);
    const to = readChoiceOption(
      '--to',
      this.to,
      PERSISTENT.filter((kind) => kind !== from),
    );
    return this.using(from, (source) =>
      this.using(to, async (target) => {
        const copied = await copyStore(source, target, (kind, done) => {
          this.progress(kind, done);
        });
        const [before, after] = [await inventoryOf(source), await inventoryOf(target)];
        const isSame = differences(before, after).length === 0;
        this.show(
          { from, to, copied, verified: isSame, inventory: after },
          [
            await table(
              ['', this.say('copied'), this.say('already present')],
              copied.map(({ kind, copied: count, present }) => [kind, count.toString(), present.toString()]),
            ),
            isSame ? this.say('Both stores hold the same data.') : describeDifferences(before, after, this.context.say),
          ].join('\n'),
        );
        if (!(await this.isUnderKeyInForce(target))) {
          this.notice(
            this.say('The data is under another hash key. Run before starting the service: {command}', {
              command: `proxycall store rekey --store ${to}`,
            }),
          );
        }
        return isSame ? EXIT.ok : EXIT.internal;
      }),
    );
  }

  private async isUnderKeyInForce(store: OrderStore): Promise<boolean> {
    const { createSystemIds } = await import('../../adapters/system/index.js');
    const { hasHashKey } = await import('../../domain/services/hash-key.js');
    return hasHashKey(store, createSystemIds(await this.keyInForce(store)));
  }

  private progress(kind: Kind, done: number): void {
    const { stderr } = this.context;
    if ('isTTY' in stderr && stderr.isTTY === true) stderr.write(`\r${kind}: ${done.toString()}   `);
  }
}

class StoreVerifyCommand extends StoreCommand {
  static override paths = [['store', 'verify']];
  static override usage = Command.Usage({
    category: msg('Store'),
    description: msg('Count the records of a store and compute checksums, to compare it with another store'),
  });

  store = Option.String('--store', { required: true, description: msg('sqlite, postgres or sheets') });
  against = Option.String('--against', { description: msg('Store to compare with') });

  async execute(): Promise<number> {
    const kind = readChoiceOption('--store', this.store, PERSISTENT);
    const other =
      this.against === undefined
        ? undefined
        : readChoiceOption(
            '--against',
            this.against,
            PERSISTENT.filter((candidate) => candidate !== kind),
          );
    const inventory = await this.using(kind, inventoryOf);
    const compared = other === undefined ? inventory : await this.using(other, inventoryOf);
    const isSame = differences(inventory, compared).length === 0;
    const verdict =
      other === undefined
        ? []
        : [
            isSame
              ? this.say('Both stores hold the same data.')
              : describeDifferences(inventory, compared, this.context.say),
          ];
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

class StoreRekeyCommand extends StoreCommand {
  static override paths = [['store', 'rekey']];
  static override usage = Command.Usage({
    category: msg('Store'),
    description: msg('Move a store to another hash key'),
    details: msg(
      'Stop the server first. Recomputes, under the key that is configured now, how people are recognised. Erased people whose numbers are still cooling off cannot be recomputed; the command counts them. An interrupted run is completed by the same command.',
    ),
    examples: [[msg('After setting PROXYCALL_HASH_KEY'), 'proxycall store rekey --store sqlite']],
  });

  store = Option.String('--store', { required: true, description: msg('sqlite, postgres or sheets') });

  async execute(): Promise<number> {
    const kind = readChoiceOption('--store', this.store, PERSISTENT);
    return this.using(kind, async (store) => {
      const hashKey = await this.keyInForce(store);
      if (hashKey === undefined) throw new ConfigError(['PROXYCALL_HASH_KEY is not set']);
      const { createSystemIds } = await import('../../adapters/system/index.js');
      const { rekeyStore } = await import('../../domain/services/hash-key.js');
      const report = await rekeyStore(store, createSystemIds(hashKey));
      this.show(
        report,
        this.say('Recomputed: {renewed}. No longer recognised: {lost}.', {
          renewed: report.renewed,
          lost: report.lost,
        }),
      );
      return EXIT.ok;
    });
  }
}

export const storeCommands: readonly CommandClass<CliContext>[] = [
  StoreCopyCommand,
  StoreVerifyCommand,
  StoreRekeyCommand,
];

function hashKeyOf(env: Env): string | undefined {
  const reader = createServerReader(env);
  const hashKey = reader.value('PROXYCALL_HASH_KEY');
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return hashKey;
}

function storeConfig(env: Env, kind: StoreKind): StoreConfig {
  const reader = createServerReader(env);
  const config = readStoreOf(reader, kind);
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return config;
}

async function inventoryOf(store: OrderStore): Promise<readonly Inventory[]> {
  const { createSystemIds } = await import('../../adapters/system/index.js');
  return takeInventory(store, createSystemIds());
}

function differences(one: readonly Inventory[], other: readonly Inventory[]): Kind[] {
  return one.filter(({ checksum }, index) => checksum !== other[index]?.checksum).map(({ kind }) => kind);
}

function describeDifferences(one: readonly Inventory[], other: readonly Inventory[], say: Say): string {
  return say('The stores differ in: {kinds}.', { kinds: differences(one, other).join(', ') });
}
