import assert from 'node:assert/strict';
import type { CountryCode } from '../../domain/model/country.js';
import { isProxyCallError } from '../../domain/model/errors.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { NumberType } from '../../domain/model/proxy-number.js';
import type { NumberOffer, NumberProvider } from '../../ports/number-provider.js';
import { casesOf, type ContractCase, type Promises } from './contract.js';

/** A provider, and what the suite needs besides the port. */
export interface ProviderUnderTest {
  readonly provider: NumberProvider;
  /** Rents a number whose webhooks point elsewhere, by other means than the port. */
  readonly rentMisdirected: () => Promise<E164>;
}

/** How the suite opens providers, and what they sell. */
export interface NumberProviderContractOptions {
  /** Opens a provider from which we rent no number yet. */
  readonly open: () => Promise<ProviderUnderTest>;
  /** A country and type of which at least three numbers are for sale. */
  readonly sold: { readonly country: CountryCode; readonly type: NumberType };
  /** A country and type of which none is for sale. */
  readonly unsold: { readonly country: CountryCode; readonly type: NumberType };
}

/**
 * The contract suite of {@link NumberProvider}: what every provider must do.
 *
 * @example With the test runner of Node.
 * ```ts
 * import test from 'node:test';
 * import { createSimulatedCarrier, numberProviderContract, fictionalMobile } from 'proxycall/testing';
 *
 * async function open() {
 *   const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'https://shop.example' });
 *   const elsewhere = { url: 'https://elsewhere.example', isOurs: false };
 *   const rentMisdirected = async () => {
 *     const number = fictionalMobile(9999);
 *     const kind = { country: 'FR', type: 'mobile', capabilities: { voice: true, sms: true, mms: false } } as const;
 *     const webhooks = { voice: elsewhere, sms: elsewhere };
 *     carrier.adopt([{ number, ...kind, providerId: 'PN1', friendlyName: 'old', webhooks }]);
 *     return number;
 *   };
 *   return { provider: carrier.provider, rentMisdirected };
 * }
 *
 * const sold = { country: 'FR', type: 'mobile' } as const;
 * const unsold = { country: 'FR', type: 'toll_free' } as const;
 * for (const { name, run } of numberProviderContract({ open, sold, unsold })) test(name, run);
 * ```
 */
export function numberProviderContract({ open, sold, unsold }: NumberProviderContractOptions): readonly ContractCase[] {
  return casesOf(PROMISES, async (check) => {
    const { provider, rentMisdirected } = await open();
    await check({ provider, rentMisdirected, sold, unsold });
  });
}

type ProviderCase = ProviderUnderTest & Pick<NumberProviderContractOptions, 'sold' | 'unsold'>;

const VOICE = { require: { voice: true } } as const;

const PROMISES: Promises<ProviderCase> = {
  'offers numbers of the country and type that were asked for, no more than asked for': async ({ provider, sold }) => {
    const offers = await provider.search({ ...sold, ...VOICE, limit: 2 });
    assert.equal(offers.length, 2);
    for (const offer of offers) {
      assert.deepEqual([offer.country, offer.type, offer.capabilities.voice], [sold.country, sold.type, true]);
    }
    assert.equal(new Set(offers.map(({ number }) => number)).size, 2);
  },

  'offers nothing where it sells nothing': async ({ provider, unsold }) => {
    assert.deepEqual(await provider.search({ ...unsold, ...VOICE, limit: 5 }), []);
  },

  'a bought number is rented, labelled, points here, and is no longer for sale': async ({ provider, sold }) => {
    const offer = await anOffer({ provider, sold });
    const rented = await provider.buy(offer, { friendlyName: 'ProxyCall test' });
    assert.deepEqual(
      [rented.number, rented.country, rented.type, rented.friendlyName],
      [offer.number, sold.country, sold.type, 'ProxyCall test'],
    );
    assert.deepEqual(rented.webhooks, ours(provider));
    assert.deepEqual(await provider.list(), [rented]);
    const left = await provider.search({ ...sold, ...VOICE, limit: 3 });
    assert.ok(left.every(({ number }) => number !== offer.number));
  },

  'a number is not sold twice': async ({ provider, sold }) => {
    const offer = await anOffer({ provider, sold });
    await provider.buy(offer, { friendlyName: 'first' });
    await assert.rejects(provider.buy(offer, { friendlyName: 'second' }), (error: unknown) =>
      isProxyCallError(error, 'number_unavailable'),
    );
    assert.equal((await provider.list()).length, 1);
  },

  'a number is found when it is ours, and only then': async ({ provider, sold }) => {
    const [first, second] = await provider.search({ ...sold, ...VOICE, limit: 2 });
    assert.ok(first !== undefined && second !== undefined);
    const rented = await provider.buy(first, { friendlyName: 'ours' });
    assert.deepEqual(await provider.find(first.number), rented);
    assert.equal(await provider.find(second.number), undefined);
  },

  'webhooks that point elsewhere are reported, and pointed here one at a time': async ({
    provider,
    rentMisdirected,
  }) => {
    const number = await rentMisdirected();
    const found = async () => {
      const rented = await provider.find(number);
      assert.ok(rented !== undefined);
      return rented;
    };
    const { providerId, webhooks } = await found();
    assert.deepEqual([webhooks.voice.isOurs, webhooks.sms.isOurs], [false, false]);
    assert.equal(await provider.configure(providerId, { webhooks: ['voice'] }), true);
    assert.deepEqual((await found()).webhooks, { ...webhooks, voice: ours(provider).voice });
    await provider.configure(providerId, { webhooks: ['sms'] });
    assert.deepEqual((await found()).webhooks, ours(provider));
  },

  'a number is renamed without changing its webhooks': async ({ provider, rentMisdirected }) => {
    const before = await provider.find(await rentMisdirected());
    assert.ok(before !== undefined);
    assert.equal(await provider.configure(before.providerId, { webhooks: [], friendlyName: 'new' }), true);
    assert.deepEqual(await provider.find(before.number), { ...before, friendlyName: 'new' });
  },

  'a released number is no longer rented; releasing or configuring it again says so': async ({ provider, sold }) => {
    const { providerId, number } = await provider.buy(await anOffer({ provider, sold }), { friendlyName: 'short' });
    assert.equal(await provider.release(providerId), true);
    assert.deepEqual([await provider.list(), await provider.find(number)], [[], undefined]);
    assert.equal(await provider.release(providerId), false);
    assert.equal(await provider.configure(providerId, { webhooks: ['voice'] }), false);
  },
};

async function anOffer({ provider, sold }: Pick<ProviderCase, 'provider' | 'sold'>): Promise<NumberOffer> {
  const [offer] = await provider.search({ ...sold, ...VOICE, limit: 1 });
  assert.ok(offer !== undefined);
  return offer;
}

function ours(provider: NumberProvider) {
  const { voice, sms } = provider.webhookUrls();
  return { voice: { url: voice, isOurs: true }, sms: { url: sms, isOurs: true } };
}
