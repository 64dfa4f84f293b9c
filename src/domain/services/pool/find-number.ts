import type { Versioned } from '../../../ports/order-store.js';
import type { ClientId } from '../../model/client.js';
import { ProxyCallError } from '../../model/errors.js';
import type { ProxyNumber } from '../../model/proxy-number.js';
import type { Ports } from '../ports.js';
import { warnWhenKindIsLow } from './alert.js';
import type { ClaimingPorts } from './claims.js';
import { lookForFree, type NumberRequest } from './free-numbers.js';
import { cancelReservation, readReserved, type Reservation } from './reservations.js';
import { topUp } from './top-up.js';

/** A free number, claimed against the other requests of this process. */
export interface FoundNumber {
  readonly read: Versioned<ProxyNumber>;
  /** Of a number that was bought for this client. */
  readonly reservation: Reservation | undefined;
  /** Ends the claim. To be called in any case. */
  release(taken: boolean): Promise<void> | void;
}

/** How often the pool is topped up for one request while other requests keep taking what was bought. */
const TOP_UPS = 5;

/**
 * Finds a free number in the pool, of the best available type; buys some when there is none, unless the request forbids that.
 * @param keepFor the client for whom it is found
 * @throws `pool_exhausted` when there is none and none is for sale; `pool_empty` when none may be bought
 */
export async function findNumber(
  ports: ClaimingPorts,
  keepFor: ClientId,
  request: NumberRequest,
): Promise<FoundNumber> {
  for (let topUps = 0; ;) {
    const { chosen, hasAny, left } = await lookForFree(ports, request);
    if (chosen !== undefined) {
      const { country, type } = chosen.value;
      const found = claim(ports, chosen);
      try {
        await warnWhenKindIsLow(ports, { country, type, available: left });
      } catch (error) {
        await found.release(false);
        throw error;
      }
      return found;
    }
    if (hasAny) {
      // The pool is not empty while these are only claimed: a request may give one back.
      await ports.underWay.numbers.nextRelease();
    } else if (request.mayBuy === false) {
      throw new ProxyCallError(
        'pool_empty',
        `no number is free for country ${request.country}, and the request does not allow to buy any: buy numbers for the pool first`,
      );
    } else if (topUps < TOP_UPS) {
      topUps += 1;
      const reservation = await topUp(ports, request, keepFor);
      const found = reservation && (await findReserved(ports, reservation));
      if (found !== undefined) return found;
    } else {
      throw new ProxyCallError('conflict', 'other requests took the free numbers; retry', { retryable: true });
    }
  }
}

async function findReserved(ports: Ports, reservation: Reservation): Promise<FoundNumber | undefined> {
  const read = await readReserved(ports, reservation);
  if (read === undefined) return undefined;
  return {
    read,
    reservation,
    async release(taken) {
      // A number that the client turned out not to need is free at once.
      if (!taken) await cancelReservation(ports, reservation);
    },
  };
}

function claim({ underWay: { numbers } }: ClaimingPorts, read: Versioned<ProxyNumber>): FoundNumber {
  const { number } = read.value;
  numbers.add(number);
  return {
    read,
    reservation: undefined,
    release: () => {
      numbers.release(number);
    },
  };
}
