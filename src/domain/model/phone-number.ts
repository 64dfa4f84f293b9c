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
import { lineOf } from './line.js';
import { describePhoneFault, type PhoneReading, type UnreadPhoneNumber } from './phone-faults.js';
import { remember } from './remember.js';

declare const e164: unique symbol;
/**
 * A phone number in ITU-T E.164 form, with `+`: `+33639981234`. A branded string: `phoneNumber` and `parsePhoneNumber` make one
 * of a text.
 */
export type E164 = string & { readonly [e164]: true };

export {
  describePhoneFault,
  faultWords,
  PHONE_NUMBER_FAULTS,
  type PhoneNumberFault,
  type PhoneReading,
  type UnreadPhoneNumber,
} from './phone-faults.js';

/** A phone number, or what is wrong with the text. */
export type ParsedPhoneNumber = { readonly ok: true; readonly number: E164 } | UnreadPhoneNumber;

/**
 * Reads a phone number: `+33…`, `0033…` or international digits alone, `33…`. Separators are refused, invisible characters are
 * dropped. With `+` or `00` a number is accepted when its length is possible according to libphonenumber, so that ranges newer than the
 * metadata are accepted too, and so is every spelling of a line that has a possible one. Digits alone may have lost a 0 or a `+` in a spreadsheet: they must be a valid international number,
 * and no valid national number of one of the given countries.
 * @param countries whose national numbers the text may be: the residency of the person, and the country of the installation
 *
 * @example
 * ```ts
 * import { parsePhoneNumber } from 'proxycall';
 *
 * console.log(parsePhoneNumber('0033639981234')); // { ok: true, number: '+33639981234' }
 * console.log(parsePhoneNumber('06 39 98 12 34')); // { ok: false, fault: 'separators' }
 * console.log(parsePhoneNumber('199001234', ['FR'])); // { ok: false, fault: 'national', readings: […] }
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
    if (national.length > 0) return { ok: false, fault: readings.length === 1 ? 'national' : 'ambiguous', readings };
  }
  if (parsed === undefined) return { ok: false, fault: 'not_international' };
  const dialled = asDialled(parsed);
  // The library accepts German numbers of more digits than E.164 has.
  if (!dialled.isPossible() || parsed.number.length > LONGEST) return { ok: false, fault: 'not_possible' };
  if (!isExplicit && !isInUse(dialled)) return { ok: false, fault: 'not_international' };
  return { ok: true, number: parsed.number as E164 };
}

/** The number that the network dials. The metadata knows one spelling of a line, where networks and phone books use several. */
function asDialled(parsed: PhoneNumber): PhoneNumber {
  if (parsed.isPossible()) return parsed;
  const line = lineOf(parsed.number as E164);
  return line === (parsed.number as E164) ? parsed : (parsePhoneNumberFromString(line) ?? parsed);
}

/**
 * Whether a text is a number that somebody may have: one with `+` that is possible, or digits that are valid as an international number,
 * or as a national one of one of these countries.
 */
export function isNumberSomewhere(text: string, countries: readonly CountryCode[]): boolean {
  if (text.startsWith('+')) return parsePhoneNumberFromString(text)?.isPossible() === true;
  const international = parsePhoneNumberFromString(`+${text}`);
  if (international !== undefined && isInUse(international)) return true;
  return nationalReadings(text, countries, undefined).length > 0;
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
 * Mobile ranges of France and Great Britain that the regulators keep for fiction, so that nobody can have them: ARCEP, decision
 * 2018-0881; Ofcom, numbers for use in TV and radio drama. The metadata calls them possible, but not valid; other ranges for fiction,
 * as +33 1 99 00, it calls valid. They are judged as their neighbours are: the guides and every trial have phones of these ranges, and
 * in a spreadsheet such a phone loses its + as any other does.
 */
const FICTION: readonly string[] = ['+3363998', '+447700900'];

/** Whether somebody may have the number: it is valid, or of a range for fiction. */
export function isInUse(parsed: PhoneNumber): boolean {
  return parsed.isValid() || (parsed.isPossible() && FICTION.some((range) => parsed.number.startsWith(range)));
}

export function readingOf(parsed: PhoneNumber): PhoneReading {
  const { countryCallingCode, nationalNumber } = parsed;
  const country = parsed.country ?? mainCountry(parsed);
  return { country, code: `+${countryCallingCode}`, begins: nationalNumber.slice(0, 3) };
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

/** With `+`. ITU-T E.164. */
const LONGEST = 16;

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
  const written = parsePhoneNumberFromString(number);
  if (written === undefined) return { country: undefined, callingCode: '', kind: undefined };
  const parsed = asDialled(written);
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
  countriesByCallingCode ??= readCallingCodes();
  return countriesByCallingCode[parsed.countryCallingCode]?.[0];
}

type CallingCodes = Readonly<Record<string, readonly CountryCode[] | undefined>>;
let countriesByCallingCode: CallingCodes | undefined;

/** The library keeps this table on every Metadata instance but does not declare it. */
function readCallingCodes(): CallingCodes {
  return (new Metadata() as unknown as { metadata: { country_calling_codes: CallingCodes } }).metadata
    .country_calling_codes;
}

export function countryOf(number: E164): CountryCode | undefined {
  return numberingFacts(number).country;
}

/** Masks a phone number except its last four digits: `+****1234`. */
export function maskPhoneNumber(number: string): string {
  return `+****${number.slice(-4)}`;
}
