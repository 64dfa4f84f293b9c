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
