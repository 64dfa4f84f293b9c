import type { E164 } from './phone-number.js';

/**
 * The one spelling of a telephone line that has several in E.164, by what the network dials. Two phones are of the same person when
 * their lines are equal. A phone is dialled and shown as it was given, and never by this spelling.
 *
 * - Argentina: a mobile has a 9 before its area code when it is called from abroad, and none when it is called at home; area code
 *   and local number are the same, and belong to one line only.
 * - Mexico: mobiles had a 1 there until August 2019. Networks and phone books still write it.
 * - Brazil: a ninth digit, 9, was put before the 8 digits of all mobiles from 2012 to 2016 (ANATEL, resolution 553/2010). Fixed lines
 *   have 8 digits that begin with 2 to 5.
 *
 * Source: libphonenumber's `MOBILE_TOKEN_MAPPINGS` (52 to 1, 54 to 9) and its FALSEHOODS.md ("To make a number dialable, you only
 * need to change the prefix"; "An invalid number will not reach an endpoint": carriers add a mobile token that is missing). What
 * it reads away by itself (a trunk zero, the 15 of Argentina) does not get here: a phone in E.164 has passed through it.
 */
export function lineOf(phone: E164): E164 {
  // Almost every phone ends here, and a caller is waiting.
  if (phone.charCodeAt(1) !== FIVE) return phone;
  const spelling = SPELLINGS[phone.slice(0, 3)];
  return spelling === undefined ? phone : (phone.replace(spelling.pattern, spelling.line) as E164);
}

const FIVE = '5'.charCodeAt(0);

interface Spelling {
  /** The other spelling of a line, and the line. */
  readonly pattern: RegExp;
  readonly line: string;
  /** The line, and its other spelling. */
  readonly linePattern: RegExp;
  readonly other: string;
}

const SPELLINGS: Readonly<Record<string, Spelling | undefined>> = {
  '+54': { pattern: /^\+549(\d{10})$/, line: '+54$1', linePattern: /^\+54(\d{10})$/, other: '+549$1' },
  '+52': { pattern: /^\+521(\d{10})$/, line: '+52$1', linePattern: /^\+52(\d{10})$/, other: '+521$1' },
  '+55': {
    pattern: /^\+55(\d\d)([6-9]\d{7})$/,
    line: '+55$19$2',
    linePattern: /^\+55(\d\d)9([6-9]\d{7})$/,
    other: '+55$1$2',
  },
};

/** Every way in which the line of a phone may be written: one, or two. */
export function spellingsOf(phone: E164): readonly E164[] {
  const line = lineOf(phone);
  const spelling = SPELLINGS[line.slice(0, 3)];
  if (spelling?.linePattern.test(line) !== true) return [line];
  return [line, line.replace(spelling.linePattern, spelling.other) as E164];
}

/** Whether two phones are the same line, however each is written. */
export function sameLine(one: E164, other: E164): boolean {
  return one === other || lineOf(one) === lineOf(other);
}
