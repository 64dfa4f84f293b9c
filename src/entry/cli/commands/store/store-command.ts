import { Option } from 'clipanion';
import type { OrderStore } from '../../../../ports/order-store.js';
import { ConfigError } from '../../../config/config-error.js';
import type { ServerReader } from '../../../config/server-reader.js';
import type { StoreKind } from '../../../config/store.js';
import { STORE_KINDS } from '../../../config/variables/stores.js';
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
    const { describeStore, readStoreOf } = await import('../../../config/store.js');
    const [config, hashKey, defaultCountry] = await this.configured(
      (reader) =>
        [
          readStoreOf(reader, kind),
          reader.value('PROXYCALL_HASH_KEY'),
          reader.value('PROXYCALL_PHONE_COUNTRY'),
        ] as const,
    );
    const { quarantineMs } = DEFAULT_SETTINGS;
    const { createLogger } = await import('../../../../adapters/system/index.js');
    const logger = createLogger({ level: 'error' });
    const { openStore } = await import('../../../stores.js');
    const options = {
      logger,
      hashKey,
      carrier: 'twilio',
      defaultCountry,
      quarantineMs,
      anyHashKey: true,
      whenHeld: 'refuse',
    } as const;
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
    return (await this.configured((reader) => reader.value('PROXYCALL_HASH_KEY'))) ?? store.hashKey;
  }

  private async configured<T>(read: (reader: ServerReader) => T): Promise<T> {
    // The configuration knows every adapter, of which remote mode needs none.
    const { createServerReader } = await import('../../../config/server-reader.js');
    const reader = createServerReader(await readEnvironment(this.context.env, this.context.cwd));
    const value = read(reader);
    if (reader.faults.length > 0) throw new ConfigError(reader.faults);
    return value;
  }
}
