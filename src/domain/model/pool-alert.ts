import type { CountryCode } from './country.js';
import { NUMBER_TYPES, type NumberType } from './proxy-number.js';

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
  /**
   * Whether the pool has such numbers, whatever their status. `absent`: it never had, or the default country has none at all. `gone`: it had
   * numbers of this type, and has none any more.
   */
  readonly presence: 'present' | 'absent' | 'gone';
}

/** By what is watched. A client gets a number of the default country, and of this type where there are any. */
export interface AlertSettings {
  readonly poolAlert: PoolAlert;
  readonly defaultCountry: CountryCode;
  readonly numberType: NumberType;
}

/** How many numbers of a country are to be left over. */
export function thresholdOf(alert: PoolAlert, country: CountryCode): number {
  return typeof alert === 'number' ? alert : (alert.get(country) ?? 0);
}

/** `FR` or `FR mobile` */
export function alertKey({ country, type }: Pick<Watched, 'country' | 'type'>): string {
  return type === undefined ? country : `${country} ${type}`;
}

/** Undefined when it is none. */
export function parseAlertKey(key: string): Pick<Watched, 'country' | 'type'> | undefined {
  const [country = '', word, ...more] = key.split(' ');
  const type = NUMBER_TYPES.find((each) => each === word);
  if (!/^[A-Z]{2}$/.test(country) || (word !== undefined && type === undefined) || more.length > 0) return undefined;
  return { country: country as CountryCode, type };
}

/**
 * The kinds with those that are to be there and are not: of each country that is named, or else of the default country, when it has no
 * number at all.
 */
export function withAbsent<T extends Group>(
  counts: readonly T[],
  { poolAlert, defaultCountry, numberType }: AlertSettings,
): readonly (T | Group)[] {
  const countries = typeof poolAlert === 'number' ? [defaultCountry] : [...poolAlert.keys()];
  const absent = countries.filter(
    (country) => thresholdOf(poolAlert, country) > 0 && !counts.some((count) => count.country === country),
  );
  return [...counts, ...absent.map((country) => ({ country, type: numberType, available: 0 }))];
}

/**
 * Everything that is watched.
 * @param counts of all kinds of which the pool has numbers
 * @param known by `alertKey`: what the pool had, or the shop was told of. With one threshold for all, it is watched when it is gone, too
 */
export function watched(
  counts: readonly Group[],
  settings: AlertSettings,
  known: { readonly had: readonly string[]; readonly told: readonly string[] },
): readonly Watched[] {
  const { poolAlert } = settings;
  if (typeof poolAlert !== 'number') {
    return [...poolAlert].flatMap(([country, threshold]) => {
      const available = availableIn(counts, country);
      return threshold === 0 ? [] : [{ country, type: undefined, available, threshold, presence: 'present' }];
    });
  }
  if (poolAlert === 0) return [];
  const present = withAbsent(counts, settings).map(({ country, type, available }) => ({ country, type, available }));
  const keys = new Set(present.map(alertKey));
  const missing = [...new Set([...known.had, ...known.told])]
    .sort()
    .filter((key) => !keys.has(key))
    .flatMap(readKind);
  return [
    ...present.map((kind, index): Watched => {
      return { ...kind, threshold: poolAlert, presence: index < counts.length ? 'present' : 'absent' };
    }),
    ...missing.map(({ country, type }): Watched => {
      const kind = { country, type, threshold: poolAlert };
      const isUsual = country === settings.defaultCountry && type === settings.numberType;
      // There never was any, and other types of the default country were bought instead: they serve as well.
      if (isUsual && !known.had.includes(alertKey(kind))) {
        return { ...kind, available: availableIn(counts, country), presence: 'absent' };
      }
      return { ...kind, available: 0, presence: 'gone' };
    }),
  ];
}

function readKind(key: string): readonly { readonly country: CountryCode; readonly type: NumberType }[] {
  const { country, type } = parseAlertKey(key) ?? {};
  return country === undefined || type === undefined ? [] : [{ country, type }];
}

function availableIn(counts: readonly Group[], country: CountryCode): number {
  return counts.filter((count) => count.country === country).reduce((sum, { available }) => sum + available, 0);
}

/**
 * The kinds of number of which fewer are available than the merchant wants to have.
 * @param counts of all kinds, see `withAbsent`
 */
export function runningLow<T extends Group>(counts: readonly T[], alert: PoolAlert): readonly T[] {
  if (typeof alert === 'number') return counts.filter(({ available }) => available < alert);
  return counts.filter(({ country }) => availableIn(counts, country) < thresholdOf(alert, country));
}

/** From how many on there are clearly enough: a fifth more than the threshold, and at least one, so that the next order changes nothing. */
export function clearLevel(threshold: number): number {
  return threshold + Math.max(1, Math.ceil(threshold / 5));
}
