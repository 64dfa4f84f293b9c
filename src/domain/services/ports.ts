import type { Mailer } from '../../ports/mailer.js';
import type { NumberProvider } from '../../ports/number-provider.js';
import type { OrderStore } from '../../ports/order-store.js';
import type { Every, Runtime } from '../../ports/runtime.js';
import type { Telephony } from '../../ports/telephony.js';
import type { Settings } from '../model/settings.js';

/** Everything the use cases need from outside. */
export interface Ports extends Runtime {
  readonly store: OrderStore;
  readonly telephony: Telephony;
  /** Without one, no numbers are bought, and an empty pool stays empty. */
  readonly provider: NumberProvider | undefined;
  /** Without one, no mail can be sent. */
  readonly mailer?: Mailer | undefined;
  /** Where the public pages of confirmations are: `https://shop.example`. Undefined while that is not known: then no link can be sent. */
  readonly publicUrl?: (() => string | undefined) | undefined;
  /** Absent: what other instances do is not looked for while somebody watches. */
  readonly every?: Every | undefined;
  readonly settings: Settings;
}
