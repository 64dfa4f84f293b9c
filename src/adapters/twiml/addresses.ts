import { withoutInvisible } from '../../domain/model/characters.js';
import type { CountryCode } from '../../domain/model/country.js';
import type { Identity } from '../../domain/model/identity.js';
import { parsePhoneNumber, shownNumber, type E164 } from '../../domain/model/phone-number.js';
import { remember } from '../../domain/model/remember.js';
import { nameIn, SEPARATORS, typedOnKeypad } from './sender-names.js';

// How webhooks write whom a call or text is from and to: a number, an address of another channel that holds one
// (`whatsapp:+33…`, `sip:+33…@host`), a name, or a word. Whatever holds a telephone number is that number, or withheld: it is
// relayed to others as a name only when it cannot be a number.

/** Source: https://help.twilio.com/articles/223179988 (calls from strange numbers). */
const WITHHELD_WORDS = ['anonymous', 'restricted', 'unavailable', 'unknown', 'private', 'blocked', 'withheld'];

/**
 * What carriers send instead of a withheld number: a word, nothing, or the word typed on a phone's keypad (266696687 spells ANONYMOUS),
 * which would be taken for a foreign number.
 */
const WITHHELD: ReadonlySet<string> = new Set(['', ...WITHHELD_WORDS, ...WITHHELD_WORDS.map(typedOnKeypad)]);

/** How nearly all numbers are written. */
const PLAIN = /^\+[1-9]\d{6,14}$/;

/** What is longer is no address that anybody can call back: numbers have up to 16 characters, and hosts seldom over 100. */
const LONGEST = 256;

/**
 * The number in an address. Undefined for a word, a name, a short code, and an address without a number.
 * @param country the default country: digits alone that are one of its national numbers are no number
 */
export function numberIn(written: string, country?: CountryCode): E164 | undefined {
  return readAddress(written, (digits) => readDigitsAlone(country, digits));
}

/**
 * The number that is called or texted. It is one of ours or nobody's, so that a wrong reading finds nothing: digits alone need be no
 * more than possible.
 */
export function calledIn(written: string): E164 | undefined {
  return readAddress(written, (digits) => shownNumber(`+${digits}`, false));
}

function readAddress(written: string, alone: (digits: string) => E164 | undefined): E164 | undefined {
  if (PLAIN.test(written)) return WITHHELD.has(written.slice(1)) ? undefined : shownNumber(written, true);
  return written.length > LONGEST ? undefined : readNumber(digitsIn(visible(written)), alone);
}

// Some carriers show all their callers without a +.
const readings = remember((key: string): E164 | undefined => {
  const [country = '', digits = ''] = key.split(' ');
  const parsed = parsePhoneNumber(digits, country === '' ? [] : [country as CountryCode]);
  return parsed.ok ? parsed.number : undefined;
});

function readDigitsAlone(country: CountryCode | undefined, digits: string): E164 | undefined {
  return readings(`${country ?? ''} ${digits}`);
}

/** Whom a text is from. A name has letters; a short code has 3 to 6 digits. */
export function senderIn(written: string, country?: CountryCode): Identity {
  const number = numberIn(written, country);
  if (number !== undefined) return { kind: 'number', number };
  const name = written.length > LONGEST ? undefined : nameIn(visible(written), country);
  return name === undefined || isWithheld(name) ? { kind: 'withheld' } : { kind: 'named', name };
}

function isWithheld(word: string): boolean {
  return WITHHELD.has(word.toLowerCase());
}

/**
 * The address as a person sees it, with ASCII digits: other scripts, wide forms, percent-encoding and direction marks
 * are removed.
 */
function visible(written: string): string {
  const plain = withoutInvisible(decoded(decoded(written)).normalize('NFKC'));
  return plain
    .replace(/\p{Me}/gu, '')
    .replace(/(?!\d)\p{Nd}/gu, digitOf)
    .trim();
}

/** Undecoded where it is no percent-encoding. */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Unicode keeps the ten digits of a script together, in order: counting back to their zero gives the value. */
function digitOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value += 1;
  return (value % 10).toString();
}

interface Digits {
  readonly digits: string;
  /** Whether they are certainly an international number: with `+`, or after 00. */
  readonly isInternational: boolean;
  /** In lower case; undefined without one. */
  readonly scheme: string | undefined;
}

const SCHEME = /^([a-z][a-z\d+.-]*):(?:\/\/)?(.*)$/is;
/** The digits that an address consists of, if it consists of nothing else: `"Ada" <sip:+33…:secret@host;user=phone>`. */
function digitsIn(address: string): Digits | undefined {
  let rest = /<([^<>]*)>/.exec(address)?.[1] ?? address;
  let scheme: string | undefined;
  for (let match = SCHEME.exec(rest); match !== null; match = SCHEME.exec(rest)) {
    scheme = match[1]?.toLowerCase();
    rest = (match[2] ?? '').trim();
  }
  const user = (rest.split(/[@:;?,#*&=]/, 1)[0] ?? '').replace(SEPARATORS, '');
  const [, plus, exitCode, digits] = /^(\+*)(00)?(\d+)$/.exec(user) ?? [];
  return digits === undefined ? undefined : { digits, isInternational: plus !== '' || exitCode !== undefined, scheme };
}

/** Whose bare digits are telephone numbers. In others, such as `messenger:`, they are ids of accounts. */
const TELEPHONE_SCHEMES: ReadonlySet<string | undefined> = new Set([
  undefined,
  ...['tel', 'sip', 'sips', 'sms', 'smsto', 'mms', 'whatsapp', 'rcs'],
]);

function readNumber(found: Digits | undefined, alone: (digits: string) => E164 | undefined): E164 | undefined {
  if (found === undefined || WITHHELD.has(found.digits)) return undefined;
  const { digits, isInternational, scheme } = found;
  if (isInternational) return shownNumber(`+${digits}`, true);
  return TELEPHONE_SCHEMES.has(scheme) ? alone(digits) : undefined;
}
