import { createSystemIds, systemClock } from '../adapters/system/index.js';
import { DEFAULT_SETTINGS, type Settings } from '../domain/model/settings.js';
import type { CallsService } from '../domain/services/calls.js';
import type { MessagesService } from '../domain/services/messages.js';
import { createServices } from '../domain/services/services.js';
import type { NumberProvider } from '../ports/number-provider.js';
import type { OrderStore } from '../ports/order-store.js';
import type { ProxyCallApi } from '../ports/proxycall-api.js';
import type { Clock, Ids, Logger } from '../ports/runtime.js';
import type { Telephony } from '../ports/telephony.js';

export interface ProxyCallOptions {
  readonly store: OrderStore;
  readonly telephony: Telephony;
  /** Buys numbers when the pool is empty. Without one, an empty pool is `pool_exhausted`. */
  readonly provider?: NumberProvider | undefined;
  /** What is left out is as in `DEFAULT_SETTINGS`. */
  readonly settings?: Partial<Settings> | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: Ids | undefined;
  /** A secret under which people are recognised once their numbers are erased. Without one, not after a restart. */
  readonly hashKey?: string | undefined;
  /** Nothing is logged when absent. */
  readonly logger?: Logger | undefined;
}

/** ProxyCall inside another program: the use cases over adapters of its choice, without a server. */
export interface ProxyCall extends ProxyCallApi {
  readonly calls: Pick<CallsService, 'incoming' | 'ended' | 'unavailable'>;
  readonly messages: MessagesService;
  /**
   * Ends purchases and releases of numbers that were interrupted, frees reservations that nobody came back for, writes
   * down which sessions have expired, clears places that have cooled off, and forgets what was kept long enough. To be called at the start and about every hour.
   */
  keepHouse(): Promise<void>;
  /** Closes the store. */
  close(): Promise<void>;
}

const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // A program that gives no logger wants no logs.
}

export function createProxyCall(options: ProxyCallOptions): ProxyCall {
  const { store, telephony, provider, settings, clock = systemClock, logger = silent } = options;
  const { ids = createSystemIds(options.hashKey) } = options;
  const { api, calls, messages, keepHouse } = createServices({
    store,
    telephony,
    provider,
    clock,
    ids,
    logger,
    settings: { ...DEFAULT_SETTINGS, ...settings },
  });
  return { ...api, calls, messages, keepHouse, close: () => store.close() };
}
