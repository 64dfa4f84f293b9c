/** The options that several commands have, and the readers of their values. */
import { Option } from 'clipanion';
import { parseCountry, type CountryCode } from '../../../domain/model/country.js';
import { NUMBER_TYPES, type NumberType } from '../../../domain/model/proxy-number.js';
import { OptionError } from './failure.js';
import { msg } from './language.js';

export function orderIdOption(): string {
  return Option.String('--order-id', { required: true, description: msg("The merchant's order id") });
}

export function clientIdOption(): string {
  return Option.String('--client-id', { required: true, description: msg("The merchant's client id") });
}

/** Declared for the help: what it names is read before the command line is parsed, in from-file.ts. */
export function fromFileOption(): string | undefined {
  return Option.String('--from-file', {
    description: msg('JSON file with these options as fields, named as in the API; - reads standard input'),
  });
}

/** Of the person whom a command is about. */
export function personPhoneOption(): string {
  return Option.String('--phone', { required: true, description: msg("The person's phone, such as +33639987654") });
}

/** Why somebody is shown data in clear. */
export function reasonOption(): string {
  return Option.String('--reason', {
    required: true,
    description: msg('Reason: customer_asked, delivery_problem, complaint or legal_request'),
  });
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

/** An ISO 3166 code. */
export function readCountryOption(name: string, text: string): CountryCode {
  const country = parseCountry(text);
  if (country === undefined) throw new OptionError(name, 'must be a two-letter ISO 3166 country code, such as FR');
  return country;
}

export function readNumberTypeOption(name: string, text: string): NumberType {
  return readChoiceOption(name, text, NUMBER_TYPES);
}

export function readChoiceOption<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text.toLowerCase());
  if (choice === undefined) throw new OptionError(name, 'must be one of: {choices}', { choices: choices.join(', ') });
  return choice;
}

/** A reader for `optional`. */
export function oneOf<const T extends string>(choices: readonly T[]): (name: string, text: string) => T {
  return (name, text) => readChoiceOption(name, text, choices);
}

export function readWholeOption(name: string, text: string, least: number, most: number): number {
  const value = wholeNumber(text, least, most);
  if (value !== undefined) return value;
  throw new OptionError(name, 'must be a whole number from {least} to {most}', { least, most });
}

/** Undefined for a text that is none, or one out of this range. */
export function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : undefined;
}

export function readNumberOption(name: string, text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new OptionError(name, 'must be a number');
}

const TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** With its zone (RFC 3339). */
export function readTimeOption(name: string, text: string): string {
  const [, day] = TIME.exec(text) ?? [];
  const isTime = day !== undefined && !Number.isNaN(Date.parse(text));
  // 30 February is read as 2 March.
  if (isTime && new Date(day).toISOString().startsWith(day)) return text;
  throw new OptionError(name, 'must be a date and a time with its zone, such as 2030-01-31T18:00:00Z');
}

/** Reads the value of an option that may be left out. */
export function optional<T>(
  read: (name: string, text: string) => T,
  name: string,
  text: string | undefined,
): T | undefined {
  return text === undefined ? undefined : read(name, text);
}
