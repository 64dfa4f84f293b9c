import { DEFAULT_ALLOWED_COUNTRIES, type CountryCode } from './country.js';
import type { Language } from './phrases.js';
import type { NumberType } from './proxy-number.js';
import type { RoutingPolicy } from './routing.js';

/** How this merchant wants ProxyCall to behave. */
export interface Settings {
  readonly language: Language;
  readonly policy: RoutingPolicy;
  /** Where a client gets a number when neither residency nor real phone tells a country. */
  readonly defaultCountry: CountryCode;
  readonly numberType: NumberType;
  /** How many numbers to buy when the pool is empty. */
  readonly topUpSize: number;
  /** How long a number cools off before someone else may get it. */
  readonly quarantineMs: number;
  /** How long interactions are kept. */
  readonly retentionMs: number;
}

/** So many numbers are bought in one go, at most. */
export const LARGEST_PURCHASE = 100;

export const DAY_MS = 86_400_000;

export const DEFAULT_SETTINGS: Settings = {
  language: 'fr',
  policy: { allowedCountries: new Set(DEFAULT_ALLOWED_COUNTRIES), withheldCallers: 'refuse' },
  defaultCountry: 'FR',
  numberType: 'mobile',
  topUpSize: 3,
  quarantineMs: 7 * DAY_MS,
  retentionMs: 90 * DAY_MS,
};
