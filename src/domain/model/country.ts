import { isSupportedCountry, type CountryCode } from 'libphonenumber-js/max';

export type { CountryCode };

/**
 * Reads an ISO 3166-1 alpha-2 code in any case, with or without spaces around it. Undefined when libphonenumber has no
 * numbering plan for it.
 */
export function parseCountry(input: string): CountryCode | undefined {
  const code = input.trim().toUpperCase();
  return isSupportedCountry(code) ? code : undefined;
}

/**
 * Countries whose numbers may call a client by default: the European Union, the rest of the EEA, Switzerland,
 * Åland, France's outermost regions (which share calling codes or tariffs with it) and the microstates next door.
 */
export const DEFAULT_ALLOWED_COUNTRIES: readonly CountryCode[] = [
  ...(['AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'GR', 'HU', 'IE'] as const),
  ...(['IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'PL', 'PT', 'RO', 'SK', 'SI', 'ES', 'SE'] as const),
  ...(['IS', 'LI', 'NO', 'CH'] as const),
  ...(['AX', 'GP', 'MQ', 'GF', 'RE', 'YT', 'MF', 'BL'] as const),
  ...(['MC', 'SM', 'VA', 'AD'] as const),
];

/**
 * The country whose calling code a dependency or territory shares, by which it is numbered. Each of them has an ISO 3166 code of its
 * own, and its phones are foreign ones to libphonenumber, but not to the people who live there.
 *
 * Sources: the countries of each calling code are libphonenumber's (it lists the main one first); which of them is independent is
 * in ISO 3166-1. So these share a calling code, and are not here: Vatican City (39), Kazakhstan (7), Curaçao and Bonaire (599), and in
 * the North American plan (1) all but the territories of the United States.
 */
const MAIN_COUNTRIES: Readonly<Partial<Record<CountryCode, CountryCode>>> = {
  ...({ GG: 'GB', IM: 'GB', JE: 'GB' } as const),
  ...({ AX: 'FI', SJ: 'NO', CC: 'AU', CX: 'AU', EH: 'MA', TA: 'SH' } as const),
  // French, under calling codes of their own: 590 and 262.
  ...({ BL: 'GP', MF: 'GP', YT: 'RE' } as const),
  ...({ AS: 'US', GU: 'US', MP: 'US', PR: 'US', VI: 'US' } as const),
};

function mainCountryOf(country: CountryCode): CountryCode {
  return MAIN_COUNTRIES[country] ?? country;
}

/** Whether phones of a country may call where these are allowed: a country stands for its dependencies, and not they for it. */
export function isAllowedBy(allowed: ReadonlySet<CountryCode>, country: CountryCode): boolean {
  return allowed.has(country) || allowed.has(mainCountryOf(country));
}

/** Whether phones of a country are at home in another: a country and its dependencies are at home in each other. */
export function isAtHome(home: CountryCode | undefined, country: CountryCode): boolean {
  return home !== undefined && mainCountryOf(home) === mainCountryOf(country);
}
