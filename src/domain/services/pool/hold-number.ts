import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import { ProxyCallError } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import { isFree, transition, type NumberType, type ProxyNumber } from '../../model/proxy-number.js';
import { chooseNumber, typesToTry } from '../../model/selection.js';
import { openSession } from '../../model/session.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { createClaims } from './claims.js';
import { createTopUp, type Reservation } from './top-up.js';

export interface NumberWish {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly friendlyName?: string | undefined;
}

export interface Held {
  readonly proxyNumber: E164;
  /** The writes that make the client hold it. The client is always among them: see HoldNumber. */
  readonly puts: readonly Put[];
}

/**
 * Sees to it that a client has a number of their own. What makes it so is handed to `commit`, to be written together
 * with whatever else the use case writes. The client is written in any case, so that two decisions about the same
 * client never both succeed on what they read.
 */
export type HoldNumber = <T>(
  client: Client,
  read: Versioned<Client> | undefined,
  wish: NumberWish,
  commit: (held: Held) => Promise<T>,
) => Promise<T>;

/** A number that may be given to the client, and how to let go of it when it is not. */
interface Found {
  readonly read: Versioned<ProxyNumber>;
  /** Of a number that was bought for this client. */
  readonly reservation: Reservation | undefined;
  /** To be called in any case. */
  letGo(given: boolean): Promise<void> | void;
}

/** So many free numbers are looked at to choose one of. */
const CANDIDATES = 200;
/** So many times the pool is filled for one request, when others keep taking what was bought. */
const TOP_UPS = 5;

export function createHoldNumber(ports: Ports): HoldNumber {
  const { store, clock, ids } = ports;
  const claims = createClaims();
  const topUp = createTopUp(ports, async (wish) => (await lookForFree(wish)).isThere);

  return async (client, read, wish, commit) => {
    if (client.proxyNumber !== undefined) {
      return commit({ proxyNumber: client.proxyNumber, puts: [put('client', client.id, client, read)] });
    }
    const found = await findNumber(client, wish).catch(async (error: unknown) => {
      // Another process may have served this very client meanwhile, with what was the last number.
      const changed = (await store.client(client.id))?.version !== read?.version;
      throw changed ? new ProxyCallError('conflict', 'the client changed', { cause: error, retryable: true }) : error;
    });
    let given = false;
    try {
      const result = await commit({
        proxyNumber: found.read.value.number,
        puts: assign(client, read, found, wish),
      });
      given = true;
      return result;
    } finally {
      await found.letGo(given);
    }
  };

  function assign(
    client: Client,
    read: Versioned<Client> | undefined,
    { read: free, reservation }: Found,
    { friendlyName }: NumberWish,
  ): readonly Put[] {
    const now = clock.now();
    const assigned = transition(
      free.value,
      reservation === undefined
        ? { type: 'assign', to: client.id, at: now }
        : { type: 'confirm', token: reservation.token, at: now },
    );
    const number = { ...assigned, friendlyName: friendlyName ?? assigned.friendlyName };
    const holder = { ...client, proxyNumber: number.number };
    const session = openSession(ids.next(), holder, number.number, now);
    return [
      put('client', client.id, holder, read),
      put('number', number.number, number, free),
      put('session', session.id, session),
    ];
  }

  async function findNumber(client: Client, wish: NumberWish): Promise<Found> {
    for (let topUps = 0; ;) {
      const { chosen, isThere } = await lookForFree(wish);
      if (chosen !== undefined) return claim(chosen);
      if (isThere) {
        // The pool is only empty once these are gone: one of them may yet come back.
        await claims.nextRelease();
      } else if (topUps < TOP_UPS) {
        topUps += 1;
        const reservation = await topUp(wish, client.id);
        const kept = reservation === undefined ? undefined : await readReserved(reservation);
        if (kept !== undefined) return { read: kept, reservation, letGo: cancelUnless(reservation) };
      } else {
        throw new ProxyCallError('conflict', 'the pool is in great demand', { retryable: true });
      }
    }
  }

  /** A number that nobody here tries for, of the best type there is; and whether there is any, tried for or not. */
  async function lookForFree({ country, type }: NumberWish) {
    let isThere = false;
    for (const candidateType of typesToTry(type)) {
      const now = clock.now();
      const free = await store.freeNumbers({ country, type: candidateType, now, limit: CANDIDATES });
      const unclaimed = free.filter(({ value }) => !claims.include(value.number));
      const chosen = chooseNumber(unclaimed, now, ids.random());
      if (chosen !== undefined) return { chosen, isThere: true };
      isThere ||= unclaimed.length < free.length;
    }
    return { chosen: undefined, isThere };
  }

  function claim(read: Versioned<ProxyNumber>): Found {
    const { number } = read.value;
    claims.add(number);
    return {
      read,
      reservation: undefined,
      letGo: () => {
        claims.release(number);
      },
    };
  }

  /** Undefined when the reservation does not hold: it lapsed, or another process recorded the number as free. */
  async function readReserved({ number, token }: Reservation): Promise<Versioned<ProxyNumber> | undefined> {
    const read = await store.number(number);
    const holds =
      read?.value.state.status === 'reserved' && read.value.state.token === token && !isFree(read.value, clock.now());
    return holds ? read : undefined;
  }

  /** A number that was bought for a client who then did not need it is free at once. */
  function cancelUnless(reservation: Reservation | undefined) {
    return async (given: boolean): Promise<void> => {
      if (given || reservation === undefined) return;
      await retryOnConflict(ports, async () => {
        const read = await readReserved(reservation);
        if (read === undefined) return;
        const free = transition(read.value, { type: 'cancel', token: reservation.token });
        await store.commit({ puts: [put('number', free.number, free, read)] });
      });
    };
  }
}
