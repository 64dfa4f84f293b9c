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
 * Identifies a delivery by its step and the carrier's idempotency token; without a token, by the call or message.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides (I-Twilio-Idempotency-Token).
 */
export function deliveryKey(delivery: {
  readonly carrier: Carrier;
  readonly step: string;
  /** The carrier's id of the call or message. */
  readonly sid: string;
  readonly token: string | undefined;
  readonly digits?: string | undefined;
}): string {
  const { carrier, step, sid, token, digits = '' } = delivery;
  return token === undefined ? [carrier, step, sid, digits].join(':') : [carrier, step, token].join(':');
}
