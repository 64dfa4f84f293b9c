import type { Put, Versioned } from '../../../ports/order-store.js';
import type { ClientId } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import { isProxyCallError } from '../../model/errors.js';
import { phaseOf, releaseLeg, type Leg, type PartyKeys } from '../../model/leg.js';
import type { E164 } from '../../model/phone-number.js';
import { transition, type NumberType, type ProxyNumber } from '../../model/proxy-number.js';
import { COMPARED, leastLoaded, sample, sharedChoices } from '../../model/selection.js';
import { put, retryOnConflict } from '../commit.js';
import { createClaims } from '../pool/claims.js';
import type { FindNumber } from '../pool/find-number.js';
import type { Ports } from '../ports.js';
import { hider } from './parties.js';

export interface SeatWish {
  readonly party: PartyKeys;
  /** Whom they are to reach. */
  readonly counterpart: PartyKeys;
  /** Best first. */
  readonly countries: readonly CountryCode[];
  readonly type: NumberType;
  /** On whose account numbers are bought. */
  readonly clientId: ClientId;
}

/** A shared number on which a party has no leg, kept from the other requests of this process. */
export interface Seat {
  readonly number: E164;
  /** Releases what is left of the party's earlier leg there; to be written before the new one. */
  readonly puts: readonly Put[];
}

/**
 * Finds a party a shared number, and keeps it for them while it is used: the one they knew for the same counterpart, one
 * that they use in no other session, or one whose tombstone may go; when there is none, a free number of the pool becomes a
 * shared one.
 * @throws `pool_exhausted`
 */
export type TakeSeat = <T>(wish: SeatWish, use: (seat: Seat) => Promise<T>) => Promise<T>;

interface Claim extends Seat {
  letGo(): void;
}

export function createTakeSeat(ports: Ports, findNumber: FindNumber): TakeSeat {
  const { store, clock, ids, settings } = ports;
  const claims = createClaims();
  /** How many places are claimed on a number. */
  const claimedOn = new Map<E164, number>();
  const inTurn = createTurns();
  const hide = hider(ids);

  return async (wish, use) => {
    const seat = await find(wish);
    try {
      return await use(seat);
    } finally {
      seat.letGo();
    }
  };

  async function find(wish: SeatWish): Promise<Claim> {
    let fault: unknown;
    for (const country of wish.countries) {
      const seat = await look(wish, country);
      if (seat !== undefined) return seat;
      try {
        // One after the other: who waited may find a place on the number that was added for the one before.
        return await inTurn(country, async () => (await look(wish, country)) ?? addNumber(wish, country));
      } catch (error) {
        if (!isProxyCallError(error, 'pool_exhausted')) throw error;
        fault ??= error;
      }
    }
    throw fault;
  }

  async function look(wish: SeatWish, country: CountryCode): Promise<Claim | undefined> {
    const { party, counterpart, type } = wish;
    const shared = (await store.sharedNumbers(country)).filter(({ value }) => !isClaimed(wish, value.number));
    const legs = await store.legs({ parties: [party.phone, party.hash] });
    const numbers = new Map(shared.map((read) => [read.value.number, read]));
    const choices = sharedChoices(
      shared.map(({ value }) => value),
      type,
      legs.map(({ value }) => value),
      counterpart,
      clock.now(),
      settings,
    );
    const [sticky] = choices.sticky;
    const number = sticky ?? (await leastUsed(choices.unused)) ?? (await leastUsed(choices.cooling.slice(0, COMPARED)));
    if (number === undefined) return undefined;
    // Another request of this process may have claimed it while the loads were looked up.
    return isClaimed(wish, number) ? look(wish, country) : claim(wish, number, legs, numbers.get(number));
  }

  async function leastUsed(numbers: readonly E164[]): Promise<E164 | undefined> {
    const { maxSessionsPerNumber } = settings;
    let rest = numbers;
    while (rest.length > 0) {
      const compared = sample(rest, COMPARED, () => ids.random());
      const least = leastLoaded(compared, await loadsOf(compared), maxSessionsPerNumber);
      if (least !== undefined) return least;
      rest = rest.filter((number) => !compared.includes(number));
    }
    return undefined;
  }

  /** With the places that requests of this process are about to take. */
  async function loadsOf(numbers: readonly E164[]): Promise<ReadonlyMap<E164, number>> {
    const loads = await store.loads(numbers);
    return new Map(numbers.map((number) => [number, (loads.get(number) ?? 0) + (claimedOn.get(number) ?? 0)]));
  }

  function claim(
    { party }: SeatWish,
    number: E164,
    legs: readonly Versioned<Leg>[],
    read: Versioned<ProxyNumber> | undefined,
  ): Claim {
    const now = clock.now();
    const key = claimKey(party, number);
    claims.add(key);
    claimedOn.set(number, (claimedOn.get(number) ?? 0) + 1);
    const earlier = legs.filter(({ value }) => value.number === number && phaseOf(value, now, settings) !== 'live');
    return {
      number,
      puts: [
        // With a limit, whoever takes a place is seen by whoever wants the next one.
        ...(settings.maxSessionsPerNumber === undefined || read === undefined
          ? []
          : [put('number', number, read.value, read)]),
        ...earlier.map((leg) => put('leg', leg.value.id, releaseLeg(leg.value, now, hide), leg)),
      ],
      letGo: () => {
        claims.release(key);
        const left = (claimedOn.get(number) ?? 1) - 1;
        if (left > 0) claimedOn.set(number, left);
        else claimedOn.delete(number);
      },
    };
  }

  /** Makes a free number of the pool a shared one, at once, so that others find it too. */
  async function addNumber(wish: SeatWish, country: CountryCode): Promise<Claim> {
    const number = await retryOnConflict(ports, async () => {
      const found = await findNumber(wish.clientId, { country, type: wish.type });
      let given = false;
      try {
        const shared = transition(found.read.value, {
          type: 'share',
          token: found.reservation?.token,
          at: clock.now(),
        });
        await store.commit({ puts: [put('number', shared.number, shared, found.read)] });
        given = true;
        return shared.number;
      } finally {
        await found.letGo(given);
      }
    });
    return claim(wish, number, [], await store.number(number));
  }

  function isClaimed({ party }: SeatWish, number: E164): boolean {
    return claims.include(claimKey(party, number));
  }
}

function claimKey({ phone }: PartyKeys, number: E164): string {
  return `${phone} ${number}`;
}

/** Lets work of one kind be done one after the other. */
function createTurns(): <T>(kind: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (kind, work) => {
    const turn = (last.get(kind) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => undefined);
    last.set(kind, settled);
    try {
      return await turn;
    } finally {
      if (last.get(kind) === settled) last.delete(kind);
    }
  };
}
