import type { RentedNumber } from '../../../ports/number-provider.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { E164 } from '../../model/phone-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { poolNumber, providerOf } from './provider.js';
import { byNumber, endInterrupted } from './recovery.js';

/** So many numbers are added in one commit. */
const CHUNK = 200;

/**
 * Brings the pool in line with what the provider rents out to us: adds what is missing here, reports what is missing
 * there. The pool is read before the provider, so that what is bought in between does not look lost.
 */
export function createSync(ports: Ports): ProxyCallApi['syncPool'] {
  const { store, clock } = ports;

  return async ({ apply }) => {
    const provider = providerOf(ports);
    const before = await poolNumbers();
    const rented = byNumber(await provider.list());
    if (apply) await endInterrupted(ports, provider, rented);

    const missing = await missingOf([...rented.values()]);
    const added = apply ? await addAll(missing) : [];
    const now = await poolNumbers();
    return {
      missingNumbers: missing.map(({ number }) => number),
      addedNumbers: added,
      // What was released since the provider was asked is not lost.
      lostNumbers: [...before].filter((number) => !rented.has(number) && now.has(number)),
      totalTwilio: rented.size,
      totalSheet: now.size,
    };
  };

  async function poolNumbers(): Promise<ReadonlySet<E164>> {
    return new Set((await store.numbers()).map(({ value }) => value.number));
  }

  /** What is neither in the pool nor being bought or given back. */
  async function missingOf(rented: readonly RentedNumber[]): Promise<readonly RentedNumber[]> {
    const [known, intents] = await Promise.all([poolNumbers(), store.intents()]);
    const busy = new Set(intents.map(({ value }) => value.number));
    return rented.filter(({ number }) => !known.has(number) && !busy.has(number));
  }

  async function addAll(missing: readonly RentedNumber[]): Promise<readonly E164[]> {
    const added: E164[] = [];
    for (let start = 0; start < missing.length; start += CHUNK) {
      added.push(...(await add(missing.slice(start, start + CHUNK))));
    }
    return added;
  }

  function add(chunk: readonly RentedNumber[]): Promise<readonly E164[]> {
    return retryOnConflict(ports, async () => {
      const stillMissing = await missingOf(chunk);
      const earlier = await Promise.all(stillMissing.map(({ number }) => store.number(number)));
      const puts = stillMissing.map((rented, index) =>
        put('number', rented.number, poolNumber(rented, clock.now(), { status: 'available' }), earlier[index]),
      );
      if (puts.length > 0) await store.commit({ puts });
      return stillMissing.map(({ number }) => number);
    });
  }
}
