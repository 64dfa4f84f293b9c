import { createHash } from 'node:crypto';
import type { Carrier } from '../../domain/model/carrier.js';
import type { CountryCode } from '../../domain/model/country.js';
import type { Identity } from '../../domain/model/identity.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { calledIn, numberIn, senderIn } from './addresses.js';

// What webhooks say about who calls or sends, and what identifies a delivery.

/**
 * Reads the `From` parameter of a call. Whatever holds no phone number (`anonymous`, a name) is withheld.
 * @param country the default country, whose national numbers are not taken for international ones
 */
export function readCaller(from: string, country?: CountryCode): Identity {
  const number = numberIn(from, country);
  return number === undefined ? { kind: 'withheld' } : { kind: 'number', number };
}

/** Reads the `From` parameter of a text. Services write under a name or a short code. */
export function readSender(from: string, country?: CountryCode): Identity {
  return senderIn(from, country);
}

/** Reads the `To` parameter: the number that was called or texted. */
export function readCalled(to: string): E164 | undefined {
  return calledIn(to);
}

/**
 * Identifies a delivery by what the carrier has signed: the step, and the id of the call or message. Not by a header
 * (I-Twilio-Idempotency-Token), which is unsigned, so that whoever has a webhook could send it again as a new one; and not
 * by digits, as an order code has no business in an id.
 *
 * The key becomes a part of our callback addresses. It has letters, digits, `.`, `-` and `_` only, which nobody percent-encodes (form
 * encoders write `%7E` for `~`): a carrier may sign another spelling than it requests.
 */
export function deliveryKey(delivery: {
  readonly carrier: Carrier;
  readonly step: 'voice' | 'sms';
  /** Which answer of a caller to our questions, from 1. Absent for the first webhook of a call or text. */
  readonly attempt?: number;
  /** The carrier's id of the call or message. */
  readonly sid: string;
}): string {
  const { carrier, step, attempt = 0, sid } = delivery;
  return `${escaped(carrier)}.${step}.${attempt.toString()}.${escaped(sid)}`;
}

/** Ids of carriers have 34 characters. Longer ones would not fit the index of a database, or a cell. */
const LONGEST = 64;

/** How nearly all ids are written. */
const PLAIN = /^[A-Za-z0-9-]{1,64}$/;

/** Different for different texts, and without a dot. Ids of carriers, of letters and digits, stay as they are. */
function escaped(text: string): string {
  if (PLAIN.test(text)) return text;
  if (text.length > LONGEST) return `_${createHash('sha256').update(text).digest('hex')}`;
  return text.replace(/[^A-Za-z0-9-]/gu, (character) => `_${Buffer.from(character).toString('hex')}_`);
}
