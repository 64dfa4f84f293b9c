import {
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
  type PhoneNumberType as PlanKind,
} from 'libphonenumber-js/max';
import { isAllowedBy, isAtHome, type CountryCode } from './country.js';
import { countryOf, numberingFacts, type E164 } from './phone-number.js';
import { remember } from './remember.js';
import { isAmongSubscribers } from './unknown-ranges.js';

// One rule for every call and text that leaves at the shop's cost. A caller ID is easily forged, and numbers that earn money for
// their owner when they are called are what such forgeries are for.

/** Which countries are called. */
export interface DiallingTerms {
  readonly policy: {
    readonly allowedCountries: ReadonlySet<CountryCode>;
    /** Undefined: the allowed countries, the client's own and `defaultCountry`. */
    readonly dialledCountries?: ReadonlySet<CountryCode> | undefined;
  };
  /** The merchant's. */
  readonly defaultCountry: CountryCode;
}

/** The countries of the client whose call or text it is: of residence, and of their phone. */
export interface ClientCountries {
  readonly homeCountry: CountryCode | undefined;
  readonly phone?: E164 | undefined;
}

/** Why a number is not dialled: it is of a kind that never is, or of a country that is not. */
export type DiallingFault = 'not_dialable' | 'country_not_dialled';

/** What to tell the person who typed the number. */
export const DIALLING_FAULTS = {
  not_dialable:
    'premium-rate, shared-cost and personal numbers, satellite phones and international networks are never dialled',
  country_not_dialled:
    'numbers of this country are not dialled: see PROXYCALL_DIALLED_COUNTRIES and PROXYCALL_ALLOWED_COUNTRIES',
} as const satisfies Readonly<Record<DiallingFault, string>>;

/**
 * Why a number may not be dialled or texted at the shop's cost; undefined when it may.
 * @param client absent where there is none: a fallback phone, an unknown sender
 */
export function diallingFault(
  number: E164,
  { policy, defaultCountry }: DiallingTerms,
  client?: ClientCountries,
): DiallingFault | undefined {
  if (!isDialable(number)) return 'not_dialable';
  const { allowedCountries, dialledCountries } = policy;
  const country = countryOf(number);
  if (country === undefined) return 'country_not_dialled';
  const isDialled =
    dialledCountries !== undefined
      ? isAllowedBy(dialledCountries, country)
      : isAllowedBy(allowedCountries, country) || isAtHome(defaultCountry, country) || isCountryOf(client, country);
  return isDialled ? undefined : 'country_not_dialled';
}

/** Whether it is a country of this client, or one of its dependencies. */
export function isCountryOf(client: ClientCountries | undefined, country: CountryCode): boolean {
  if (client === undefined) return false;
  if (isAtHome(client.homeCountry, country)) return true;
  return client.phone !== undefined && isAtHome(countryOf(client.phone), country);
}

/** Kinds that cost more than a call to a subscriber, or reach nobody. */
const NEVER_DIALLED: ReadonlySet<PlanKind | undefined> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  'PERSONAL_NUMBER',
  'PAGER',
  'VOICEMAIL',
] as const satisfies readonly PlanKind[]);

/**
 * Under UAN libphonenumber counts numbers of whole companies at the price of a geographic one, which these show as their caller ID,
 * and special-rate numbers (Finland 0606, Portugal 707, Netherlands 084). The former, by the regulators: 44 30, 33, 34 and 37 (Ofcom),
 * 31 88 (ACM), 41 51 and 58 (OFCOM), 33 806 to 809 (ARCEP), 353 818 (ComReg), 46 10 (PTS), 40 37 (ANCOM), 358 29 (Traficom), 34 51 (CNMC).
 */
const COMPANIES = /^\+(?:443[0347]|3188|415[18]|3380[6-9]|353818|4610|4037|35829|3451)/;

/**
 * Country codes without a country: 800 and 808 (international freephone and shared cost), 870 to 879 (Inmarsat, maritime, 878
 * personal numbers), 881 (satellite), 882 and 883 (international networks), 888 and 991 (trials, relief), 979 (international
 * premium rate). Source: ITU, List of Recommendation E.164 assigned country codes, https://www.itu.int/pub/T-SP-E.164D.
 */
const GLOBAL_CODES = '8(?:0[08]|7\\d|8[1238])|979|991';

/**
 * Ranges within country codes that libphonenumber counts as ordinary, or does not know. 1 700 and 1 710 (carriers, government), 1 6xx
 * with equal digits (Canadian non-geographic, among them satellite) and pay-per-call under 976 in any area: the North American
 * Numbering Plan Administrator, https://www.nanpa.com/numbering. 44 76 (British pagers, except 7624, mobiles of the Isle of Man):
 * Ofcom, National Telephone Numbering Plan. 61 14 (Australian satellite): ACMA, Telecommunications Numbering Plan. 36 40 (Hungarian
 * shared cost): NMHH, numbering plan. 43 710 and 718 (Austrian online services): RTR, KEM-V.
 */
const NATIONAL_RANGES = '1(?:7[01]0|600|6([2-8])\\1|\\d{3}976)|4476(?!24)|6114|3640|4371[08]';

const NEVER_DIALLED_RANGES = new RegExp(`^\\+(?:${GLOBAL_CODES}|${NATIONAL_RANGES})`);

/**
 * Whether a number is of a kind that may be dialled, in whatever country. One that is longer than the metadata knows may be: numbering
 * plans grow. One that is too short is a number of a service, or of nobody.
 */
export const isDialable: (number: E164) => boolean = remember((number: E164) => {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined || NEVER_DIALLED_RANGES.test(number)) return false;
  if (validatePhoneNumberLength(number) === 'TOO_SHORT') return false;
  const { kind } = numberingFacts(number);
  if (kind === 'UAN') return COMPANIES.test(number);
  return kind === undefined ? isAmongSubscribers(parsed) : !NEVER_DIALLED.has(kind);
});
