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
