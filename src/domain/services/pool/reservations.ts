import type { Versioned } from '../../../ports/order-store.js';
import type { E164 } from '../../model/phone-number.js';
import { isFree, transition, type ProxyNumber } from '../../model/proxy-number.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';

/** A number that was bought for a client, and is kept for them. */
export interface Reservation {
  readonly number: E164;
  readonly token: string;
}

/** Undefined when the reservation does not hold: it lapsed, or another process recorded the number as free. */
export async function readReserved(
  { store, clock }: Ports,
  { number, token }: Reservation,
): Promise<Versioned<ProxyNumber> | undefined> {
  const read = await store.record('number', number);
  if (read?.value.state.status !== 'reserved' || read.value.state.token !== token) return undefined;
  return isFree(read.value, clock.now()) ? undefined : read;
}

export function cancelReservation(ports: Ports, reservation: Reservation): Promise<void> {
  return retryOnConflict(ports, async () => {
    const read = await readReserved(ports, reservation);
    if (read === undefined) return;
    const free = transition(read.value, { type: 'cancel', token: reservation.token });
    await ports.store.commit({ puts: [put('number', free, read)] });
  });
}

const CHUNK = 200;

/**
 * Records numbers with a lapsed reservation as available, for people who look at the store. A reservation lapses by itself
 * when it is not confirmed in time.
 */
export async function freeLapsedReservations(ports: Ports): Promise<void> {
  const { store, clock } = ports;
  for (;;) {
    const lapsed = await store.due('number', { by: clock.now(), limit: CHUNK });
    for (const { value } of lapsed) await retryOnConflict(ports, () => freeIfLapsed(ports, value.number));
    if (lapsed.length < CHUNK) return;
  }
}

async function freeIfLapsed({ store, clock }: Ports, number: E164): Promise<void> {
  const read = await store.record('number', number);
  if (read?.value.state.status !== 'reserved' || !isFree(read.value, clock.now())) return;
  await store.commit({ puts: [put('number', { ...read.value, state: { status: 'available' } }, read)] });
}
