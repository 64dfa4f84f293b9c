import type { Carrier } from '../../domain/model/carrier.js';
import type { Identity } from '../../domain/model/identity.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { numberIn, senderIn } from './addresses.js';

// What webhooks say about who calls or sends, and what identifies a delivery.

/** Reads the `From` parameter of a call. Whatever holds no phone number (`anonymous`, a name) is withheld. */
export function readCaller(from: string): Identity {
  const number = numberIn(from);
  return number === undefined ? { kind: 'withheld' } : { kind: 'number', number };
}

/** Reads the `From` parameter of a text. Services write under a name or a short code. */
export function readSender(from: string): Identity {
  return senderIn(from);
}

/** Reads the `To` parameter: the number that was called or texted. */
export function readCalled(to: string): E164 | undefined {
  return numberIn(to);
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
