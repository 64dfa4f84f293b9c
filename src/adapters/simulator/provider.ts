import type { Carrier } from '../../domain/model/carrier.js';
import type { CountryCode } from '../../domain/model/country.js';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { hasCapabilities, type NumberType } from '../../domain/model/proxy-number.js';
import type { NumberOffer, NumberProvider, RentedNumber } from '../../ports/number-provider.js';
import type { Ids } from '../../ports/runtime.js';
import { newSid } from './network.js';
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

    search: (query) =>
      Promise.resolve(sells(query.country, query.type) ? offersFor(query, (number) => rented.has(number)) : []),

    buy({ number, country, type }, { friendlyName }) {
      if (rented.has(number)) {
        return Promise.reject(
          new ProxyCallError('number_unavailable', 'the simulated carrier has already sold this number'),
        );
      }
      const providerId = newSid(ids, 'PN');
      const bought = { ...offerOf(number, country, type), friendlyName, providerId, webhooks: ours(webhookUrls()) };
      rented.set(number, bought);
      return Promise.resolve(bought);
    },

    find: (number) => Promise.resolve(rented.get(number)),

    list: () => Promise.resolve([...rented.values()]),

    configure(providerId, { webhooks, friendlyName }) {
      const number = byId(rented, providerId);
      if (number === undefined) return Promise.resolve(false);
      const fixed = Object.fromEntries(webhooks.map((webhook) => [webhook, ours(webhookUrls())[webhook]]));
      rented.set(number.number, {
        ...number,
        friendlyName: friendlyName ?? number.friendlyName,
        webhooks: { ...number.webhooks, ...fixed },
      });
      return Promise.resolve(true);
    },

    release(providerId) {
      const number = byId(rented, providerId);
      return Promise.resolve(number !== undefined && rented.delete(number.number));
    },

    adopt(numbers) {
      for (const number of numbers) rented.set(number.number, { webhooks: ours(webhookUrls()), ...number });
    },
  };
}

type SearchQuery = Parameters<NumberProvider['search']>[0];

function offersFor({ country, type, require, limit }: SearchQuery, isRented: (number: E164) => boolean): NumberOffer[] {
  const offers: NumberOffer[] = [];
  for (const number of numbersOf(country, type)) {
    if (offers.length >= limit) break;
    const offer = offerOf(number, country, type);
    if (hasCapabilities(offer.capabilities, require) && !isRented(number)) offers.push(offer);
  }
  return offers;
}

function byId(rented: ReadonlyMap<E164, RentedNumber>, providerId: string): RentedNumber | undefined {
  return [...rented.values()].find((candidate) => candidate.providerId === providerId);
}

function ours({ voice, sms }: ReturnType<NumberProvider['webhookUrls']>): RentedNumber['webhooks'] {
  return { voice: { url: voice, isOurs: true }, sms: { url: sms, isOurs: true } };
}
