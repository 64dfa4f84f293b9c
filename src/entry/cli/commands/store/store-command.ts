import { Option } from 'clipanion';
import type { OrderStore } from '../../../../ports/order-store.js';
import { ConfigError } from '../../../config-error.js';
import { createEnvReader, type Env } from '../../../env-reader.js';
import { describeStore, readStoreOf, STORE_KINDS, type StoreConfig, type StoreKind } from '../../../store-config.js';
import { DEFAULT_SETTINGS } from '../../../../domain/model/settings.js';
import { ReportCommand } from '../../runtime/base-command.js';
import { readEnvironment } from '../../runtime/env-files.js';
import { msg } from '../../runtime/language.js';

/** The stores that keep their data. */
export const PERSISTENT_STORES = STORE_KINDS.filter((kind): kind is Exclude<StoreKind, 'memory'> => kind !== 'memory');

export function storeOption(name: '--store' | '--from' | '--to'): string {
  return Option.String(name, { required: true, description: msg('sqlite, postgres or sheets') });
}

/** A command that works on the stores themselves. */
export abstract class StoreCommand extends ReportCommand {
  /** Opens a store as configured by the environment, and always closes it. */
  protected async withStore<T>(kind: StoreKind, work: (store: OrderStore) => Promise<T>): Promise<T> {
    const env = await readEnvironment(this.context.env, this.context.cwd);
    const config = storeConfig(env, kind);
    const hashKey = hashKeyOf(env);
    const { quarantineMs } = DEFAULT_SETTINGS;
    const { createLogger } = await import('../../../../adapters/system/index.js');
    const logger = createLogger({ level: 'error' });
    const { openStore } = await import('../../../stores.js');
    const options = { logger, hashKey, carrier: 'twilio', quarantineMs, anyHashKey: true, whenHeld: 'refuse' } as const;
    const store = await openStore(config, options);
    this.notice(`${kind}: ${describeStore(config)}`);
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  /** The hash key that is configured now: the environment's, or the store's own. */
  protected async currentHashKey(store: OrderStore): Promise<string | undefined> {
    return hashKeyOf(await readEnvironment(this.context.env, this.context.cwd)) ?? store.hashKey;
  }
}

function hashKeyOf(env: Env): string | undefined {
  return createEnvReader(env).text('PROXYCALL_HASH_KEY');
}

function storeConfig(env: Env, kind: StoreKind): StoreConfig {
  const reader = createEnvReader(env);
  const config = readStoreOf(reader, kind);
  if (reader.faults.length > 0) throw new ConfigError(reader.faults);
  return config;
}
