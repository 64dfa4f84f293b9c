import type { Put } from '../../../ports/order-store.js';
import { mayHoldOneMore } from '../../model/confirmation/counting.js';
import type { CountryCode } from '../../model/country.js';
import { ProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import { transition } from '../../model/proxy-number.js';
import { DAY_MS } from '../../model/time.js';
import { put } from '../commit.js';
import type { ClaimingPorts } from '../pool/claims.js';
import { findNumber } from '../pool/find-number.js';
import type { NumberRequest } from '../pool/free-numbers.js';
import type { Ports } from '../ports.js';

/** A number that is to be held, and the writes that hold it. */
export interface HeldNumber {
  readonly number: E164;
  readonly puts: readonly Put[];
}

/** Counts what is held, so that of two processes that hold the last number that may be held, one meets a conflict. */
const HELD_COUNTER = 'held numbers';

/**
 * Holds a number for a confirmation. It is bought when none is free, as for any client.
 * @param confirmationId for which it is held
 * @throws `pool_exhausted`, also when as many numbers are held as may be; and what a purchase may fail with
 */
export async function withHeldNumber<T>(
  ports: ClaimingPorts,
  confirmationId: string,
  request: NumberRequest,
  commit: (held: HeldNumber) => Promise<T>,
): Promise<T> {
  const counter = await holdingPut(ports, request.country);
  const found = await findNumber(ports, confirmationId, request);
  const { value } = found.read;
  const at = ports.clock.now();
  const held = transition(value, { type: 'hold', by: confirmationId, token: found.reservation?.token, at });
  let taken = false;
  try {
    const result = await commit({ number: value.number, puts: [put('number', held, found.read), counter] });
    taken = true;
    return result;
  } finally {
    await found.release(taken);
  }
}

async function holdingPut({ store, clock, settings }: Ports, country: CountryCode): Promise<Put> {
  // Read before the numbers are counted: whoever holds one in between changes it.
  const read = await store.record('counter', HELD_COUNTER);
  const now = clock.now();
  const counts = (await store.poolCounts(now)).filter((count) => count.country === country);
  const free = counts.reduce((sum, { available }) => sum + available, 0);
  const held = counts.reduce((sum, { held: some }) => sum + some, 0);
  if (!mayHoldOneMore({ free, held }, settings.confirmations.limits)) {
    throw new ProxyCallError(
      'pool_exhausted',
      'as many numbers are held for confirmations as may be: confirm or cancel some, or buy numbers',
    );
  }
  const count = (read?.value.count ?? 0) + 1;
  return put('counter', { key: HELD_COUNTER, count, until: now + DAY_MS }, read);
}
