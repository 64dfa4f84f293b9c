import type { NumberOffer, NumberProvider } from '../../ports/number-provider.js';
import type { CountryCode } from '../model/country.js';
import { ProxyCallError, isProxyCallError } from '../model/errors.js';
import type { NumberType, ProxyNumber } from '../model/proxy-number.js';
import { typesToTry } from '../model/selection.js';
import { put, retryOnConflict } from './commit.js';
import type { Ports } from './ports.js';

/**
 * Buys numbers for an empty pool: `topUpSize` of the preferred type, or of the first other type that is sold.
 * Throws `pool_exhausted` when there is nothing for sale.
 */
export type TopUp = (country: CountryCode, preferred: NumberType) => Promise<void>;

export function createTopUp(ports: Ports): TopUp {
  const { store, clock, settings, provider, logger } = ports;
  // Requests of this process that find the pool empty at the same time share one purchase.
  const underWay = new Map<string, Promise<void>>();

  return (country, preferred) => {
    const key = `${country} ${preferred}`;
    const started = underWay.get(key) ?? fill(country, preferred).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };

  async function fill(country: CountryCode, preferred: NumberType): Promise<void> {
    if (provider === undefined) throw exhausted(country, 'there is no provider to buy from');
    for (const type of typesToTry(preferred)) {
      const offers = await provider.search({ country, type, require: { voice: true }, limit: settings.topUpSize });
      if (offers.length > 0) return buyAll(provider, offers.slice(0, settings.topUpSize));
    }
    throw exhausted(country, 'the provider has none for sale');
  }

  /** A purchase that fails after another succeeded ends the buying: what was bought is there to be used. */
  async function buyAll(seller: NumberProvider, offers: readonly NumberOffer[]): Promise<void> {
    for (const [bought, offer] of offers.entries()) {
      try {
        await buy(seller, offer);
      } catch (error) {
        if (bought === 0 || !isProxyCallError(error, 'provider_failed')) throw error;
        logger.error('pool.top_up_cut_short', error, { country: offer.country, type: offer.type, bought });
        return;
      }
    }
  }

  async function buy(seller: NumberProvider, offer: NumberOffer): Promise<void> {
    const rented = await seller.buy(offer, { friendlyName: 'ProxyCall' });
    await retryOnConflict(ports, async () => {
      const earlier = await store.number(rented.number);
      // A number that was released once may be rented again; one that is in the pool stays as it is.
      if (earlier !== undefined && earlier.value.state.status !== 'released') return;
      const value: ProxyNumber = { ...rented, boughtAt: clock.now(), state: { status: 'available' } };
      await store.commit({ puts: [put('number', rented.number, value, earlier)] });
    });
  }
}

function exhausted(country: CountryCode, why: string): ProxyCallError {
  return new ProxyCallError('pool_exhausted', `no number is free for country ${country}, and ${why}`, {
    retryable: true,
  });
}
