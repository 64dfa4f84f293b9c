import type { CountryCode } from '../../domain/model/country.js';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { NumberType } from '../../domain/model/proxy-number.js';
import type { NumberProvider, RentedNumber } from '../../ports/number-provider.js';
import type { Ids } from '../../ports/runtime.js';
import { numbersOf, offerOf } from './stock.js';

export interface SellerOptions {
  readonly ids: Pick<Ids, 'next'>;
  /** Whether this kind of number is sold. Everything there is a range for when absent. */
  readonly sells?: ((country: CountryCode, type: NumberType) => boolean) | undefined;
}

/** The shop side of the simulated carrier. */
export interface Seller extends NumberProvider {
  /** Takes numbers as rented already, for a carrier that starts beside a store that knows them. */
  adopt(numbers: readonly RentedNumber[]): void;
}

export function createSeller({ ids, sells = () => true }: SellerOptions): Seller {
  const rented = new Map<E164, RentedNumber>();

  return {
    search({ country, type, require, limit }) {
      const offers = [];
      for (const number of sells(country, type) ? numbersOf(country, type) : []) {
        if (offers.length >= limit) break;
        const offer = offerOf(number, country, type);
        const { voice, sms, mms } = offer.capabilities;
        const fits =
          (voice || require.voice !== true) && (sms || require.sms !== true) && (mms || require.mms !== true);
        if (fits && !rented.has(number)) offers.push(offer);
      }
      return Promise.resolve(offers);
    },

    buy(offer, { friendlyName }) {
      if (rented.has(offer.number)) {
        return Promise.reject(new ProxyCallError('provider_failed', 'the simulated carrier sold this number already'));
      }
      const number = { ...offer, friendlyName, providerId: `PN${ids.next().replaceAll('-', '')}` };
      rented.set(offer.number, number);
      return Promise.resolve(number);
    },

    list: () => Promise.resolve([...rented.values()]),

    release(providerId) {
      const number = [...rented.values()].find((candidate) => candidate.providerId === providerId);
      if (number === undefined) {
        return Promise.reject(new ProxyCallError('provider_failed', 'the simulated carrier does not know this number'));
      }
      rented.delete(number.number);
      return Promise.resolve();
    },

    adopt(numbers) {
      for (const number of numbers) rented.set(number.number, number);
    },
  };
}
