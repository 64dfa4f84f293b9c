import type { CountryCode } from './country.js';
import type { NumberType } from './proxy-number.js';

/**
 * How many numbers are to be available: a number, of each country and type; or by country, of all types together. 0: no alert. Countries
 * that are not named have none.
 */
export type PoolAlert = number | ReadonlyMap<CountryCode, number>;

interface Group {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly available: number;
}

/** What is watched: a country, or one type of its numbers. */
export interface Watched {
  readonly country: CountryCode;
  readonly type: NumberType | undefined;
  readonly available: number;
  readonly threshold: number;
}

/** How many numbers of a country are to be left over. */
export function thresholdOf(alert: PoolAlert, country: CountryCode): number {
  return typeof alert === 'number' ? alert : (alert.get(country) ?? 0);
}

/** Everything that is watched, with a country of which there are no numbers at all. */
export function watched(counts: readonly Group[], alert: PoolAlert): readonly Watched[] {
  if (typeof alert === 'number') {
    return alert === 0 ? [] : counts.map((count) => ({ ...kindOf(count), threshold: alert }));
  }
  return [...alert].flatMap(([country, threshold]) => {
    const available = availableIn(counts, country);
    return threshold === 0 ? [] : [{ country, type: undefined, available, threshold }];
  });
}

function kindOf({ country, type, available }: Group) {
  return { country, type, available };
}

function availableIn(counts: readonly Group[], country: CountryCode): number {
  return counts.filter((count) => count.country === country).reduce((sum, { available }) => sum + available, 0);
}

/**
 * The kinds of number of which fewer are available than the merchant wants to have.
 * @param counts of all kinds
 */
export function runningLow<T extends Group>(counts: readonly T[], alert: PoolAlert): readonly T[] {
  if (typeof alert === 'number') return counts.filter(({ available }) => available < alert);
  return counts.filter(({ country }) => availableIn(counts, country) < thresholdOf(alert, country));
}
