/**
 * Twilio's protocol, for carriers that speak it: signatures, webhooks and TwiML.
 * @module proxycall/twiml
 */
import type { Carrier } from '../../domain/model/carrier.js';
import { CALL_SECONDS, RING_SECONDS } from '../../domain/model/session.js';
import type { Telephony } from '../../ports/telephony.js';
import { answer } from './answer.js';
import { WEBHOOK_PATHS } from './paths.js';
import { receive } from './receive.js';
import type { SignatureOptions } from './signature.js';

export { callDocument } from './call-document.js';
export { readCaller } from './identities.js';
export { placedCallUrls, textStatusUrl, WEBHOOK_PATHS, webhookUrlsAt } from './paths.js';
export { refuseReference } from './references.js';
export { sign, type FormParams, type SignatureOptions } from './signature.js';

/** What carriers with Twilio's protocol have in common: signed webhooks, answered in TwiML. */
export type TwimlDialect = Omit<Telephony, 'simulated' | 'sendMessage' | 'placeCall'>;

/** Whose webhooks are read, and how they are verified. */
export interface TwimlDialectOptions extends SignatureOptions {
  readonly carrier: Carrier;
}

/** A longer body is refused. Source: https://www.twilio.com/docs/api/errors/21617 */
const LONGEST_TEXT = 1600;

/**
 * Creates the part of a {@link Telephony} that reads webhooks and renders answers; {@link Telephony} has an example. Webhooks
 * arrive at `WEBHOOK_PATHS`.
 */
export function createTwimlDialect({ carrier, ...options }: TwimlDialectOptions): TwimlDialect {
  return {
    carrier,
    webhookPaths: Object.values(WEBHOOK_PATHS),
    limits: { ringSeconds: RING_SECONDS, callSeconds: CALL_SECONDS, textParts: { longest: LONGEST_TEXT } },
    can: { askCode: true, whisper: true, textInAnswer: true, placeCall: true },
    receive: (request, terms) => receive(request, carrier, options, terms),
    answer: (plan) => answer(plan, homeOf(options)),
  };
}

/** The base URL of callbacks: the first of the public URLs, empty when there is none. */
export function homeOf({ publicUrls }: SignatureOptions): string {
  return publicUrls()[0] ?? '';
}
