import type { Versioned } from '../../../ports/order-store.js';
import type { Carrier } from '../../model/carrier.js';
import type { ClientId } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import { ProxyCallError } from '../../model/errors.js';
import { runningLow } from '../../model/pool-alert.js';
import { isFree, transition, type NumberType, type ProxyNumber } from '../../model/proxy-number.js';
import { chooseNumber, typesToTry } from '../../model/selection.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import type { UnderWay } from './claims.js';
import { createTopUp, type Reservation } from './top-up.js';

export interface NumberRequest {
  readonly country: CountryCode;
  readonly type: NumberType;
  /** The one whose webhooks this process answers when absent. */
  readonly carrier?: Carrier | undefined;
}

/** A free number, claimed against the other requests of this process. */
export interface FoundNumber {
  readonly read: Versioned<ProxyNumber>;
  /** Of a number that was bought for this client. */
  readonly reservation: Reservation | undefined;
  /** Ends the claim. To be called in any case. */
  release(taken: boolean): Promise<void> | void;
}

/**
 * Finds a free number of the pool, of the best type there is; buys some when there is none.
 * @param keepFor the client on whose account it is looked for
 * @throws `pool_exhausted` when there is none and none for sale
 */
export type FindNumber = (keepFor: ClientId, request: NumberRequest) => Promise<FoundNumber>;

/** How many free numbers one is chosen from. */
const CANDIDATES = 200;
/** How often the pool is filled for one request, when others keep taking what was bought. */
const TOP_UPS = 5;

export function createFindNumber(ports: Ports, underWay: UnderWay): FindNumber {
  const { store, clock, ids, settings, logger, telephony } = ports;
  const { numbers: claims } = underWay;
  const topUp = createTopUp(ports, underWay, async (request) => (await lookForFree(request)).isThere);

  return findNumber;

  async function findNumber(keepFor: ClientId, request: NumberRequest): Promise<FoundNumber> {
    for (let topUps = 0; ;) {
      const { chosen, isThere, left } = await lookForFree(request);
      if (chosen !== undefined) {
        warnWhenLow(chosen.value, left);
        return claim(chosen);
      }
      if (isThere) {
        // The pool is only empty once these are gone: one of them may yet come back.
        await claims.nextRelease();
      } else if (topUps < TOP_UPS) {
        topUps += 1;
        const reservation = await topUp(request, keepFor);
        const kept = reservation === undefined ? undefined : await readReserved(reservation);
        if (kept !== undefined) return { read: kept, reservation, release: cancelUnless(reservation) };
      } else {
        throw new ProxyCallError('conflict', 'other requests took the free numbers; retry', { retryable: true });
      }
    }
  }

  /** An unclaimed number of the best type there is; and whether there is any, claimed or not. */
  async function lookForFree({ country, type, carrier = telephony.carrier }: NumberRequest) {
    let isThere = false;
    for (const candidateType of typesToTry(type)) {
      const now = clock.now();
      const free = await store.freeNumbers({ country, type: candidateType, now, limit: CANDIDATES });
      const fitting = free.filter(({ value }) => value.carrier === carrier);
      const unclaimed = fitting.filter(({ value }) => !claims.include(value.number));
      const chosen = chooseNumber(unclaimed, now, ids.random());
      if (chosen !== undefined) return { chosen, isThere: true, left: fitting.length - 1 };
      isThere ||= unclaimed.length < fitting.length;
    }
    return { chosen: undefined, isThere, left: 0 };
  }

  function warnWhenLow({ country, type }: ProxyNumber, available: number): void {
    if (runningLow([{ country, type, available }], settings.poolAlert).length === 0) return;
    logger.warn('pool.low', { country, type, available });
  }

  function claim(read: Versioned<ProxyNumber>): FoundNumber {
    const { number } = read.value;
    claims.add(number);
    return {
      read,
      reservation: undefined,
      release: () => {
        claims.release(number);
      },
    };
  }

  /** Undefined when the reservation does not hold: it lapsed, or another process recorded the number as free. */
  async function readReserved({ number, token }: Reservation): Promise<Versioned<ProxyNumber> | undefined> {
    const read = await store.record('number', number);
    const holds =
      read?.value.state.status === 'reserved' && read.value.state.token === token && !isFree(read.value, clock.now());
    return holds ? read : undefined;
  }

  /** A number that was bought for a client who then did not need it is free at once. */
  function cancelUnless(reservation: Reservation | undefined) {
    return async (taken: boolean): Promise<void> => {
      if (taken || reservation === undefined) return;
      await retryOnConflict(ports, async () => {
        const read = await readReserved(reservation);
        if (read === undefined) return;
        const free = transition(read.value, { type: 'cancel', token: reservation.token });
        await store.commit({ puts: [put('number', free, read)] });
      });
    };
  }
}
