import type { NumberProvider, RentedNumber } from '../../../ports/number-provider.js';
import { isUnderWay } from '../../model/intent.js';
import type { E164 } from '../../model/phone-number.js';
import { effectiveStatus, type ProxyNumber } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { createPurchase } from './purchase.js';
import { createRelease } from './release.js';

/**
 * Brings purchases and releases to an end that were interrupted: a number that turns out to be ours is put into the
 * pool, one that is not is forgotten, one that was to be given back is given back. Nothing is bought.
 * @param rented everything that the provider has for us
 * @returns the numbers that were put into the pool
 */
export async function endInterrupted(
  ports: Ports,
  provider: NumberProvider,
  rented: ReadonlyMap<E164, RentedNumber>,
): Promise<readonly E164[]> {
  const { store, clock, logger } = ports;
  const recovered: E164[] = [];
  const purchase = createPurchase(ports, provider);
  const release = createRelease(ports, provider);
  for (const { value: intent } of await store.intents()) {
    const ours = rented.get(intent.number);
    if (intent.action === 'release') {
      const { outcome } = await release.resume(intent);
      logger.info('pool.release_resumed', { outcome });
    } else if (ours !== undefined) {
      await purchase.record(intent, ours);
      recovered.push(intent.number);
      logger.info('pool.purchase_recovered', { country: intent.country, type: intent.type });
    } else if (!isUnderWay(intent, clock.now())) {
      await purchase.giveUp(intent);
      logger.info('pool.purchase_given_up', { country: intent.country, type: intent.type });
    }
  }
  return recovered;
}

/** A reservation that nobody came back for in time is void: says so in the store, where people may look. */
export async function freeStaleReservations(ports: Ports): Promise<void> {
  const { store, clock } = ports;
  for (const { value } of (await store.numbers()).filter((read) => isStale(read.value, clock.now()))) {
    await retryOnConflict(ports, async () => {
      const read = await store.number(value.number);
      if (read === undefined || !isStale(read.value, clock.now())) return;
      const free: ProxyNumber = { ...read.value, state: { status: 'available' } };
      await store.commit({ puts: [put('number', free.number, free, read)] });
    });
  }
}

function isStale(number: ProxyNumber, now: number): boolean {
  return number.state.status === 'reserved' && effectiveStatus(number, now) === 'available';
}

export function byNumber(rented: readonly RentedNumber[]): ReadonlyMap<E164, RentedNumber> {
  return new Map(rented.map((number) => [number.number, number]));
}
