import { DEFAULT_ALLOWED_COUNTRIES, type CountryCode } from './country.js';
import type { Language } from './phrases.js';
import type { NumberType } from './proxy-number.js';
import type { E164 } from './phone-number.js';
import type { RoutingPolicy } from './routing.js';
import { DAY_MS, HOUR_MS } from './time.js';
import type { Cooling } from './participant.js';
import type { CallLimits } from './session.js';

/** How this merchant wants ProxyCall to behave. */
export interface Settings extends Cooling, CallLimits {
  readonly language: Language;
  readonly policy: RoutingPolicy;
  /** The country of a client's number when neither their residency nor their real phone says one. */
  readonly defaultCountry: CountryCode;
  readonly numberType: NumberType;
  /** How many numbers to buy when the pool is empty. */
  readonly topUpSize: number;
  /** How long a number is quarantined before someone else may get it. */
  readonly quarantineMs: number;
  /** How long interactions, and the history of sessions, are kept. */
  readonly retentionMs: number;
  /** How long a paired session lasts when its order does not say. */
  readonly sessionMs: number;
  /** The most participants, live or cooling, on one shared number; no limit when absent. */
  readonly maxSessionsPerNumber: number | undefined;
  /** 4 to 8. */
  readonly codeDigits: number;
  /** What replaces our announcement to callers of shared numbers who cannot be connected. */
  readonly fallback: Fallback | undefined;
  /** Whether a caller who gave the order's code is told the client's masked name. */
  readonly sayName: boolean;
  /** Whether the callee is told what the call is about before the two are connected. */
  readonly whisper: boolean;
  /** Monthly prices of numbers, all in one currency. */
  readonly numberPrices: readonly NumberPrice[];
  /** An alert is raised when fewer numbers than this are available; 0 for no alert. */
  readonly poolAlert: number;
}

export interface NumberPrice {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly monthly: number;
}

/** A phone to dial, or a sentence to say. */
export type Fallback =
  { readonly kind: 'phone'; readonly number: E164 } | { readonly kind: 'message'; readonly text: string };

/** How many numbers are bought by one request, at most. */
export const LARGEST_PURCHASE = 100;

export const DEFAULT_SETTINGS: Settings = {
  language: 'fr',
  policy: { allowedCountries: new Set(DEFAULT_ALLOWED_COUNTRIES), withheldCallers: 'refuse' },
  defaultCountry: 'FR',
  numberType: 'mobile',
  topUpSize: 3,
  quarantineMs: 7 * DAY_MS,
  retentionMs: 90 * DAY_MS,
  sessionMs: 3 * DAY_MS,
  hardCoolingMs: 2 * HOUR_MS,
  softCoolingMs: 7 * DAY_MS,
  maxSessionsPerNumber: undefined,
  codeDigits: 6,
  fallback: undefined,
  sayName: false,
  whisper: false,
  numberPrices: [],
  poolAlert: 1,
};
