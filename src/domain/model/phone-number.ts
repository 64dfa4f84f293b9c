import {
  Metadata,
  parseIncompletePhoneNumber,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
  type PhoneNumberType as PlanKind,
} from 'libphonenumber-js/max';
import { withoutInvisible } from './characters.js';
import { ProxyCallError } from './errors.js';
import { remember } from './remember.js';

declare const e164: unique symbol;
/**
 * A phone number in ITU-T E.164 form, with `+`: `+33639981234`. A branded string: `phoneNumber` and `parsePhoneNumber` make one
 * of a text.
 */
export type E164 = string & { readonly [e164]: true };

/**
 * Why a text is no phone number: it has separators, no country code, an impossible length, or is digits alone that are a national
 * number too (`ambiguous`).
 */
export type PhoneNumberFault = 'separators' | 'not_international' | 'not_possible' | 'ambiguous';

/** What to tell the person who typed it. `{readings}`: see `readingsOf`. */
export const PHONE_NUMBER_FAULTS = {
  separators: 'write the digits without spaces, dots, dashes or brackets, for example +33199001234',
  not_international: 'write the number with its country code, for example +33199001234, 0033199001234 or 33199001234',
  not_possible: 'this is not a possible phone number: check its country code and its length',
  ambiguous: 'these digits alone can be read as {readings}: write the one that is meant with + and its country code',
} as const satisfies Readonly<Record<PhoneNumberFault, string>>;

/** One way to read digits without `+`. `begins`: how the number begins then, enough to tell the readings apart: `+33`. */
export interface PhoneReading {
  readonly country: CountryCode | undefined;
  readonly begins: string;
}

/** Why a text could not be read as a phone number. */
export type UnreadPhoneNumber =
  | { readonly ok: false; readonly fault: Exclude<PhoneNumberFault, 'ambiguous'> }
  | { readonly ok: false; readonly fault: 'ambiguous'; readonly readings: readonly PhoneReading[] };

/** A phone number, or what is wrong with the text. */
export type ParsedPhoneNumber = { readonly ok: true; readonly number: E164 } | UnreadPhoneNumber;

/**
 * Reads a phone number: `+33…`, `0033…` or international digits alone, `33…`. Separators are refused, invisible characters are
 * dropped. With `+` or `00` a number is accepted when its length is possible according to libphonenumber, so that ranges newer than the
 * metadata are accepted too. Digits alone may have lost a 0 or a `+` in a spreadsheet: they must be a valid international number,
 * and no valid national number of one of the given countries.
 * @param countries whose national numbers the text may be: the residency of the person, and the country of the installation
 *
 * @example
 * ```ts
 * import { parsePhoneNumber } from 'proxycall';
 *
 * console.log(parsePhoneNumber('0033639981234')); // { ok: true, number: '+33639981234' }
 * console.log(parsePhoneNumber('06 39 98 12 34')); // { ok: false, fault: 'separators' }
 * console.log(parsePhoneNumber('199001234', ['FR'])); // { ok: false, fault: 'ambiguous', readings: […] }
 * ```
 */
export function parsePhoneNumber(input: string, countries: readonly CountryCode[] = []): ParsedPhoneNumber {
  const text = withoutInvisible(input);
  const isExplicit = text.startsWith('+') || text.startsWith('00');
  const international = text.startsWith('+') ? text : `+${text.startsWith('00') ? text.slice(2) : text}`;
  if (parseIncompletePhoneNumber(international) !== international) return { ok: false, fault: 'separators' };
  const parsed = parsePhoneNumberFromString(international);
  if (!isExplicit && !text.startsWith('0')) {
    const national = nationalReadings(text, countries, parsed?.number);
    const readings = [...national, ...(parsed?.isPossible() === true ? [parsed] : [])].map(readingOf);
    if (national.length > 0) return { ok: false, fault: 'ambiguous', readings };
  }
  if (parsed === undefined) return { ok: false, fault: 'not_international' };
  if (!parsed.isPossible()) return { ok: false, fault: 'not_possible' };
  if (!isExplicit && !isInUse(parsed)) return { ok: false, fault: 'not_international' };
  return { ok: true, number: parsed.number as E164 };
}

/** The valid national numbers that the digits are, other than the number that they are as international digits. */
function nationalReadings(
  digits: string,
  countries: readonly CountryCode[],
  international: string | undefined,
): readonly PhoneNumber[] {
  const read = [...new Set(countries)].map((country) => parsePhoneNumberFromString(digits, country));
  return read.filter(
    (parsed) => parsed !== undefined && isInUse(parsed) && parsed.number !== international,
  ) as readonly PhoneNumber[];
}

/**
 * Mobile ranges that the regulators keep for fiction, of ARCEP (decision 2018-0881) and Ofcom. The metadata calls them possible only,
 * and every trial uses them.
 */
const FICTION: readonly string[] = ['+3363998', '+447700900'];

function isInUse(parsed: PhoneNumber): boolean {
  return parsed.isValid() || (parsed.isPossible() && FICTION.some((range) => parsed.number.startsWith(range)));
}

