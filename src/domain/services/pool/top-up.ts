import type { Carrier } from '../../model/carrier.js';
import type { CountryCode } from '../../model/country.js';
import { ProxyCallError, isProxyCallError } from '../../model/errors.js';
import type { ClientId } from '../../model/client.js';
import type { E164 } from '../../model/phone-number.js';
import type { NumberState, NumberType } from '../../model/proxy-number.js';
import { typesToTry } from '../../model/selection.js';
import { takeLease, type HeldLease } from '../lease.js';
import type { Ports } from '../ports.js';
import { buyNumbers } from './buy-numbers.js';
import type { UnderWay } from './claims.js';
import { createPurchase, type Precondition } from './purchase.js';

/** One of the numbers bought, kept for the client for whom they were bought. */
export interface Reservation {
  readonly number: E164;
  readonly token: string;
}

/**
 * Buys numbers for an empty pool: `topUpSize` of the preferred type, or of the first other type that is sold. One is
 * reserved for the client, the rest are free. Undefined when someone else has filled the pool, or was doing so.
 * @throws `pool_exhausted` when there is nothing for sale
 */
export type TopUp = (request: TopUpRequest, keepFor: ClientId) => Promise<Reservation | undefined>;

export interface TopUpRequest {
  readonly country: CountryCode;
  readonly type: NumberType;
  /** The one whose webhooks this process answers when absent. */
  readonly carrier?: Carrier | undefined;
}

/** How many offers may be lost to others before a top-up is short of a number. */
const SPARE_CANDIDATES = 10;

/** @param hasFree whether the pool has such a number */
export function createTopUp(
  ports: Ports,
  { topUps: underWay }: UnderWay,
  hasFree: (request: TopUpRequest) => Promise<boolean>,
): TopUp {
  const { clock, ids, settings, provider, logger, telephony } = ports;

  // Requests of this process that find the pool empty at the same time share one purchase, of which the first keeps one.
  return async (request, keepFor) => {
    const { country, type, carrier = telephony.carrier } = request;
    // What it sells would not do, and would be bought again and again.
    if (provider !== undefined && provider.carrier !== carrier)
      throw exhausted(country, `the provider sells none of ${carrier}`);
    const key = `${country} ${type}`;
    const started = underWay.get(key);
    if (started !== undefined) {
      await started;
      return undefined;
    }
    const filling = fillAlone(request, keepFor).finally(() => underWay.delete(key));
    underWay.set(key, filling);
    return filling;
  };

  /** Several processes that find the pool empty fill it one after the other, and only while it is still empty. */
  async function fillAlone(request: TopUpRequest, keepFor: ClientId): Promise<Reservation | undefined> {
    if (provider === undefined) throw exhausted(request.country, 'there is no provider to buy from');
    const lease = await takeLease(ports, `top-up ${request.country}`, () => hasFree(request));
    if (lease === undefined) return undefined;
    try {
      return (await hasFree(request)) ? undefined : await fill(provider, request, keepFor, lease);
    } finally {
      await lease.release();
    }
  }

  async function fill(
    numberProvider: NonNullable<typeof provider>,
    { country, type }: TopUpRequest,
    keepFor: ClientId,
    lease: HeldLease,
  ): Promise<Reservation | undefined> {
    const token = ids.next();
    const reserved: NumberState = { status: 'reserved', token, by: keepFor, since: clock.now() };
    const precondition: Precondition = async () => {
      const renewal = await lease.renewal();
      return renewal === undefined ? undefined : [renewal];
    };
    const { numbers, faults } = await buyNumbers(numberProvider, createPurchase(ports, numberProvider), {
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
      // Use what was bought.
      logger.error('pool.top_up_cut_short', fault, { country, type, bought: numbers.length });
    }
    return kept === undefined ? undefined : { number: kept, token };
  }
}

function describe(fault: ProxyCallError, country: CountryCode): ProxyCallError {
  return isProxyCallError(fault, 'pool_exhausted') ? exhausted(country, 'the provider has none for sale') : fault;
}

function exhausted(country: CountryCode, why: string): ProxyCallError {
  return new ProxyCallError('pool_exhausted', `no number is free for country ${country}, and ${why}`, {
    retryable: true,
  });
}
