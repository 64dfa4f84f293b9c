import type { ProvisionReport, ProvisionRequest } from '../../../ports/pool-api.js';
import { refuseOutside, type ProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import { equivalentTypes } from '../../model/selection.js';
import { LARGEST_PURCHASE } from '../../model/settings.js';
import { put } from '../commit.js';
import { fingerprintOf, readKeyedRequest } from '../idempotency.js';
import type { Ports } from '../ports.js';
import { buyNumbers, type Bought } from './buy-numbers.js';
import { isProviderFault, requireProvider, type ProviderPorts } from './provider.js';
import { resumePurchase, type Precondition } from './purchase.js';

/** Buys numbers for the pool. With an `Idempotency-Key`, never more than the batch, however often it is asked. */
export async function provisionNumbers(
  ports: Ports,
  request: ProvisionRequest,
  idempotencyKey: string | undefined,
): Promise<ProvisionReport> {
  refuseOutside('batchSize', request.batchSize, [1, LARGEST_PURCHASE]);
  const providerPorts = requireProvider(ports);
  const { numbers, faults } =
    idempotencyKey === undefined
      ? await buy(providerPorts, request, request.batchSize, () => Promise.resolve([]))
      : await provisionOnce(providerPorts, request, idempotencyKey);
  const [fault] = faults;
  if (numbers.length === 0 && fault !== undefined) throw fault;
  return {
    ...request,
    purchasedNow: numbers,
    failed: faults.map(({ code, message }) => ({ code, reason: message })),
  };
}

async function provisionOnce(ports: ProviderPorts, request: ProvisionRequest, key: string): Promise<Bought> {
  const { store, clock, ids } = ports;
  const fingerprint = fingerprintOf(ids, ['provision', request]);
  const faults: ProxyCallError[] = [...(await endEarlierPurchases(ports, key, fingerprint))];
  const earlier = (await readKeyedRequest(store, key, fingerprint))?.value.purchases.length ?? 0;
  // The commit that begins a purchase counts it towards the batch, so that two at the same time cannot exceed it.
  const precondition: Precondition = async (number) => {
    const read = await readKeyedRequest(store, key, fingerprint);
    const before = read?.value ?? { key, fingerprint, clientId: undefined, at: clock.now(), purchases: [] };
    if (before.purchases.length >= request.batchSize) return undefined;
    return [put('request', { ...before, purchases: [...before.purchases, number] }, read)];
  };
  if (faults.length === 0 && earlier < request.batchSize) {
    const { faults: more } = await buy(ports, request, request.batchSize - earlier, precondition, key);
    faults.push(...more);
  }
  return { numbers: await boughtFor(ports, key), faults };
}

/** Ends purchases for the same request that were interrupted, perhaps because a process ended. */
async function endEarlierPurchases(
  ports: ProviderPorts,
  key: string,
  fingerprint: string,
): Promise<readonly ProxyCallError[]> {
  const request = await readKeyedRequest(ports.store, key, fingerprint);
  for (const number of request?.value.purchases ?? []) {
    const intent = (await ports.store.record('intent', number))?.value;
    if (intent?.action !== 'buy' || intent.requestKey !== key) continue;
    try {
      await resumePurchase(ports, intent);
    } catch (error) {
      if (!isProviderFault(error)) throw error;
      return [error];
    }
  }
  return [];
}

async function boughtFor({ store }: Ports, key: string): Promise<readonly E164[]> {
  const numbers = (await store.record('request', key))?.value.purchases ?? [];
  const intents = await Promise.all(numbers.map((number) => store.record('intent', number)));
  return numbers.filter((_number, index) => intents[index]?.value.action !== 'buy');
}

function buy(
  ports: ProviderPorts,
  { countryIso, numberType, requireSmsCapability, requireVoiceCapability, candidatesLimit }: ProvisionRequest,
  count: number,
  precondition: Precondition,
  requestKey?: string,
): Promise<Bought> {
  return buyNumbers(ports, {
    country: countryIso,
    types: equivalentTypes(numberType),
    require: { sms: requireSmsCapability, voice: requireVoiceCapability },
    count,
    candidates: candidatesLimit,
    precondition,
    requestKey,
  });
}
