import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';
import { withoutInvisible } from './characters.js';
import type { CountryCode } from './country.js';
import type { E164 } from './phone-number.js';

/** Longer texts are no number, however they are written. */
const LONGEST = 100;

/** What a spreadsheet puts before digits that are text, and what phones put before numbers that can be tapped. */
const BEFORE = /^(?:'|tel:)/iu;

/**
 * All numbers that a text as people write it may be: `+33 6 39 98 12 34`, `0033…`, `33…`, `+33 (0)6.39.98.12.34`, `06 39 98 12 34`.
 * None of them need exist: whoever asks looks which of them is on record.
 * @param countries whose national numbers the text may be
 */
export function possibleNumbers(text: string, countries: readonly CountryCode[]): readonly E164[] {
  if (text.length > LONGEST) return [];
  const written = withoutInvisible(text.normalize('NFKC')).trim().replace(BEFORE, '').trim();
  const international = written.startsWith('+') ? written : `+${written.replace(/^00/, '')}`;
  const isExplicit = written.startsWith('+') || written.startsWith('00');
  const readings = [
    parsePhoneNumberFromString(international, { extract: false }),
    ...(isExplicit ? [] : countries.map((country) => read(written, country))),
  ];
  return [...new Set(readings.flatMap((parsed) => (isWhole(parsed) ? [parsed.number as E164] : [])))];
}

/** A number with an extension is another one than without it. */
function isWhole(parsed: PhoneNumber | undefined): parsed is PhoneNumber {
  return parsed !== undefined && (parsed.ext ?? '') === '';
}

function read(text: string, defaultCountry: CountryCode) {
  return parsePhoneNumberFromString(text, { defaultCountry, extract: false });
}
