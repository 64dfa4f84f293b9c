import { sayable, withoutInvisible } from '../../domain/model/characters.js';
import { parseCountry, type CountryCode } from '../../domain/model/country.js';
import { invalidFields, type FieldIssue } from '../../domain/model/errors.js';
import { maskedFields } from '../../domain/model/masking.js';
import { merchantIdFault } from '../../domain/model/merchant-id.js';
import { faultWords, PHONE_NUMBER_FAULTS, type E164 } from '../../domain/model/phone-number.js';
import { typedPhone, type TypedPhone } from '../../domain/model/typed-phone.js';
import { MAIL_RULES, NAME_RULES, type TextRule } from '../../domain/model/typed-text.js';
import { readWrittenPhone, type WrittenPhone } from '../../domain/model/written-phone.js';
import { createSay } from '../cli/runtime/language.js';
import { snakeCase } from '../wire.js';
import { typed, type Form } from './form.js';
import { fromLocalTime } from './local-time.js';
import type { View } from './view.js';

// What people type into the fields of forms, as the API wants it. What is wrong is said as the API says it.

type Read<T> = { readonly value: T } | { readonly fault: string };
/** Reads what was typed; undefined when the field was left empty. */
export type Reader<T> = (text: string | undefined, view: View) => Read<T>;

type Fields = Readonly<Record<string, Reader<unknown>>>;
type ValuesOf<F extends Fields> = { readonly [K in keyof F]: F[K] extends Reader<infer T> ? T : never };

/**
 * Reads the fields of a form. The names are those of `ProxyCallApi`; in the form they are in snake_case.
 * @throws `invalid_request` with everything that is wrong
 */
export function readFields<F extends Fields>(view: View, form: Form, fields: F): ValuesOf<F> {
  const issues: FieldIssue[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(fields)) {
    const text = typed(form, snakeCase(name));
    // First of all: to a reader, what is masked is only written wrongly.
    const [masked] = maskedFields(text);
    const read = masked === undefined ? reader(text, view) : { fault: masked.detail };
    if ('fault' in read) issues.push({ pointer: `/${name}`, detail: read.fault });
    else values[name] = read.value;
  }
  if (issues.length > 0) throw invalidFields(issues);
  return values as ValuesOf<F>;
}

type TextReader<T> = (text: string, view: View) => Read<T>;

export function required<T>(read: TextReader<T>): Reader<T> {
  return (text, view) => (text === undefined ? { fault: 'must be filled in' } : read(text, view));
}

export function optional<T>(read: TextReader<T>): Reader<T | undefined> {
  return (text, view) => (text === undefined ? { value: undefined } : read(text, view));
}

export const isTicked: Reader<boolean> = (text) => ({ value: text === 'yes' });

export const plainText: TextReader<string> = (text) => ({ value: text });

export const merchantId: TextReader<string> = (text) => {
  const fault = merchantIdFault(text);
  return fault === undefined ? { value: text } : { fault };
};

function ruled(rules: readonly TextRule[]): TextReader<string> {
  return (typedText) => {
    const text = sayable(typedText).trim();
    const broken = rules.find(({ holds }) => !holds(text));
    return broken === undefined ? { value: text } : { fault: broken.message };
  };
}

export const personName = ruled(NAME_RULES);
export const mail = ruled(MAIL_RULES);

export const country: TextReader<CountryCode> = (text) => {
  const code = text.length > 20 ? undefined : parseCountry(text);
  return code === undefined ? { fault: 'must be a two-letter ISO 3166 country code, such as FR' } : { value: code };
};

/** No phone is as long, with whatever stands between its digits. */
const LONGEST_PHONE = 100;

/** A number as people write it: with spaces, and as it is dialled in the country of the shop. */
export const number: TextReader<E164> = (text, view) => {
  const written: WrittenPhone =
    text.length > LONGEST_PHONE ? { ok: false, fault: 'not_possible' } : readWrittenPhone(text, [view.country]);
  return written.ok ? { value: written.number } : { fault: phoneFault(written, view) };
};

/** The same of a person. Digits alone are left to the use case, which knows where their owner lives. */
export const phone: TextReader<TypedPhone> = (text, view) => {
  const read = number(text, view);
  if ('fault' in read) return read;
  const digits = typedPhone(text);
  return digits.ok ? { value: digits.phone } : read;
};

function phoneFault(written: WrittenPhone & { readonly ok: false }, { language }: View): string {
  const say = createSay(language);
  return written.fault === 'letters'
    ? say('a phone number has digits, spaces, dots, dashes and brackets only, for example +33 1 99 00 12 34')
    : say(PHONE_NUMBER_FAULTS[written.fault], faultWords(written));
}

/** One of the pool, as people write it: whoever reads it knows which ones there are. */
export const poolNumber: TextReader<string> = (text) => ({ value: withoutInvisible(text).trim() });

/** On the clocks of the shop. */
export const localTime: TextReader<string> = (text, { timeZone }) => {
  const time = fromLocalTime(text, timeZone);
  return time === undefined ? { fault: 'must be a date and a time' } : { value: time };
};

export const wholeNumber: TextReader<number> = (text) =>
  /^\d{1,9}$/.test(text) ? { value: Number(text) } : { fault: 'must be a whole number' };

export function oneOf<T extends string>(values: readonly T[]): TextReader<T> {
  return (text) => {
    const value = values.find((each) => each === text);
    return value === undefined ? { fault: `must be one of: ${values.join(', ')}` } : { value };
  };
}
