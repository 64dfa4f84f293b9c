import { parseIncompletePhoneNumber, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import { withoutInvisible } from './characters.js';
import type { CountryCode } from './country.js';
import { isInUse, parsePhoneNumber, readingOf, type E164, type UnreadPhoneNumber } from './phone-number.js';

/** A phone as somebody has written it down, or what is wrong with it. `letters`: it has more than digits and separators. */
export type WrittenPhone =
  { readonly ok: true; readonly number: E164 } | UnreadPhoneNumber | { readonly ok: false; readonly fault: 'letters' };

/** What people put between the digits: spaces of any kind, dots, dashes, slashes, brackets. */
const SEPARATORS = /[\s\u0085.\p{Pd}\u2212/()[\]\u00b7\u2022\u2027\u2219]/gu;
const DIGITS = /^[+\uff0b]?\p{Nd}+$/u;
/** As in +33 (0)6 …: dialled at home only. */
const TRUNK_IN_BRACKETS = /\(\s*0\s*\)/;

/**
 * Reads a phone as people write it: `+33 (0)6 39 98 12 34`, `06.39.98.12.34`, `(202) 555-0123`. Not for programs, which say which country
 * they mean. Digits alone are read as `parsePhoneNumber` does.
 * @param countries whose national numbers it may be. The first one in which it is valid counts
 */
export function readWrittenPhone(input: string, countries: readonly CountryCode[]): WrittenPhone {
  const { digits, isInternational, isNational } = formOf(input);
  if (!DIGITS.test(digits)) return { ok: false, fault: 'letters' };
  if (isInternational) return readInternational(input, digits);
  if (!isNational) return parsePhoneNumber(digits, countries);
  return readNational(input, digits, countries);
}

/** Whether it depends on a country which number is meant. */
export function isWrittenNationally(input: string): boolean {
  const { digits, isNational } = formOf(input);
  return isNational && DIGITS.test(digits);
}

function formOf(input: string) {
  const text = withoutInvisible(input).trim();
  const compact = text.replace(SEPARATORS, '');
  const digits = DIGITS.test(compact) ? parseIncompletePhoneNumber(compact) : compact;
  const isInternational = digits.startsWith('+') || digits.startsWith('00');
  const isNational = !isInternational && (digits.startsWith('0') || compact !== text);
  return { digits, isInternational, isNational };
}

/** Of a 0 in brackets, libphonenumber knows in most countries what it means. */
function readInternational(input: string, digits: string): WrittenPhone {
  const withTrunk = parsePhoneNumber(digits);
  if (!TRUNK_IN_BRACKETS.test(withoutInvisible(input))) return withTrunk;
  const without = readWrittenPhone(input.replace(TRUNK_IN_BRACKETS, ' '), []);
  const read = [withTrunk, without].filter((one) => one.ok);
  const parsed = read.flatMap(({ number }) => parsePhoneNumberFromString(number) ?? []);
  const valid = parsed.filter(isInUse);
  return choose(valid.length > 0 ? valid : parsed.slice(0, 1)) ?? withTrunk;
}

function readNational(input: string, digits: string, countries: readonly CountryCode[]): WrittenPhone {
  const national = countries.flatMap((country) => parsePhoneNumberFromString(digits, country) ?? []);
  const valid = national.find(isInUse);
  const international = digits.startsWith('0') ? undefined : parsePhoneNumberFromString(`+${digits}`);
  if (international !== undefined && isInUse(international)) {
    if (valid === undefined) return { ok: true, number: international.number as E164 };
    // 46 46 123 45 is more than its digits: somebody has written the code of Sweden apart.
    if (firstGroup(input) === international.countryCallingCode) return choose([valid, international]) ?? notPossible;
  }
  // Numbering plans change: where the number is known by none, it must have a possible length.
  const chosen = valid ?? national.find((parsed) => parsed.isPossible());
  if (chosen !== undefined) return { ok: true, number: chosen.number as E164 };
  return countries.length === 0 ? { ok: false, fault: 'not_international' } : notPossible;
}

const notPossible = { ok: false, fault: 'not_possible' } as const;

/** The one number that all of them are. */
function choose(read: readonly PhoneNumber[]): WrittenPhone | undefined {
  const [one, ...others] = read;
  if (one === undefined) return undefined;
  if (others.every(({ number }) => number === one.number)) return { ok: true, number: one.number as E164 };
  return { ok: false, fault: 'ambiguous', readings: read.map(readingOf) };
}

function firstGroup(input: string): string | undefined {
  return /\p{Nd}+/u.exec(withoutInvisible(input))?.[0];
}

/** To show what was understood: `+33 6 39 98 12 34`, and the country where it is known. */
export function describeNumber(number: E164): { readonly spaced: string; readonly country: CountryCode | undefined } {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) return { spaced: number, country: undefined };
  return { spaced: parsed.formatInternational(), country: readingOf(parsed).country };
}
