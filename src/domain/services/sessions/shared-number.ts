import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Carrier } from '../../model/carrier.js';
import type { ClientId } from '../../model/client.js';
import type { CountryCode } from '../../model/country.js';
import { isProxyCallError } from '../../model/errors.js';
import { phaseOf, releaseParticipant, type Participant } from '../../model/participant.js';
import type { Person, PersonKey } from '../../model/person.js';
import type { E164 } from '../../model/phone-number.js';
import { transition, type NumberType, type ProxyNumber } from '../../model/proxy-number.js';
import { COMPARED, COUNTED, leastLoaded, sample, sharedChoices } from '../../model/selection.js';
import { put, retryOnConflict } from '../commit.js';
import type { ClaimingPorts } from '../pool/claims.js';
import { findNumber } from '../pool/find-number.js';

export interface SharedNumberRequest {
  /** Who is to call and see the number. */
  readonly person: Person;
  /** Whom they are to reach. */
  readonly contactKey: PersonKey;
  /** Best first. */
  readonly countries: readonly CountryCode[];
  readonly type: NumberType;
  /** The carrier of the session's other number if that is chosen already; when absent, the one whose webhooks we answer. */
  readonly carrier?: Carrier | undefined;
  /** The client for whom numbers are bought if the pool is empty. */
  readonly clientId: ClientId;
}

/** A shared number on which a person has no live participant, claimed against the other requests of this process. */
export interface SharedNumber {
  readonly number: E164;
  readonly carrier: Carrier;
  /** Releases what is left of the person's earlier participant there; to be written before the new one. */
  readonly puts: readonly Put[];
}

interface ClaimedNumber extends SharedNumber {
  release(): void;
}

/**
 * Finds a shared number for a person, and claims it while it is used: the one they knew for the same contact, one on which
 * they have no participant, or one whose tombstone may be released. When there is none, a free number of the pool becomes
 * shared.
 * @throws `pool_exhausted`
 */
export async function withSharedNumber<T>(
  ports: ClaimingPorts,
  request: SharedNumberRequest,
  use: (number: SharedNumber) => Promise<T>,
): Promise<T> {
  const claimed = await find(ports, request);
  try {
    return await use(claimed);
  } finally {
    claimed.release();
  }
}

async function find(ports: ClaimingPorts, request: SharedNumberRequest): Promise<ClaimedNumber> {
  let fault: unknown;
  for (const country of request.countries) {
    const claimed = await look(ports, request, country);
    if (claimed !== undefined) return claimed;
    try {
      // One after the other: a number that was added for an earlier request may serve the ones that waited.
      return await ports.underWay.inTurn(
        country,
        async () => (await look(ports, request, country)) ?? addNumber(ports, request, country),
      );
    } catch (error) {
      if (!isProxyCallError(error, 'pool_exhausted')) throw error;
      fault ??= error;
    }
  }
  throw fault;
}

async function look(
  ports: ClaimingPorts,
  request: SharedNumberRequest,
  country: CountryCode,
): Promise<ClaimedNumber | undefined> {
  const { store, clock, settings, telephony } = ports;
  const { person, contactKey, type, carrier = telephony.carrier } = request;
  const shared = (await store.sharedNumbers(country)).filter(
    ({ value }) => value.carrier === carrier && !isClaimed(ports, person, value.number),
  );
  const own = await store.participants({ by: 'person', personKey: person.personKey });
  const numbers = new Map(shared.map((read) => [read.value.number, read]));
  const { sticky, unused, cooling } = sharedChoices(
    shared.map(({ value }) => value),
    type,
    own.map(({ value }) => value),
    contactKey,
    clock.now(),
    settings,
  );
  const number = sticky[0] ?? (await leastUsed(ports, unused)) ?? (await leastUsed(ports, cooling.slice(0, COMPARED)));
  const read = number === undefined ? undefined : numbers.get(number);
  if (read === undefined) return undefined;
  // Another request of this process may have claimed it while the loads were looked up.
  return isClaimed(ports, person, read.value.number) ? look(ports, request, country) : claim(ports, person, read, own);
}

async function leastUsed(ports: ClaimingPorts, numbers: readonly E164[]): Promise<E164 | undefined> {
  const { ids, settings } = ports;
  let rest = numbers;
  while (rest.length > 0) {
    const compared = sample(rest, COMPARED, () => ids.random());
    const least = leastLoaded(compared, await loadsOf(ports, compared), settings.maxSessionsPerNumber);
    if (least !== undefined) return least;
    rest = rest.filter((number) => !compared.includes(number));
  }
  return undefined;
}

/** Includes the participants that requests of this process are about to add. */
async function loadsOf(
  { store, settings, underWay: { added } }: ClaimingPorts,
  numbers: readonly E164[],
): Promise<ReadonlyMap<E164, number>> {
  const loads = await store.loads(numbers, Math.max(COUNTED, settings.maxSessionsPerNumber ?? 0));
  return new Map(numbers.map((number) => [number, (loads.get(number) ?? 0) + (added.get(number) ?? 0)]));
}

/** Makes a free number of the pool a shared one, in a commit of its own, so that other requests find it too. */
function addNumber(ports: ClaimingPorts, request: SharedNumberRequest, country: CountryCode): Promise<ClaimedNumber> {
  const { store, clock } = ports;
  const { clientId, person, type, carrier } = request;
  return retryOnConflict(ports, async () => {
    const found = await findNumber(ports, clientId, { country, type, carrier });
    let taken = false;
    try {
      const { read, reservation } = found;
      const shared = transition(read.value, { type: 'share', token: reservation?.token, at: clock.now() });
      await store.commit({ puts: [put('number', shared, read)] });
      taken = true;
      const now = await store.record('number', shared.number);
      return claim(ports, person, now ?? { value: shared, version: read.version }, []);
    } finally {
      await found.release(taken);
    }
  });
}

/** @param own the person's participants that are not released */
function claim(
  { clock, settings, underWay: { persons, added } }: ClaimingPorts,
  person: Person,
  read: Versioned<ProxyNumber>,
  own: readonly Versioned<Participant>[],
): ClaimedNumber {
  const now = clock.now();
  const { number, carrier } = read.value;
  const key = claimKey(person, number);
  persons.add(key);
  added.set(number, (added.get(number) ?? 0) + 1);
  const earlier = own.filter(({ value }) => value.proxyNumber === number && phaseOf(value, now, settings) !== 'live');
  return {
    number,
    carrier,
    puts: [
      // With a limit on participants, of two commits that add one to the same number one meets a conflict.
      ...(settings.maxSessionsPerNumber === undefined ? [] : [put('number', read.value, read)]),
      ...earlier.map((tombstone) => put('participant', releaseParticipant(tombstone.value, now), tombstone)),
    ],
    release: () => {
      persons.release(key);
      const left = (added.get(number) ?? 1) - 1;
      if (left > 0) added.set(number, left);
      else added.delete(number);
    },
  };
}

function isClaimed({ underWay }: ClaimingPorts, person: Person, number: E164): boolean {
  return underWay.persons.include(claimKey(person, number));
}

function claimKey({ personKey }: Person, number: E164): string {
  return `${personKey} ${number}`;
}
