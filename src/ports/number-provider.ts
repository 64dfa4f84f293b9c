import type { Carrier } from '../domain/model/carrier.js';
import type { CountryCode } from '../domain/model/country.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { Capabilities, NumberType } from '../domain/model/proxy-number.js';

/** A number for sale. */
export interface NumberOffer {
  readonly number: E164;
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly capabilities: Capabilities;
}

/** Which number to rent, as it was offered. */
export type WantedNumber = Pick<NumberOffer, 'number' | 'country' | 'type'>;

/** The two webhooks of a number: incoming calls and incoming texts. */
export type Webhook = 'voice' | 'sms';

/** Where the provider sends the calls or the texts of a number. */
export interface WebhookState {
  /**
   * The URL that the provider requests, empty when none is set. When something other than a URL handles the number (a SIP
   * trunk, for instance), a description of it for a person.
   */
  readonly url: string;
  /** Whether this is the webhook of this service, requested by POST. */
  readonly isOurs: boolean;
}

/** A number that we rent. */
export interface RentedNumber extends NumberOffer {
  /** The provider's own id of the number, such as Twilio's `PN…`. */
  readonly providerId: string;
  /** The label of the number at the provider, at most 64 characters. */
  readonly friendlyName: string;
  readonly webhooks: Readonly<Record<Webhook, WebhookState>>;
}

/**
 * Sells numbers. Every asynchronous method rejects with a ProxyCallError: `provider_failed` when the provider refused, with
 * its reason in the message; `provider_unavailable` when there was no intelligible answer, so that nobody knows whether the
 * request was carried out. Messages never contain a phone number.
 *
 * `numberProviderContract` of `proxycall/testing` checks an implementation.
 *
 * @example A provider that sells no other numbers than the French ones of an existing provider.
 * ```ts
 * import { createProxyCall, type NumberProvider } from 'proxycall';
 * import { createMemoryStore } from 'proxycall/memory';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 *
 * function onlyFrench(provider: NumberProvider): NumberProvider {
 *   return {
 *     ...provider,
 *     search: async (query) => (query.country === 'FR' ? provider.search(query) : []),
 *   };
 * }
 *
 * const { telephony, provider } = createSimulatedCarrier({
 *   authToken: 'dev',
 *   webhookBaseUrl: () => 'http://127.0.0.1:8000',
 * });
 * const proxyCall = createProxyCall({ store: createMemoryStore(), telephony, provider: onlyFrench(provider) });
 *
 * const batch = { batchSize: 2, numberType: 'mobile', candidatesLimit: 10 } as const;
 * const required = { requireSmsCapability: true, requireVoiceCapability: true };
 * const { purchasedNow } = await proxyCall.provisionNumbers({ countryIso: 'FR', ...batch, ...required });
 * console.log(purchasedNow); // [ '+33639980000', '+33639980001' ]
 * ```
 */
export interface NumberProvider {
  /** Whose numbers it sells. The same name as the {@link Telephony} that serves them, or no number is ever bought for a client. */
  readonly carrier: Carrier;
  /** Where the webhooks of our numbers must point: absolute URLs. */
  webhookUrls(): Readonly<Record<Webhook, string>>;
  /**
   * Looks for numbers of exactly this country and type.
   * @param query.require capabilities that every offer must have
   * @param query.limit the maximum number of offers
   * @returns an empty list when it sells none of this kind
   */
  search(query: {
    country: CountryCode;
    type: NumberType;
    require: Partial<Capabilities>;
    limit: number;
  }): Promise<readonly NumberOffer[]>;
  /**
   * Rents an offered number and points its webhooks at this service. Must never sell the same number twice, not even to us:
   * after a lost answer the purchase is repeated.
   * @param options.friendlyName the label of the number, at most 64 characters. With the webhooks, an interrupted purchase is
   *   recognised by it
   * @throws ProxyCallError with code `number_unavailable` when the number is not for sale, or no longer; `bundle_mismatch`
   *   when the regulatory bundle of the account does not fit this type of number
   */
  buy(wanted: WantedNumber, options: { friendlyName: string }): Promise<RentedNumber>;
  /** The number if we rent it, undefined if not. */
  find(number: E164): Promise<RentedNumber | undefined>;
  /** Every number we rent that belongs to a country. */
  list(): Promise<readonly RentedNumber[]>;
  /**
   * Points these webhooks at this service, and renames the number when a name is given. Idempotent.
   * @returns false when we no longer rent the number
   */
  configure(
    providerId: string,
    changes: { webhooks: readonly Webhook[]; friendlyName?: string | undefined },
  ): Promise<boolean>;
  /**
   * Gives a number back. Idempotent.
   * @returns false when we no longer rented it
   */
  release(providerId: string): Promise<boolean>;
}