function readingOf(parsed: PhoneNumber, _index: number, all: readonly PhoneNumber[]): PhoneReading {
  const { countryCallingCode: code, nationalNumber } = parsed;
  const isAlone = all.filter(({ countryCallingCode }) => countryCallingCode === code).length === 1;
  const begins = `+${code}${isAlone ? '' : nationalNumber.slice(0, 2)}`;
  return { country: parsed.country ?? mainCountry(parsed), begins };
}

/** The readings of ambiguous digits, in no language and without the digits: `+33… (FR) / +46… (SE)`. */
export function readingsOf(parsed: UnreadPhoneNumber): string {
  const readings = parsed.fault === 'ambiguous' ? parsed.readings : [];
  return readings.map(({ country, begins }) => `${begins}… (${country ?? '?'})`).join(' / ');
}

/** What to tell, in English, the person who typed a text that is no phone number. Does not contain the text. */
export function describePhoneFault(parsed: UnreadPhoneNumber): string {
  return PHONE_NUMBER_FAULTS[parsed.fault].replace('{readings}', () => readingsOf(parsed));
}

/**
 * Reads a phone number as `parsePhoneNumber` does.
 * @throws ProxyCallError with code `invalid_request`; the message says what is wrong with the text
 */
export function phoneNumber(input: string, countries: readonly CountryCode[] = []): E164 {
  const parsed = parsePhoneNumber(input, countries);
  if (parsed.ok) return parsed.number;
  throw new ProxyCallError('invalid_request', `phone number: ${describePhoneFault(parsed)}`);
}

/** For parameters of a carrier: undefined when the text is not a number. */
export function toE164(input: string | undefined): E164 | undefined {
  return input?.startsWith('+') === true ? readCarrierNumber(input) : undefined;
}

// Both numbers of every call are needed several times: parsing one takes 10 µs, looking it up in the cache 0.1 µs.
const readCarrierNumber = remember((input: string) => {
  const parsed = parsePhoneNumber(input);
  return parsed.ok ? parsed.number : undefined;
});

/** ITU-T E.164: at most 15 digits. The shortest international numbers have 7. */
const E164_SHAPE = /^\+[1-9]\d{6,14}$/;

/**
 * The number that a network shows for a caller: undefined when the text does not have the shape of E.164. A number that the
 * metadata does not know is one nevertheless, as numbering plans change.
 * @param isCertain whether it was shown as an international number; otherwise it must have a possible length
 */
export function shownNumber(international: string, isCertain: boolean): E164 | undefined {
  return (isCertain ? readShownNumber : readPossibleNumber)(international);
}

const readPossibleNumber = remember((international: string): E164 | undefined => {
  const parsed = E164_SHAPE.test(international) ? parsePhoneNumberFromString(international) : undefined;
  return parsed?.isPossible() === true ? (parsed.number as E164) : undefined;
});

const readShownNumber = remember((international: string): E164 | undefined => {
  if (!E164_SHAPE.test(international)) return undefined;
  return readPossibleNumber(international) ?? (international as E164);
});

export interface NumberingFacts {
  /** libphonenumber's country when the number is valid, else the main country of its calling code, if it has one. */
  readonly country: CountryCode | undefined;
  /** Digits without `+`, for example `33`. */
  readonly callingCode: string;
  /** The kind of number, as libphonenumber calls it, where the numbering plan says. */
  readonly kind: PlanKind | undefined;
}

export const numberingFacts = remember(readFacts);

function readFacts(number: E164): NumberingFacts {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) return { country: undefined, callingCode: '', kind: undefined };
  return {
    country: parsed.isValid() ? parsed.country : mainCountry(parsed),
    callingCode: parsed.countryCallingCode,
    kind: kindOf(number, parsed),
  };
}

/**
 * Networks ignore what is dialled beyond a complete number: a number that is too long is of the kind of the number that it begins
 * with. Source: libphonenumber's FALSEHOODS.md, "An invalid number will not reach an endpoint".
 */
function kindOf(number: E164, parsed: PhoneNumber): PlanKind | undefined {
  if (parsed.isPossible()) return parsed.getType();
  for (let length = number.length - 1; length >= SHORTEST; length -= 1) {
    const kind = parsePhoneNumberFromString(number.slice(0, length))?.getType();
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** With `+`. */
const SHORTEST = 8;

/** libphonenumber lists the main country of a shared calling code first: US for 1, GB for 44, RE for 262. */
function mainCountry(parsed: PhoneNumber): CountryCode | undefined {
  return countriesByCallingCode[parsed.countryCallingCode]?.[0];
}

// The library keeps this table on every Metadata instance but does not declare it.
const countriesByCallingCode = (
  new Metadata() as unknown as {
    metadata: { country_calling_codes: Readonly<Record<string, readonly CountryCode[] | undefined>> };
  }
).metadata.country_calling_codes;

export function countryOf(number: E164): CountryCode | undefined {
  return numberingFacts(number).country;
}

/** Masks a phone number except its last four digits: `+****1234`. */
export function maskPhoneNumber(number: string): string {
  return `+****${number.slice(-4)}`;
}
