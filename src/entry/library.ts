import { createSystemIds, systemClock } from '../adapters/system/runtime.js';
import { ProxyCallError } from '../domain/model/errors.js';
import { DEFAULT_SETTINGS, type Settings } from '../domain/model/settings.js';
import { wrapMethods } from '../domain/model/wrap-methods.js';
import { checkHashKey } from '../domain/services/hash-key.js';
import { createServices } from '../domain/services/services.js';
import type { NumberProvider } from '../ports/number-provider.js';
import type { OrderStore } from '../ports/order-store.js';
import type { Actor, ProxyCallApi } from '../ports/proxycall-api.js';
import type { Clock, Ids, Logger } from '../ports/runtime.js';
import type { Telephony, WebhookAnswer, WebhookRequest } from '../ports/telephony.js';
import { createLibraryWebhooks } from './library-webhooks.js';

export interface ProxyCallOptions {
  readonly store: OrderStore;
  readonly telephony: Telephony;
  /** Buys numbers when the pool is empty. Without one, an empty pool is `pool_exhausted`. */
  readonly provider?: NumberProvider | undefined;
  /** What is left out is as in `DEFAULT_SETTINGS`. */
  readonly settings?: Partial<Settings> | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: Ids | undefined;
  /**
   * The secret under which people are recognised: the same for as long as the store lives, on every instance, and not in the
   * store. Absent: the store's own, which SQLite, Sheets and memory have and Postgres has not.
   */
  readonly hashKey?: string | undefined;
  /** Nothing is logged when absent. */
  readonly logger?: Logger | undefined;
  /** Who uses the API, for the log: `library` when absent. */
  readonly actor?: Actor | undefined;
}

/** ProxyCall inside another program: the use cases over adapters of its choice, without a server. */
export interface ProxyCall extends ProxyCallApi {
  /** Paths, below the public address, that the carrier's webhooks come to, by POST. */
  readonly webhookPaths: readonly string[];
  /** Answers one webhook of the carrier, with the raw body as it came. Never rejects: a refusal or a fault is an answer. */
  readonly handle: (request: WebhookRequest) => Promise<WebhookAnswer>;
  /** The same, for servers that speak Fetch. */
  readonly handleWebhook: (request: Request) => Promise<Response>;
  /**
   * Checks that the hash key is the one that the store was written under, ends purchases and releases of numbers that were
   * interrupted, frees reservations that lapsed, records which sessions have expired, releases tombstones that have cooled
   * off, and drops what was kept long enough. To be called at the start and about every hour.
   * @throws `hash_key_changed`
   */
  readonly runMaintenance: () => Promise<void>;
  /** Closes the store. */
  close(): Promise<void>;
}

const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // A program that gives no logger wants no logs.
}

/** @throws `invalid_request` when neither `hashKey` nor the store brings a hash key */
export function createProxyCall(options: ProxyCallOptions): ProxyCall {
  const { store, telephony, provider, settings, clock = systemClock, logger = silent } = options;
  const { ids = createSystemIds(requireHashKey(options)), actor = { name: 'library' } } = options;
  const ports = { store, telephony, provider, clock, ids, logger, settings: { ...DEFAULT_SETTINGS, ...settings } };
  const { api, handleWebhook, runMaintenance } = createServices(ports);
  const checked = once(() => checkHashKey(store, ids));
  const webhooks = createLibraryWebhooks(
    telephony.webhookPaths,
    async (...webhook) => {
      await checked();
      return handleWebhook(...webhook);
    },
    logger,
  );
  return {
    ...checkedFirst(api(actor), checked),
    webhookPaths: telephony.webhookPaths,
    handle: webhooks.handle,
    handleWebhook: webhooks.handleFetch,
    async runMaintenance() {
      await checked();
      await runMaintenance();
    },
    close: () => store.close(),
  };
}

/** The work is done at the first call, and again only when it failed. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () =>
    (done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    }));
}

/** Nobody would be recognised under another key, and people would be stored under both. */
function checkedFirst(api: ProxyCallApi, checked: () => Promise<void>): ProxyCallApi {
  return wrapMethods(api, (method) => async (...args) => {
    await checked();
    return method(...args);
  });
}

function requireHashKey({ hashKey, store }: ProxyCallOptions): string {
  const key = hashKey ?? store.hashKey;
  if (key !== undefined) return key;
  throw new ProxyCallError('invalid_request', 'hashKey: this store has none of its own, so one must be given');
}
