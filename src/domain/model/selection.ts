import { endOf, isParty, phaseOf, type Cooling, type Leg, type PartyKeys } from './leg.js';
import type { E164 } from './phone-number.js';
import { NUMBER_TYPES, isFree, type NumberType, type ProxyNumber } from './proxy-number.js';

/** What kinds of number to try, best first. Where no `national` number is sold, a `local` one is the nearest thing. */
export function typesToTry(preferred: NumberType): readonly NumberType[] {
  const order: readonly NumberType[] =
    preferred === 'national' ? ['national', 'local', ...NUMBER_TYPES] : [preferred, ...NUMBER_TYPES];
  return [...new Set(order)];
}

/**
 * Picks one of the numbers that are free and can carry a call. At random, so that parallel requests rarely meet.
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

/** Which shared numbers a party may get, each list better than the next. */
export interface SharedChoices {
  /** The one that the party knew for this very counterpart. */
  readonly sticky: readonly E164[];
  /** Those that the party uses in no other session, live or cooling. */
  readonly unused: readonly E164[];
  /** Those whose tombstone for this party is in its softer time, the coolest first. */
  readonly cooling: readonly E164[];
}

/**
 * A number may carry any number of sessions, but only one of each party: that is how a caller is known. So what a
 * party may get depends on their own legs and nobody else's.
 * @param shared the shared numbers of the country
 * @param preferred of the unused ones, only those of this type, or of the next best there is
 * @param legs the party's legs that are not released
 */
export function sharedChoices(
  shared: readonly ProxyNumber[],
  preferred: NumberType,
  legs: readonly Leg[],
  counterpart: PartyKeys,
  now: number,
  cooling: Cooling,
): SharedChoices {
  const phases = new Map(legs.map((leg) => [leg.number, phaseOf(leg, now, cooling)]));
  // Whoever calls late on it reaches the same person as before: no tombstone is needed.
  const sticky = legs
    .filter((leg) => phases.get(leg.number) !== 'live' && !leg.isGuest && isParty(leg.counterpart, counterpart))
    .sort((a, b) => b.openedAt - a.openedAt)
    .map(({ number }) => number);
  const soft = legs.filter(({ number }) => phases.get(number) === 'soft').sort((a, b) => endOf(a) - endOf(b));
  const usable = shared.filter(({ capabilities }) => capabilities.voice);
  const known = new Set(usable.map(({ number }) => number));
  const isShared = (number: E164) => known.has(number);
  const unused = usable.filter(({ number }) => (phases.get(number) ?? 'over') === 'over');
  const best = typesToTry(preferred).find((type) => unused.some((number) => number.type === type));
  return {
    sticky: sticky.filter(isShared),
    unused: unused.filter(({ type }) => type === best).map(({ number }) => number),
    cooling: soft.map(({ number }) => number).filter(isShared),
  };
}

/** So many numbers are compared: the better of a few at random is all but as even as the best of all, and cheaper. */
export const COMPARED = 4;

/** Some of them at random, for their loads to be looked up. */
export function sample(numbers: readonly E164[], count: number, random: () => number): readonly E164[] {
  const rest = [...numbers];
  const chosen: E164[] = [];
  while (chosen.length < count && rest.length > 0) {
    chosen.push(...rest.splice(Math.floor(random() * rest.length), 1));
  }
  return chosen;
}

/** The one with the fewest legs on it that may take one more. */
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
