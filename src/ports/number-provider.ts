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

export type Webhook = 'voice' | 'sms';

/** What the provider does with a call or a text to a number. */
export interface WebhookState {
  /** The address it asks, empty when none; or, for a person, what else handles it. */
  readonly url: string;
  /** Whether that is this service, by POST. */
  readonly isOurs: boolean;
}

/** A number that we rent. */
export interface RentedNumber extends NumberOffer {
  /** The provider's own id of the number. */
  readonly providerId: string;
  readonly friendlyName: string;
  readonly webhooks: Readonly<Record<Webhook, WebhookState>>;
}

/**
 * Sells numbers. Every method may fail with `provider_failed`: it was refused, for the reason in the message; or with
 * `provider_unavailable`: there was no answer that can be understood, so that what was asked for may have happened or
 * not. No message carries a phone number.
 */
export interface NumberProvider {
  /** Whose numbers it sells. */
  readonly carrier: Carrier;
  /** Where the webhooks of a number of ours point. */
  webhookUrls(): Readonly<Record<Webhook, string>>;
  /** Offers of exactly this country and type; empty when it sells none. */
  search(query: {
    country: CountryCode;
    type: NumberType;
    require: Partial<Capabilities>;
    limit: number;
  }): Promise<readonly NumberOffer[]>;
  /**
   * Rents an offered number and points its webhooks at this service. The same number is never sold twice, not to us
   * either.
   * @throws `number_unavailable` when it is not for sale (any more); `bundle_mismatch` when the regulatory bundle of the
   *   account does not fit this type of number
   */
  buy(wanted: WantedNumber, options: { friendlyName: string }): Promise<RentedNumber>;
  /** The number if we rent it. */
  find(number: E164): Promise<RentedNumber | undefined>;
  /** Every number we rent that belongs to a country. */
  list(): Promise<readonly RentedNumber[]>;
  /**
   * Points these webhooks at this service, and renames the number where a name is given. Safe to repeat.
   * @returns false when we do not rent it any more
   */
  configure(
    providerId: string,
    changes: { webhooks: readonly Webhook[]; friendlyName?: string | undefined },
  ): Promise<boolean>;
  /**
   * Gives a number back. Safe to repeat.
   * @returns false when we did not rent it any more
   */
  release(providerId: string): Promise<boolean>;
}
