import { withoutInvisible } from './characters.js';
import { parsePhoneNumber, type E164, type UnreadPhoneNumber } from './phone-number.js';

declare const digitsAlone: unique symbol;
/**
 * Digits without `+` or `00`, as somebody has typed them. Whether they are an international number, or a national one that has lost
 * its 0, depends on where their owner lives.
 */
export type DigitsAlone = string & { readonly [digitsAlone]: true };

/** A phone as it was typed: what remains to be read are digits alone, where the countries are known. */
export type TypedPhone = E164 | DigitsAlone;

/** What `typedPhone` leaves to be read. */
const DIGITS_ALONE = /^[1-9]\d{5,14}$/;

/** Reads a phone as `parsePhoneNumber` does, where its countries are not known yet: digits alone are left as they are. */
export function typedPhone(input: string): { readonly ok: true; readonly phone: TypedPhone } | UnreadPhoneNumber {
  const text = withoutInvisible(input);
  if (DIGITS_ALONE.test(text)) return { ok: true, phone: text as DigitsAlone };
  const parsed = parsePhoneNumber(text);
  return parsed.ok ? { ok: true, phone: parsed.number } : parsed;
}

/** Whether a phone is still to be read. */
export function isDigitsAlone(phone: TypedPhone): phone is DigitsAlone {
  return !phone.startsWith('+');
}
