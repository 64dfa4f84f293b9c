import type { RentedNumber } from '../../../ports/number-provider.js';
import type { OrderStore, Versioned } from '../../../ports/order-store.js';
import type { SyncReport } from '../../../ports/pool-api.js';
import type { E164 } from '../../model/phone-number.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import { isFallbackPhone } from '../../model/settings.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { openIntents } from './intents.js';
import { byNumber, poolNumber, requireProvider, type ProviderPorts } from './provider.js';
import { endInterrupted } from './recovery.js';

/** How many numbers one commit adds, at most. */
const CHUNK = 200;

/** A number that the provider rents out to us and the pool does not have, with its record if the pool once had it. */
interface Missing {
  readonly rented: RentedNumber;
  readonly earlier: Versioned<ProxyNumber> | undefined;
}

/**
 * Brings the pool in line with what the provider rents out to us: adds what is missing here, reports what is missing
 * there. The pool is read before the provider is asked, so that what is bought or given back in between is not mistaken
 * for missing or lost.
 */
export async function syncPool(ports: Ports, { apply }: { readonly apply: boolean }): Promise<SyncReport> {
  const providerPorts = requireProvider(ports);
  const { store, clock, provider } = providerPorts;
  const startedAt = clock.now();
  const [before, busyBefore] = await Promise.all([poolNumbers(store), busyNumbers(store)]);
  const rented = byNumber(await provider.list());
  const recovered = apply ? await endInterrupted(providerPorts, rented) : [];

  const pool = await poolNumbers(store);
  const candidates = [...rented.values()].filter(
    ({ number }) => !pool.has(number) && !busyBefore.has(number) && !isShops(ports, number),
  );
  const missing = (await stillMissing(store, candidates, startedAt)).map(({ rented: number }) => number);
  const added = apply ? await addAll(providerPorts, missing, startedAt) : [];
  const now = await poolNumbers(store);
  return {
    missingNumbers: [...recovered, ...missing.map(({ number }) => number)],
    addedNumbers: [...recovered, ...added],
    // What was released since the provider was asked is not lost.
    lostNumbers: [...before].filter((number) => !rented.has(number) && now.has(number)),
    totalTwilio: rented.size,
    totalSheet: now.size,
  };
}

/** Rented from the same provider, the shop's phone is not for the pool: somebody answers it. */
function isShops({ settings, logger }: Ports, number: E164): boolean {
  if (!isFallbackPhone(settings, number)) return false;
  logger.warn('pool.fallback_phone_not_added');
  return true;
}

async function poolNumbers(store: OrderStore): Promise<ReadonlySet<E164>> {
  return new Set((await store.numbers()).map(({ value }) => value.number));
}

/** What is being bought or given back. */
async function busyNumbers(store: OrderStore): Promise<ReadonlySet<E164>> {
  return new Set((await openIntents(store)).map(({ number }) => number));
}

async function stillMissing(
  store: OrderStore,
  candidates: readonly RentedNumber[],
  startedAt: number,
): Promise<readonly Missing[]> {
  const busy = await busyNumbers(store);
  const looked = await Promise.all(
    candidates.map(async (rented) => ({ rented, earlier: await store.record('number', rented.number) })),
  );
  return looked.filter(({ rented, earlier }) => {
    if (busy.has(rented.number)) return false;
    const state = earlier?.value.state;
    // One that was given back since the provider was asked is not missing.
    return state === undefined || (state.status === 'released' && state.since < startedAt);
  });
}

async function addAll(
  ports: ProviderPorts,
  missing: readonly RentedNumber[],
  startedAt: number,
): Promise<readonly E164[]> {
  const added: E164[] = [];
  for (let start = 0; start < missing.length; start += CHUNK) {
    added.push(...(await add(ports, missing.slice(start, start + CHUNK), startedAt)));
  }
  return added;
}

function add(ports: ProviderPorts, chunk: readonly RentedNumber[], startedAt: number): Promise<readonly E164[]> {
  const { store, clock, provider } = ports;
  return retryOnConflict(ports, async () => {
    const missing = await stillMissing(store, chunk, startedAt);
    const puts = missing.map(({ rented, earlier }) =>
      put('number', poolNumber(rented, provider.carrier, clock.now(), { status: 'available' }), earlier),
    );
    if (puts.length > 0) await store.commit({ puts });
    return missing.map(({ rented }) => rented.number);
  });
}
