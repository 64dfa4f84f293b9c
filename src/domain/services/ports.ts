import type { NumberProvider } from '../../ports/number-provider.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Runtime } from '../../ports/runtime.js';
import type { Telephony } from '../../ports/telephony.js';
import type { CountryCode } from '../model/country.js';
import type { Language } from '../model/phrases.js';
import type { NumberType } from '../model/proxy-number.js';
import type { RoutingPolicy } from '../model/routing.js';

/** How this merchant wants ProxyCall to behave. */
export interface Settings {
  readonly language: Language;
  readonly policy: RoutingPolicy;
  /** Where a client gets a number when neither residency nor real phone tells a country. */
  readonly defaultCountry: CountryCode;
  readonly numberType: NumberType;
  /** How many numbers to buy when the pool is empty. */
  readonly topUpSize: number;
  /** How long a number cools off before someone else may get it. */
  readonly quarantineMs: number;
  /** How long interactions are kept. */
  readonly retentionMs: number;
}

/** Everything the use cases need from outside. */
export interface Ports extends Runtime {
  readonly store: OrderStore;
  readonly telephony: Telephony;
  /** Without one, numbers come into the pool by other means and an empty pool stays empty. */
  readonly provider: NumberProvider | undefined;
  readonly settings: Settings;
}
