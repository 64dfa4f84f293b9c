import type { Carrier } from '../../domain/model/carrier.js';
import type { Identity } from '../../domain/model/identity.js';
import { toE164 } from '../../domain/model/phone-number.js';

// The only code that reads how webhooks spell callers and senders, and that identifies a delivery.

/**
 * What carriers send instead of a withheld number: a word, nothing, or the word typed on a phone's keypad (266696687
 * spells ANONYMOUS), which libphonenumber would take for a foreign number.
 */
const WITHHELD: ReadonlySet<string> = new Set([
  '',
  ...['anonymous', 'restricted', 'unavailable', 'unknown', 'private', 'blocked'],
  ...['266696687', '7378742833', '2562533', '8656696', '86282452253'],
]);

function isWithheld(from: string): boolean {
  const bare = from.trim().toLowerCase();
  return WITHHELD.has(bare.startsWith('+') ? bare.slice(1) : bare);
}

/**
 * Reads the `From` parameter of a call. Whatever is no phone number (`anonymous`, a SIP address) is withheld.
 * @param from with `+`, or a word
 */
export function readCaller(from: string): Identity {
  const number = isWithheld(from) ? undefined : toE164(from);
  return number === undefined ? { kind: 'withheld' } : { kind: 'number', number };
}

/** Carriers write the number of a person with `+`; anything else that is not empty names a service. */
export function readSender(from: string): Identity {
  const caller = readCaller(from);
  const name = from.trim();
  return caller.kind === 'number' || isWithheld(name) || name.startsWith('+') ? caller : { kind: 'named', name };
}

/**
 * Identifies a delivery by what the carrier has signed: the step, and the id of the call or message. Not by a header
 * (I-Twilio-Idempotency-Token), which is unsigned, so that whoever has a webhook could send it again as a new one; and not
 * by digits, as an order code has no business in an id.
 *
 * The key becomes a part of our callback addresses. It has unreserved characters of RFC 3986 only, which nobody
 * percent-encodes: a carrier may sign `%3A` as `:`.
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
  return [carrier, step, attempt.toString(), sid].map(unreserved).join('.');
}

/** Different for different texts, and without a dot. Ids of carriers, of letters and digits, stay as they are. */
function unreserved(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/gu, (character) => '~' + Buffer.from(character).toString('hex'));
}
