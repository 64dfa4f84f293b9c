import { endOf, phaseOf, type Cooling, type Participant } from './participant.js';
import type { PersonKey } from './person.js';
import type { E164 } from './phone-number.js';
import { NUMBER_TYPES, isFree, type NumberType, type ProxyNumber } from './proxy-number.js';

/** The types that serve as well as this one, best first. Where no `national` numbers are sold, `local` ones come closest. */
export function equivalentTypes(type: NumberType): readonly NumberType[] {
  return type === 'national' ? ['national', 'local'] : [type];
}

/** All types of number in the order in which to try them. */
export function typesToTry(preferred: NumberType): readonly NumberType[] {
  return [...new Set([...equivalentTypes(preferred), ...NUMBER_TYPES])];
}

/**
 * Picks a free number that can carry a call. At random, so that parallel requests rarely pick the same one.
 * @param random a number in [0, 1)
 */
export function chooseNumber<T extends { readonly value: ProxyNumber }>(
  candidates: readonly T[],
  now: number,
  random: number,
): T | undefined {
  const usable = candidates.filter(({ value }) => value.capabilities.voice && isFree(value, now));
  return usable[Math.floor(random * usable.length)];
}

/** Which shared numbers a person may get, each list better than the next. */
export interface SharedChoices {
  /** Those that the person knew for this very contact, the latest first. */
  readonly sticky: readonly E164[];
  /** Those on which the person has no participant, live or cooling. */
  readonly unused: readonly E164[];
  /** Those on which the person's tombstone is in its soft cooling, the oldest first. */
  readonly cooling: readonly E164[];
}

/**
 * A number may carry any number of sessions, but only one of each person: that is how a caller is recognised. So what a
 * person may get depends on their own participants and nobody else's.
 * @param shared the shared numbers of the country
 * @param preferred the type of the unused ones; the next best type when there are none
 * @param own the person's participants that are not released
 */
export function sharedChoices(
  shared: readonly ProxyNumber[],
  preferred: NumberType,
  own: readonly Participant[],
  contactKey: PersonKey,
  now: number,
  cooling: Cooling,
): SharedChoices {
  const phases = new Map(own.map((participant) => [participant.proxyNumber, phaseOf(participant, now, cooling)]));
  // A late call on it reaches the same person as before: no tombstone is needed.
  const sticky = own
    .filter(({ proxyNumber }) => phases.get(proxyNumber) !== 'live')
    .filter((participant) => participant.admittedBy === 'order' && participant.contactKey === contactKey)
    .sort((a, b) => b.openedAt - a.openedAt)
    .map(({ proxyNumber }) => proxyNumber);
  const soft = own
    .filter(({ proxyNumber }) => phases.get(proxyNumber) === 'soft')
    .sort((a, b) => endOf(a) - endOf(b))
    .map(({ proxyNumber }) => proxyNumber);
  const usable = shared.filter(({ capabilities }) => capabilities.voice);
  const known = new Set(usable.map(({ number }) => number));
  const isShared = (number: E164) => known.has(number);
  const unused = usable.filter(({ number }) => (phases.get(number) ?? 'over') === 'over');
  const best = typesToTry(preferred).find((type) => unused.some((number) => number.type === type));
  return {
    sticky: sticky.filter(isShared),
    unused: unused.filter(({ type }) => type === best).map(({ number }) => number),
    cooling: soft.filter(isShared),
  };
}

/**
 * How many numbers are compared: the least loaded of a few chosen at random spreads the load nearly as evenly as the least
 * loaded of all, and costs less.
 */
export const COMPARED = 4;

/**
 * From how many participants on numbers count as equally loaded: a choice at random spreads so many evenly by itself, and counting all
 * of them would make an order take longer the more sessions are live.
 */
export const COUNTED = 100;

/** Some of them, chosen at random. */
export function sample(numbers: readonly E164[], count: number, random: () => number): readonly E164[] {
  const rest = [...numbers];
  const chosen: E164[] = [];
  while (chosen.length < count && rest.length > 0) {
    chosen.push(...rest.splice(Math.floor(random() * rest.length), 1));
  }
  return chosen;
}

/** The number with the fewest participants, among those that may take one more. */
export function leastLoaded(
  numbers: readonly E164[],
  loads: ReadonlyMap<E164, number>,
  maxSessionsPerNumber = Infinity,
): E164 | undefined {
  const load = (number: E164) => loads.get(number) ?? 0;
  return numbers
    .filter((number) => load(number) < maxSessionsPerNumber)
    .reduce<E164 | undefined>(
      (best, number) => (best === undefined || load(number) < load(best) ? number : best),
      undefined,
    );
}
