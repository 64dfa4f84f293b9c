import type { NumberProvider, RentedNumber } from '../../../ports/number-provider.js';
import type { OrderStore } from '../../../ports/order-store.js';
import { isUnderWay, type Intent } from '../../model/intent.js';
import type { E164 } from '../../model/phone-number.js';
import { isFree } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import { valuesOf } from '../paging.js';
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
  for (const intent of await openIntents(store)) {
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

/** What is under way with numbers at the provider, or was interrupted. */
export async function openIntents(store: OrderStore): Promise<readonly Intent[]> {
  const intents: Intent[] = [];
  for await (const intent of valuesOf(store, 'intent', CHUNK)) intents.push(intent);
  return intents;
}

const CHUNK = 200;

/** A reservation that was not confirmed in time is void: records it, for people who look. */
export async function freeStaleReservations(ports: Ports): Promise<void> {
  const { store, clock } = ports;
  for (;;) {
    const stale = await store.due('number', { by: clock.now(), limit: CHUNK });
    for (const { value } of stale) await retryOnConflict(ports, () => free(value.number));
    if (stale.length < CHUNK) return;
  }

  async function free(number: E164): Promise<void> {
    const read = await store.record('number', number);
    if (read?.value.state.status !== 'reserved' || !isFree(read.value, clock.now())) return;
    await store.commit({ puts: [put('number', { ...read.value, state: { status: 'available' } }, read)] });
  }
}

export function byNumber(rented: readonly RentedNumber[]): ReadonlyMap<E164, RentedNumber> {
  return new Map(rented.map((number) => [number.number, number]));
}
