import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Carrier } from '../../model/carrier.js';
import type { ClientId } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import { isProxyCallError } from '../../model/errors.js';
import { phaseOf, releaseParticipant, type Participant } from '../../model/participant.js';
import type { Person, PersonKey } from '../../model/person.js';
import type { E164 } from '../../model/phone-number.js';
import { transition, type NumberType, type ProxyNumber } from '../../model/proxy-number.js';
import { COMPARED, leastLoaded, sample, sharedChoices } from '../../model/selection.js';
import { put, retryOnConflict } from '../commit.js';
import type { UnderWay } from '../pool/claims.js';
import type { FindNumber } from '../pool/find-number.js';
import type { Ports } from '../ports.js';

export interface SharedNumberRequest {
  /** Who is to call and see the number. */
  readonly person: Person;
  /** Whom they are to reach. */
  readonly contactKey: PersonKey;
  /** Best first. */
  readonly countries: readonly CountryCode[];
  readonly type: NumberType;
  /** The carrier of the session's other number, where that is chosen already; else the one whose webhooks we answer. */
  readonly carrier?: Carrier | undefined;
  /** On whose account numbers are bought. */
  readonly clientId: ClientId;
}

/** A shared number on which a person has no live participant, claimed against the other requests of this process. */
export interface SharedNumber {
  readonly number: E164;
  readonly carrier: Carrier;
  /** Releases what is left of the person's earlier participant there; to be written before the new one. */
  readonly puts: readonly Put[];
}

/**
 * Finds a person a shared number, and claims it while it is used: the one they knew for the same contact, one on which they
 * have no participant, or one whose tombstone may go; when there is none, a free number of the pool becomes shared.
 * @throws `pool_exhausted`
 */
export type WithSharedNumber = <T>(
  request: SharedNumberRequest,
  use: (number: SharedNumber) => Promise<T>,
) => Promise<T>;

interface ClaimedNumber extends SharedNumber {
  release(): void;
}

export function createWithSharedNumber(
  ports: Ports,
  findNumber: FindNumber,
  { persons: claims, added, inTurn }: UnderWay,
): WithSharedNumber {
  const { store, clock, ids, settings, telephony } = ports;

  return async (request, use) => {
    const claimed = await find(request);
    try {
      return await use(claimed);
    } finally {
      claimed.release();
    }
  };

  async function find(request: SharedNumberRequest): Promise<ClaimedNumber> {
    let fault: unknown;
    for (const country of request.countries) {
      const claimed = await look(request, country);
      if (claimed !== undefined) return claimed;
      try {
        // One after the other: the number that was added for the one before may serve who waited.
        return await inTurn(country, async () => (await look(request, country)) ?? addNumber(request, country));
      } catch (error) {
        if (!isProxyCallError(error, 'pool_exhausted')) throw error;
        fault ??= error;
      }
    }
    throw fault;
  }

  async function look(request: SharedNumberRequest, country: CountryCode): Promise<ClaimedNumber | undefined> {
    const { person, contactKey, type, carrier = telephony.carrier } = request;
    const shared = (await store.sharedNumbers(country)).filter(
      ({ value }) => value.carrier === carrier && !isClaimed(request, value.number),
    );
    const own = await store.participants({ by: 'person', personKey: person.personKey });
    const numbers = new Map(shared.map((read) => [read.value.number, read]));
    const choices = sharedChoices(
      shared.map(({ value }) => value),
      type,
      own.map(({ value }) => value),
      contactKey,
      clock.now(),
      settings,
    );
    const [sticky] = choices.sticky;
    const number = sticky ?? (await leastUsed(choices.unused)) ?? (await leastUsed(choices.cooling.slice(0, COMPARED)));
    const read = number === undefined ? undefined : numbers.get(number);
    if (read === undefined) return undefined;
    // Another request of this process may have claimed it while the loads were looked up.
    return isClaimed(request, read.value.number) ? look(request, country) : claim(request, read, own);
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

  /** With the participants that requests of this process are about to add. */
  async function loadsOf(numbers: readonly E164[]): Promise<ReadonlyMap<E164, number>> {
    const loads = await store.loads(numbers);
    return new Map(numbers.map((number) => [number, (loads.get(number) ?? 0) + (added.get(number) ?? 0)]));
  }

  function claim(
    { person }: SharedNumberRequest,
    read: Versioned<ProxyNumber>,
    own: readonly Versioned<Participant>[],
  ): ClaimedNumber {
    const now = clock.now();
    const { number, carrier } = read.value;
    const key = claimKey(person, number);
    claims.add(key);
    added.set(number, (added.get(number) ?? 0) + 1);
    const earlier = own.filter(({ value }) => value.proxyNumber === number && phaseOf(value, now, settings) !== 'live');
    return {
      number,
      carrier,
      puts: [
        // With a limit, whoever adds a participant is seen by whoever adds the next one.
        ...(settings.maxSessionsPerNumber === undefined ? [] : [put('number', read.value, read)]),
        ...earlier.map((tombstone) => put('participant', releaseParticipant(tombstone.value, now), tombstone)),
      ],
      release: () => {
        claims.release(key);
        const left = (added.get(number) ?? 1) - 1;
        if (left > 0) added.set(number, left);
        else added.delete(number);
      },
    };
  }

  /** Makes a free number of the pool a shared one, at once, so that others find it too. */
  function addNumber(request: SharedNumberRequest, country: CountryCode): Promise<ClaimedNumber> {
    return retryOnConflict(ports, async () => {
      const found = await findNumber(request.clientId, { country, type: request.type, carrier: request.carrier });
      let taken = false;
      try {
        const { read, reservation } = found;
        const shared = transition(read.value, { type: 'share', token: reservation?.token, at: clock.now() });
        await store.commit({ puts: [put('number', shared, read)] });
        taken = true;
        const now = await store.record('number', shared.number);
        return claim(request, now ?? { value: shared, version: read.version }, []);
      } finally {
        await found.release(taken);
      }
    });
  }

  function isClaimed({ person }: SharedNumberRequest, number: E164): boolean {
    return claims.include(claimKey(person, number));
  }
}

function claimKey({ personKey }: Person, number: E164): string {
  return `${personKey} ${number}`;
}
