import type { NumberProvider } from '../../../ports/number-provider.js';
import type { ProvisionRequest } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { invalidField, type ProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import type { NumberType } from '../../model/proxy-number.js';
import { LARGEST_PURCHASE } from '../../model/settings.js';
import { put } from '../commit.js';
import { readKeyedRequest } from '../idempotency.js';
import type { Ports } from '../ports.js';
import { isProviderFault, providerOf } from './provider.js';
import { buyNumbers, type Bought } from './buy-numbers.js';
import { createPurchase, type Precondition } from './purchase.js';

/** Buys numbers for the pool. With an `Idempotency-Key`, never more than the batch, however often it is asked. */
export function createProvision(ports: Ports): ProxyCallApi['provisionNumbers'] {
  const { store, clock, ids } = ports;

  return async (request, options) => {
    refuseBatch(request.batchSize);
    const provider = providerOf(ports);
    const key = options?.idempotencyKey;
    const { numbers, faults } =
      key === undefined
        ? await buy(provider, request, request.batchSize, () => Promise.resolve([]))
        : await provisionOnce(provider, request, key);
    const [fault] = faults;
    if (numbers.length === 0 && fault !== undefined) throw fault;
    return {
      ...request,
      purchasedNow: numbers,
      failed: faults.map(({ code, message }) => ({ code, reason: message })),
    };
  };

  async function provisionOnce(provider: NumberProvider, request: ProvisionRequest, key: string): Promise<Bought> {
    const fingerprint = ids.digest(JSON.stringify(['provision', request]));
    const faults: ProxyCallError[] = [...(await endEarlierPurchases(provider, key, fingerprint))];
    const earlier = (await readKeyedRequest(store, key, fingerprint))?.value.purchases.length ?? 0;
    if (faults.length === 0 && earlier < request.batchSize) {
      const { faults: more } = await buy(provider, request, request.batchSize - earlier, precondition(), key);
      faults.push(...more);
    }
    return { numbers: await boughtFor(key), faults };

    /** A place in the batch is taken in the commit that begins a purchase: two at once never take the same one. */
    function precondition(): Precondition {
      return async (number) => {
        const read = await readKeyedRequest(store, key, fingerprint);
        const before = read?.value ?? { key, fingerprint, at: clock.now(), purchases: [] };
        if (before.purchases.length >= request.batchSize) return undefined;
        return [put('request', { ...before, purchases: [...before.purchases, number] }, read)];
      };
    }
  }

  /** Purchases of the same request that were interrupted, by the end of a process perhaps. */
  async function endEarlierPurchases(
    provider: NumberProvider,
    key: string,
    fingerprint: string,
  ): Promise<readonly ProxyCallError[]> {
    const request = await readKeyedRequest(store, key, fingerprint);
    const purchase = createPurchase(ports, provider);
    for (const number of request?.value.purchases ?? []) {
      const intent = (await store.record('intent', number))?.value;
      if (intent?.action !== 'buy' || intent.requestKey !== key) continue;
      try {
        await purchase.resume(intent);
      } catch (error) {
        if (!isProviderFault(error)) throw error;
        return [error];
      }
    }
    return [];
  }

  async function boughtFor(key: string): Promise<readonly E164[]> {
    const numbers = (await store.record('request', key))?.value.purchases ?? [];
    const intents = await Promise.all(numbers.map((number) => store.record('intent', number)));
    return numbers.filter((_number, index) => intents[index]?.value.action !== 'buy');
  }

  function buy(
    provider: NumberProvider,
    { countryIso, numberType, requireSmsCapability, requireVoiceCapability, candidatesLimit }: ProvisionRequest,
    count: number,
    precondition: Precondition,
    requestKey?: string,
  ): Promise<Bought> {
    return buyNumbers(provider, createPurchase(ports, provider), {
      country: countryIso,
      types: typesOf(numberType),
      require: { sms: requireSmsCapability, voice: requireVoiceCapability },
      count,
      candidates: candidatesLimit,
      precondition,
      requestKey,
    });
  }
}

/** Who asks for a type gets that type. Where no `national` numbers are sold, a `local` one is the nearest thing. */
function typesOf(type: NumberType): readonly NumberType[] {
  return type === 'national' ? ['national', 'local'] : [type];
}

function refuseBatch(batchSize: number): void {
  if (Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= LARGEST_PURCHASE) return;
  throw invalidField('batchSize', `must be a whole number from 1 to ${LARGEST_PURCHASE.toString()}`);
}
