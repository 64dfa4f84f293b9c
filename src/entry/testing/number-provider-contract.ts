import assert from 'node:assert/strict';
import type { CountryCode } from '../../domain/model/country.js';
import { isProxyCallError } from '../../domain/model/errors.js';
import type { NumberType } from '../../domain/model/proxy-number.js';
import type { NumberProvider } from '../../ports/number-provider.js';
import type { ContractCase } from './contract.js';

export interface NumberProviderContractOptions {
  /** Opens a provider that rents out nothing yet. */
  readonly open: () => Promise<NumberProvider>;
  /** A kind of number of which it has at least three for sale. */
  readonly sold: { readonly country: CountryCode; readonly type: NumberType };
  /** A kind of which it has none. */
  readonly unsold: { readonly country: CountryCode; readonly type: NumberType };
}

/** Every promise of the NumberProvider port. */
export function numberProviderContract({ open, sold, unsold }: NumberProviderContractOptions): readonly ContractCase[] {
  const promise = (name: string, check: (provider: NumberProvider) => Promise<void>): ContractCase => ({
    name,
    run: async () => check(await open()),
  });
  const voice = { require: { voice: true } } as const;

  return [
    promise('offers numbers of the country and type that were asked for, no more than asked for', async (provider) => {
      const offers = await provider.search({ ...sold, ...voice, limit: 2 });
      assert.equal(offers.length, 2);
      for (const offer of offers) {
        assert.deepEqual([offer.country, offer.type, offer.capabilities.voice], [sold.country, sold.type, true]);
      }
      assert.equal(new Set(offers.map(({ number }) => number)).size, 2);
    }),
    promise('offers nothing where it sells nothing', async (provider) => {
      assert.deepEqual(await provider.search({ ...unsold, ...voice, limit: 5 }), []);
    }),
    promise('a bought number is rented, labelled, and no longer for sale', async (provider) => {
      const [offer] = await provider.search({ ...sold, ...voice, limit: 1 });
      assert.ok(offer !== undefined);
      const rented = await provider.buy(offer, { friendlyName: 'ProxyCall test' });
      assert.deepEqual(
        [rented.number, rented.country, rented.type, rented.friendlyName],
        [offer.number, sold.country, sold.type, 'ProxyCall test'],
      );
      assert.deepEqual(
        (await provider.list()).map(({ number }) => number),
        [offer.number],
      );
      const left = await provider.search({ ...sold, ...voice, limit: 3 });
      assert.ok(left.every(({ number }) => number !== offer.number));
    }),
    promise('a number is not sold twice', async (provider) => {
      const [offer] = await provider.search({ ...sold, ...voice, limit: 1 });
      assert.ok(offer !== undefined);
      await provider.buy(offer, { friendlyName: 'first' });
      await assert.rejects(provider.buy(offer, { friendlyName: 'second' }), (error: unknown) =>
        isProxyCallError(error, 'provider_failed'),
      );
      assert.equal((await provider.list()).length, 1);
    }),
    promise('a released number is no longer rented, and cannot be released again', async (provider) => {
      const [offer] = await provider.search({ ...sold, ...voice, limit: 1 });
      assert.ok(offer !== undefined);
      const { providerId } = await provider.buy(offer, { friendlyName: 'short' });
      await provider.release(providerId);
      assert.deepEqual(await provider.list(), []);
      await assert.rejects(provider.release(providerId), (error: unknown) =>
        isProxyCallError(error, 'provider_failed'),
      );
    }),
  ];
}
