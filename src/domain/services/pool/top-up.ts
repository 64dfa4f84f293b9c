import type { ClientId } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import { ProxyCallError, isProxyCallError } from '../../model/errors.js';
import type { NumberState } from '../../model/proxy-number.js';
import { typesToTry } from '../../model/selection.js';
import { takeLease, type HeldLease } from '../lease.js';
import { buyNumbers } from './buy-numbers.js';
import type { ClaimingPorts } from './claims.js';
import { lookForFree, type NumberRequest } from './free-numbers.js';
import { hasProvider, type ProviderPorts } from './provider.js';
import type { Precondition } from './purchase.js';
import type { Reservation } from './reservations.js';

/** How many offers may be lost to others before a top-up is short of a number. */
const SPARE_CANDIDATES = 10;

/**
 * Buys numbers for an empty pool: `topUpSize` of the preferred type, or of the first other type that is sold. One is
 * reserved for the client, the rest are free. Requests of this process that find the pool empty at the same time share one
 * purchase, and the first of them gets the reserved number.
 * @returns undefined when somebody else has filled the pool
 * @throws `pool_exhausted` when there is nothing for sale
 */
export async function topUp(
  ports: ClaimingPorts,
  request: NumberRequest,
  keepFor: ClientId,
): Promise<Reservation | undefined> {
  const { provider, telephony, underWay } = ports;
  const { country, type, carrier = telephony.carrier } = request;
  // Its numbers would not fit the request, and more and more of them would be bought.
  if (provider !== undefined && provider.carrier !== carrier)
    throw exhausted(country, `the provider sells none of ${carrier}`);
  const key = `${country} ${type}`;
  const started = underWay.topUps.get(key);
  if (started !== undefined) {
    await started;
    return undefined;
  }
  const filling = fillAlone(ports, request, keepFor).finally(() => underWay.topUps.delete(key));
  underWay.topUps.set(key, filling);
  return filling;
}

/** Processes that find the pool empty at the same time fill it one after the other, and only while it is still empty. */
async function fillAlone(
  ports: ClaimingPorts,
  request: NumberRequest,
  keepFor: ClientId,
): Promise<Reservation | undefined> {
  if (!hasProvider(ports)) throw exhausted(request.country, 'there is no provider to buy from');
  const hasFree = async () => (await lookForFree(ports, request)).hasAny;
  const lease = await takeLease(ports, `top-up ${request.country}`, hasFree);
  if (lease === undefined) return undefined;
  try {
    return (await hasFree()) ? undefined : await fill(ports, request, keepFor, lease);
  } finally {
    await lease.release();
  }
}

async function fill(
  ports: ProviderPorts,
  { country, type }: NumberRequest,
  keepFor: ClientId,
  lease: HeldLease,
): Promise<Reservation | undefined> {
  const { clock, ids, settings, logger } = ports;
  const token = ids.next();
  const reserved: NumberState = { status: 'reserved', token, by: keepFor, since: clock.now() };
  const precondition: Precondition = async () => {
    const renewal = await lease.renewal();
    return renewal === undefined ? undefined : [renewal];
  };
  const { numbers, faults } = await buyNumbers(ports, {
    country,
    types: typesToTry(type),
    // SMS is preferred, not required: some countries sell no numbers with it.
    require: { voice: true },
    count: settings.topUpSize,
    candidates: SPARE_CANDIDATES,
    precondition,
    stateOf: (index) => (index === 0 ? reserved : undefined),
  });
  const [kept] = numbers;
  const [fault] = faults;
  if (fault !== undefined) {
    if (kept === undefined) throw describe(fault, country);
    // The numbers that were bought are used all the same.
    logger.error('pool.top_up_cut_short', fault, { country, type, bought: numbers.length });
  }
  return kept === undefined ? undefined : { number: kept, token };
}

function describe(fault: ProxyCallError, country: CountryCode): ProxyCallError {
  return isProxyCallError(fault, 'pool_exhausted') ? exhausted(country, 'the provider has none for sale') : fault;
}

function exhausted(country: CountryCode, why: string): ProxyCallError {
  return new ProxyCallError('pool_exhausted', `no number is free for country ${country}, and ${why}`, {
    retryable: true,
  });
}
