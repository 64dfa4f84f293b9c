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

/** A number that we rent. */
export interface RentedNumber extends NumberOffer {
  /** The provider's own id of the number. */
  readonly providerId: string;
  readonly friendlyName: string;
}

/** Sells numbers. Failures are `provider_failed`, with the provider's reason and without any phone number. */
export interface NumberProvider {
  /** Offers of exactly this country and type; empty when it sells none. */
  search(query: {
    country: CountryCode;
    type: NumberType;
    require: Partial<Capabilities>;
    limit: number;
  }): Promise<readonly NumberOffer[]>;
  /** Rents an offered number and points its webhooks at this service. */
  buy(offer: NumberOffer, options: { friendlyName: string }): Promise<RentedNumber>;
  list(): Promise<readonly RentedNumber[]>;
  release(providerId: string): Promise<void>;
}
