import { sayable } from '../../domain/model/characters.js';
import type { CountryCode } from '../../domain/model/country.js';
import { isNumberSomewhere } from '../../domain/model/phone-number.js';
import { splitText } from '../../domain/model/split-text.js';

// Services send texts under a name or a short code, which the receiver is shown. A name is whatever has letters, unless it may hold
// somebody's telephone number, or is the address of somebody.

/** What people put between digits. */
export const SEPARATORS = /[\s().\-_·\p{Pd}\u2212]/gu;

/** What is shown of a name, in UTF-16 code units. Networks carry 11 characters. */
const LONGEST_NAME = 30;

/**
 * The name or the short code in an address from which no number was read.
 * @param address as a person sees it
 * @param country the default country, whose national numbers can be spelled on a keypad
 */
export function nameIn(address: string, country: CountryCode | undefined): string | undefined {
  const shortCode = SHORT_CODE.exec(address.replace(SEPARATORS, ''))?.[1];
  if (shortCode !== undefined) return shortCode;
  if (!/\p{L}/u.test(address) || mayHoldNumber(address) || isAddress(address) || isSpelled(address, country))
    return undefined;
  const name = sayable(address).replace(/\s+/g, ' ');
  return splitText(name, LONGEST_NAME)[0]?.trim();
}

const SHORT_CODE = /^\+?(\d{3,6})$/;

/** With this many digits a name may hold somebody's telephone number, in whatever form. */
const DIGITS_OF_A_NUMBER = 7;

/** Digits of all scripts, and those of Chinese, which Unicode counts among the letters: as written, and as on cheques. */
const DIGIT = /[\p{N}零一二三四五六七八九两兩壹贰叁肆伍陆柒捌玖貳參陸弌弍弎壱弐]/gu;

function mayHoldNumber(address: string): boolean {
  return (address.match(DIGIT)?.length ?? 0) >= DIGITS_OF_A_NUMBER;
}

/** Addresses of people and programs, in the channels of carriers and in the web. */
const CHANNELS =
  /^(?:tel|callto|sips?|sms(?:to)?|mms(?:to)?|rcs|whatsapp|messenger|client|sim|im|pres|xmpp|mailto|skype|viber|telegram|signal|line|instagram|facebook|wechat):\S/i;

/** `https://…` of any scheme, and `somebody@shop.example`. */
const HOST = /^[a-z][a-z\d+.-]*:\/\/|@[^\s@]+\.[\p{L}\p{N}]/iu;

/** A name in front of one is no reason to print it. */
function isAddress(address: string): boolean {
  return CHANNELS.test(/<([^<>]*)>/.exec(address)?.[1] ?? address) || CHANNELS.test(address) || HOST.test(address);
}

/** Keypads have letters: 1800FLOWERS is +1 800 356 9377. */
export function typedOnKeypad(word: string): string {
  return word
    .toLowerCase()
    .replace(/[a-z]/g, (letter) => (KEYS.findIndex((key) => key.includes(letter)) + 2).toString());
}

const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

/** Three digits or more, or a +, and letters: else it is a name, such as SHOP or 24SEVRES. */
const SPELLED = /^\+?\d*[\da-z]{7,15}$/i;
const BEGINS_AS_NUMBER = /^\+|^\d{3}/;

/** Where numbers are given in letters, most of all. */
const HOME_OF_VANITY_NUMBERS = 'US';

/** Whether the letters, on a keypad, make a number that somebody may have: the whole name does, or a word of it. */
function isSpelled(address: string, country: CountryCode | undefined): boolean {
  const words = [address, ...address.split(/\s+/)].map((word) => word.replace(SEPARATORS, ''));
  const countries: readonly CountryCode[] = [...(country === undefined ? [] : [country]), HOME_OF_VANITY_NUMBERS];
  return words.some(
    (word) =>
      BEGINS_AS_NUMBER.test(word) &&
      SPELLED.test(word) &&
      isNumberSomewhere(typedOnKeypad(word).replace(/^\+?00/, '+'), countries),
  );
}
