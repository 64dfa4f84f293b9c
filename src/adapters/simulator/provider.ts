import type { Carrier } from '../../domain/model/carrier.js';
import type { CountryCode } from '../../domain/model/country.js';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { hasCapabilities, type NumberType } from '../../domain/model/proxy-number.js';
import type { NumberProvider, RentedNumber } from '../../ports/number-provider.js';
import type { Ids } from '../../ports/runtime.js';
import { numbersOf, offerOf } from './stock.js';

/** The name of the simulated carrier. */
export const SIMULATED: Carrier = 'simulated';

export interface SimulatedProviderOptions {
  readonly ids: Pick<Ids, 'next'>;
  readonly webhookUrls: NumberProvider['webhookUrls'];
  /** Whether numbers of this type are sold. All types with a number range when absent. */
  readonly sells?: ((country: CountryCode, type: NumberType) => boolean) | undefined;
}

/** A number that is rented already. Default `webhooks`: they point to this service. */
export type AdoptedNumber = Omit<RentedNumber, 'webhooks'> & Partial<Pick<RentedNumber, 'webhooks'>>;

/** The number provider of the simulated carrier. */
export interface SimulatedProvider extends NumberProvider {
  /** Marks numbers as rented, when the carrier starts with a store that already has them. */
  adopt(numbers: readonly AdoptedNumber[]): void;
}

export function createSimulatedProvider({
  ids,
  webhookUrls,
  sells = () => true,
}: SimulatedProviderOptions): SimulatedProvider {
  const rented = new Map<E164, RentedNumber>();

  return {
    carrier: SIMULATED,
    webhookUrls,

    search({ country, type, require, limit }) {
      const offers = [];
      for (const number of sells(country, type) ? numbersOf(country, type) : []) {
        if (offers.length >= limit) break;
        const offer = offerOf(number, country, type);
        if (hasCapabilities(offer.capabilities, require) && !rented.has(number)) offers.push(offer);
      }
      return Promise.resolve(offers);
    },

    buy({ number, country, type }, { friendlyName }) {
      if (rented.has(number)) {
        return Promise.reject(
          new ProxyCallError('number_unavailable', 'the simulated carrier has already sold this number'),
        );
      }
      const providerId = `PN${ids.next().replaceAll('-', '')}`;
      const bought = { ...offerOf(number, country, type), friendlyName, providerId, webhooks: ours() };
      rented.set(number, bought);
      return Promise.resolve(bought);
    },

    find: (number) => Promise.resolve(rented.get(number)),

    list: () => Promise.resolve([...rented.values()]),

    configure(providerId, { webhooks, friendlyName }) {
      const number = byId(providerId);
      if (number === undefined) return Promise.resolve(false);
      const fixed = Object.fromEntries(webhooks.map((webhook) => [webhook, ours()[webhook]]));
      rented.set(number.number, {
        ...number,
        friendlyName: friendlyName ?? number.friendlyName,
        webhooks: { ...number.webhooks, ...fixed },
      });
      return Promise.resolve(true);
    },

    release(providerId) {
      const number = byId(providerId);
      return Promise.resolve(number !== undefined && rented.delete(number.number));
    },

    adopt(numbers) {
      for (const number of numbers) rented.set(number.number, { webhooks: ours(), ...number });
    },
  };

  function byId(providerId: string): RentedNumber | undefined {
    return [...rented.values()].find((candidate) => candidate.providerId === providerId);
  }

  function ours(): RentedNumber['webhooks'] {
    const { voice, sms } = webhookUrls();
    return { voice: { url: voice, isOurs: true }, sms: { url: sms, isOurs: true } };
  }
}
