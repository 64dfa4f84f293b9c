/** The options that several commands have, and the readers of their values. */
import { Option } from 'clipanion';
import { parseCountry, type CountryCode } from '../../../domain/model/country.js';
import { faultWords, PHONE_NUMBER_FAULTS, parsePhoneNumber, type E164 } from '../../../domain/model/phone-number.js';
import { NUMBER_TYPES, type NumberType } from '../../../domain/model/proxy-number.js';
import { typedPhone, type TypedPhone } from '../../../domain/model/typed-phone.js';
import { InputError } from './failure.js';
import { msg, type Say } from './language.js';

export function orderIdOption(): string {
  return Option.String('--order-id', { required: true, description: msg("The merchant's order id") });
}

export function clientIdOption(): string {
  return Option.String('--client-id', { required: true, description: msg("The merchant's client id") });
}

/** Of the person whom a command is about. */
export function personPhoneOption(): string {
  return Option.String('--phone', { required: true, description: msg("The person's phone, such as +33639987654") });
}

/** In commands that list the records of all clients. */
export function clientFilterOption(): string | undefined {
  return Option.String('--client-id', { description: msg('Filter by client') });
}

export function countryOption(): string | undefined {
  return Option.String('--country,--country-iso', {
    description: msg('ISO 3166 country code (default: PROXYCALL_PHONE_COUNTRY, or FR)'),
  });
}

export function numberTypeOption(): string | undefined {
  return Option.String('--number-type,--type', {
    description: msg('Number type: mobile, local, national or toll_free (default: PROXYCALL_NUMBER_TYPE, or mobile)'),
  });
}

/** The numbers that a command applies to, one argument each. */
export function numbersArgument(): string[] {
  return Option.Rest({ name: 'numbers', required: 1 });
}

export function readNumbersArgument(numbers: readonly string[]): E164[] {
  return numbers.map((number) => readPhoneOption('numbers', number));
}

/** An ISO 3166 code. */
export function readCountryOption(name: string, text: string): CountryCode {
  const country = parseCountry(text);
  if (country === undefined)
    throw new InputError('{name}: must be a two-letter ISO 3166 country code, such as FR', { name });
  return country;
}

export function readNumberTypeOption(name: string, text: string): NumberType {
  return readChoiceOption(name, text, NUMBER_TYPES);
}

export function readChoiceOption<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text.toLowerCase());
  if (choice === undefined)
    throw new InputError('{name}: must be one of: {choices}', { name, choices: choices.join(', ') });
  return choice;
}

/** A reader for `optional`. */
export function oneOf<const T extends string>(choices: readonly T[]): (name: string, text: string) => T {
  return (name, text) => readChoiceOption(name, text, choices);
}

export function readWholeOption(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= least && value <= most) return value;
  throw new InputError('{name}: must be a whole number from {least} to {most}', { name, least, most });
}

export function readNumberOption(name: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InputError('{name}: must be a number', { name });
}

/** @param countries whose national numbers digits alone may be */
export function readPhoneOption(name: string, text: string, countries: readonly CountryCode[] = []): E164 {
  const parsed = parsePhoneNumber(text, countries);
  if (parsed.ok) return parsed.number;
  const fault = (say: Say) => say(PHONE_NUMBER_FAULTS[parsed.fault], faultWords(parsed));
  throw new InputError('{name}: {fault}', { name, fault });
}

/**
 * Reads the phone of a person, who may live in one of these countries. Digits alone are passed on as they were typed: whoever has the
 * client on record knows of more countries.
 */
export function phoneIn(countries: readonly CountryCode[]): (name: string, text: string) => TypedPhone {
  return (name, text) => {
    const number = readPhoneOption(name, text, countries);
    const typed = typedPhone(text);
    return typed.ok ? typed.phone : number;
  };
}

/** Reads the value of an option that may be left out. */
export function optional<T>(
  read: (name: string, text: string) => T,
  name: string,
  text: string | undefined,
): T | undefined {
  return text === undefined ? undefined : read(name, text);
}
