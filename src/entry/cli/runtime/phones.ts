/** Phone numbers as people write them, in options, arguments and the menu. */
import type { CountryCode } from '../../../domain/model/country.js';
import { MARK } from '../../../domain/model/masking.js';
import { faultWords, PHONE_NUMBER_FAULTS, type E164 } from '../../../domain/model/phone-number.js';
import { typedPhone, type TypedPhone } from '../../../domain/model/typed-phone.js';
import { describeNumber, readWrittenPhone, type WrittenPhone } from '../../../domain/model/written-phone.js';
import { OptionError } from './failure.js';
import type { Say } from './language.js';

/** What is known of where a phone was written down. */
export interface PhoneOrigin {
  /** Whose national numbers it may be, the nearest first. */
  readonly countries: readonly CountryCode[];
  /** Shows what was understood, of a number that was not typed as it is dialled. */
  readonly understood: (name: string, number: E164) => void;
}

export function readPhoneOption(name: string, text: string, { countries, understood }: PhoneOrigin): E164 {
  if (text.includes(MARK))
    throw new OptionError(name, 'contains •, which stands for what is masked: write the real number');
  const written = readWrittenPhone(text, countries);
  if (!written.ok) throw new OptionError(name, (say) => phoneFault(written, say));
  if (written.number !== text) understood(name, written.number);
  return written.number;
}

/**
 * Reads the phone of a person. Digits alone are passed on as they were typed: whoever has the client on record knows of more
 * countries.
 */
export function phoneIn(origin: PhoneOrigin): (name: string, text: string) => TypedPhone {
  return (name, text) => {
    const number = readPhoneOption(name, text, origin);
    const typed = typedPhone(text.trim());
    return typed.ok ? typed.phone : number;
  };
}

/** The numbers that a command applies to, one argument each. */
export function readNumbersArgument(numbers: readonly string[], origin: PhoneOrigin, say: Say): E164[] {
  const nameOf = (place: number) => (numbers.length === 1 ? say('number') : `${say('number')} ${place.toString()}`);
  return numbers.map((number, index) => readPhoneOption(nameOf(index + 1), number, origin));
}

/** Words for no number, as carriers send them and people say them, in lower case and without accents. */
const WITHHELD = [
  ...['anonymous', 'withheld', 'restricted', 'private', 'blocked', 'unknown', 'unavailable'],
  ...['anonyme', 'masque', 'prive', 'inconnu'],
];

/** Whether a caller is said to withhold their number. */
export function isWithheld(text: string): boolean {
  return WITHHELD.includes(text.trim().toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, ''));
}

export function readCallerOption(name: string, text: string, origin: PhoneOrigin): TypedPhone | 'withheld' {
  if (isWithheld(text)) return 'withheld';
  if (!/\d/.test(text)) throw new OptionError(name, 'must be a phone number, or anonymous');
  return phoneIn(origin)(name, text);
}

/** What is wrong with a number, for a person. */
export function phoneFault(written: WrittenPhone & { readonly ok: false }, say: Say): string {
  return written.fault === 'letters'
    ? say('a phone number has digits, spaces, dots, dashes and brackets only, for example +33 1 99 00 12 34')
    : say(PHONE_NUMBER_FAULTS[written.fault], faultWords(written));
}

/** `+33 6 39 98 12 34 (France)`. */
export function numberInWords(number: E164, say: Say): string {
  const { spaced, country } = describeNumber(number);
  if (country === undefined) return spaced;
  return `${spaced} (${new Intl.DisplayNames(say.language, { type: 'region' }).of(country) ?? country})`;
}
