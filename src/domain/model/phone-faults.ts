import type { CountryCode } from './country.js';

/**
 * Why a text is no phone number: it has separators, no country code, an impossible length; or is digits alone that are a national
 * number (`national`), or may be several numbers (`ambiguous`).
 */
export type PhoneNumberFault = 'separators' | 'not_international' | 'not_possible' | 'national' | 'ambiguous';

/** What to tell the person who typed it. For what is in braces see `faultWords`. */
export const PHONE_NUMBER_FAULTS = {
  separators: 'write the digits without spaces, dots, dashes or brackets, for example +33199001234',
  not_international: 'write the number with its country code, for example +33199001234 or 0033199001234',
  not_possible: 'this is not a possible phone number: check its country code and its length',
  national: 'these digits look like a national number of {country}: write it with {code}',
  ambiguous: 'these digits alone can be read as {readings}: write the one that is meant, with its +',
} as const satisfies Readonly<Record<PhoneNumberFault, string>>;

/** One way to read digits without `+`: the calling code, with `+`, and how the number goes on, to tell the readings apart. */
export interface PhoneReading {
  readonly country: CountryCode | undefined;
  readonly code: string;
  /** The first three digits after the calling code. */
  readonly begins: string;
}

/** Why a text could not be read as a phone number. */
export type UnreadPhoneNumber =
  | { readonly ok: false; readonly fault: Exclude<PhoneNumberFault, 'national' | 'ambiguous'> }
  | { readonly ok: false; readonly fault: 'national' | 'ambiguous'; readonly readings: readonly PhoneReading[] };

/**
 * What stands in the braces of a fault, in no language and without the number. `readings`: `+33 465… (FR) / +46 571… (SE)`. The digits
 * after the code show whether they are all those that were typed, or whether the code is among these.
 */
export function faultWords(parsed: UnreadPhoneNumber): Readonly<Record<'country' | 'code' | 'readings', string>> {
  const all = 'readings' in parsed ? parsed.readings : [];
  const readings = all.map(({ country, code, begins }) => `${code} ${begins}… (${country ?? '?'})`).join(' / ');
  return { country: all[0]?.country ?? '?', code: all[0]?.code ?? '+', readings };
}

/** What to tell, in English, the person who typed a text that is no phone number. Does not contain the text. */
export function describePhoneFault(parsed: UnreadPhoneNumber): string {
  const words: Readonly<Record<string, string>> = faultWords(parsed);
  return PHONE_NUMBER_FAULTS[parsed.fault].replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
}
