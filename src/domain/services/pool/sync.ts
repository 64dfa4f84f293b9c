import type { RentedNumber } from '../../../ports/number-provider.js';
import type { Versioned } from '../../../ports/order-store.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { Carrier } from '../../model/carrier.js';
import type { E164 } from '../../model/phone-number.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { poolNumber, providerOf } from './provider.js';
import { byNumber, endInterrupted, openIntents } from './recovery.js';

/** How many numbers one commit adds, at most. */
const CHUNK = 200;

/**
 * Brings the pool in line with what the provider rents out to us: adds what is missing here, reports what is missing
 * there. The pool is read before the provider, so that what is bought or given back in between is not mistaken.
 */
export function createSync(ports: Ports): ProxyCallApi['syncPool'] {
  const { store, clock } = ports;

  return async ({ apply }) => {
    const provider = providerOf(ports);
    const startedAt = clock.now();
    const [before, busyBefore] = await Promise.all([poolNumbers(), busyNumbers()]);
    const rented = byNumber(await provider.list());
    const recovered = apply ? await endInterrupted(ports, provider, rented) : [];

    const pool = await poolNumbers();
    const candidates = [...rented.values()].filter(({ number }) => !pool.has(number) && !busyBefore.has(number));
    const missing = (await stillMissing(candidates, startedAt)).map(({ rented: number }) => number);
    const added = apply ? await addAll(missing, provider.carrier, startedAt) : [];
    const now = await poolNumbers();
    return {
      missingNumbers: [...recovered, ...missing.map(({ number }) => number)],
      addedNumbers: [...recovered, ...added],
      // What was released since the provider was asked is not lost.
      lostNumbers: [...before].filter((number) => !rented.has(number) && now.has(number)),
      totalTwilio: rented.size,
      totalSheet: now.size,
    };
  };

  async function poolNumbers(): Promise<ReadonlySet<E164>> {
    return new Set((await store.numbers()).map(({ value }) => value.number));
  }

  /** What is being bought or given back. */
  async function busyNumbers(): Promise<ReadonlySet<E164>> {
    return new Set((await openIntents(store)).map(({ number }) => number));
  }

  /** With what is known of them: they may have been in the pool once. */
  async function stillMissing(candidates: readonly RentedNumber[], startedAt: number): Promise<readonly Missing[]> {
    const busy = await busyNumbers();
    const looked = await Promise.all(
      candidates.map(async (rented) => ({ rented, earlier: await store.record('number', rented.number) })),
    );
    return looked.filter(({ rented, earlier }) => {
      if (busy.has(rented.number)) return false;
      const state = earlier?.value.state;
      // Given back since the provider was asked, it is not missing.
      return state === undefined || (state.status === 'released' && state.since < startedAt);
    });
  }

  async function addAll(
    missing: readonly RentedNumber[],
    carrier: Carrier,
    startedAt: number,
  ): Promise<readonly E164[]> {
    const added: E164[] = [];
    for (let start = 0; start < missing.length; start += CHUNK) {
      added.push(...(await add(missing.slice(start, start + CHUNK), carrier, startedAt)));
    }
    return added;
  }

  function add(chunk: readonly RentedNumber[], carrier: Carrier, startedAt: number): Promise<readonly E164[]> {
    return retryOnConflict(ports, async () => {
      const missing = await stillMissing(chunk, startedAt);
      const puts = missing.map(({ rented, earlier }) =>
        put('number', poolNumber(rented, carrier, clock.now(), { status: 'available' }), earlier),
      );
      if (puts.length > 0) await store.commit({ puts });
      return missing.map(({ rented }) => rented.number);
    });
  }
}

interface Missing {
  readonly rented: RentedNumber;
  readonly earlier: Versioned<ProxyNumber> | undefined;
}
