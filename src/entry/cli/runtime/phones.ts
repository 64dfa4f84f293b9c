/** Phone numbers as people write them, in options, arguments and the menu. */
import type { CountryCode } from '../../../domain/model/country.js';
import { faultWords, PHONE_NUMBER_FAULTS, type E164 } from '../../../domain/model/phone-number.js';
import { typedPhone, type TypedPhone } from '../../../domain/model/typed-phone.js';
import { describeNumber, readWrittenPhone, type WrittenPhone } from '../../../domain/model/written-phone.js';
import { InputError } from './failure.js';
import type { Say } from './language.js';

/** What is known of where a phone was written down. */
export interface PhoneOrigin {
  /** Whose national numbers it may be, the nearest first. */
  readonly countries: readonly CountryCode[];
  /** Shows what was understood, of a number that was not typed as it is dialled. */
  readonly understood: (name: string, number: E164) => void;
}

export function readPhoneOption(name: string, text: string, { countries, understood }: PhoneOrigin): E164 {
  const written = readWrittenPhone(text, countries);
  if (!written.ok) throw new InputError('{name}: {fault}', { name, fault: (say) => describeWritten(written, say) });
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
export function readNumbersArgument(numbers: readonly string[], origin: PhoneOrigin): E164[] {
  return numbers.map((number) => readPhoneOption('numbers', number, origin));
}

function describeWritten(written: WrittenPhone & { readonly ok: false }, say: Say): string {
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
