import type { CallPlan } from '../domain/model/call-plan.js';
import type { Carrier } from '../domain/model/carrier.js';
import type { CarrierEvent } from '../domain/model/carrier-event.js';
import type { CountryCode } from '../domain/model/country.js';
import type { MessagePlan, OutgoingMessage } from '../domain/model/message.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { PlacedCallPlan } from '../domain/model/placed-call.js';
import type { TelephonyAbilities, TelephonyLimits } from '../domain/model/telephony-limits.js';

/** An HTTP request of a carrier, as it was received. */
export interface WebhookRequest {
  /** In upper case: `POST`. */
  readonly method: string;
  /** Path and query exactly as received, such as `/twilio/voice?attempt=1`: the carrier's signature covers them. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The raw body, at most 65,536 bytes: a larger one is refused before it gets here. */
  readonly body: Uint8Array;
}

/** The HTTP response to a webhook. */
export interface WebhookAnswer {
  /** The HTTP status code. */
  readonly status: number;
  /** Undefined when there is no body. */
  readonly contentType: string | undefined;
  /** Empty when there is none. */
  readonly body: string;
}

/**
 * What a webhook request is:
 *
 * - `event`: something to act on.
 * - `status_only`: a report that changes nothing, such as "queued", wherever it was sent to. Acknowledged and not stored. `isCall`:
 *   somebody is on the line, and must not hear that there was an error.
 * - `incomplete`: an incoming call or text that does not say from whom, or to which number. Answered with nothing.
 * - `refused` as `bad_signature`: the carrier did not send it.
 * - `refused` as `malformed`: it lacks a required parameter. `isCall`: a caller is waiting on the line for an answer.
 *
 * `detail` is for the log and for the answer; it contains no personal data.
 */
export type Received =
  | { readonly kind: 'event'; readonly event: CarrierEvent }
  | { readonly kind: 'status_only'; readonly isCall: boolean }
  | { readonly kind: 'incomplete'; readonly isCall: boolean }
  | { readonly kind: 'refused'; readonly reason: 'bad_signature'; readonly detail: string }
  | { readonly kind: 'refused'; readonly reason: 'malformed'; readonly isCall: boolean; readonly detail: string };

/**
 * What an answer to a webhook says. `acknowledge`: received, and nothing to do. `ignore`: the same for a request about a call,
 * where somebody may be on the line: the carrier is to say and do nothing, and must not report an error to them.
 */
export type AnswerPlan = CallPlan | PlacedCallPlan | MessagePlan | { readonly kind: 'acknowledge' | 'ignore' };

/**
 * What the carrier said to our request to send a text or to place a call.
 *
 * - `accepted`: `carrierId` is the carrier's id of the text or call.
 * - `refused`: it was not sent. `isPermanent`: the same request would be refused again. `reason` contains no phone number.
 */
export type Receipt =
  | { readonly kind: 'accepted'; readonly carrierId: string }
  | { readonly kind: 'refused'; readonly isPermanent: boolean; readonly reason: string };

/** Which text of which interaction is sent, so that the carrier's status report can refer to it. */
export interface MessageSubject {
  readonly interactionId: string;
  /** Index among the texts of the interaction, from 0. */
  readonly part: number;
  /** Which attempt to send it, from 1. */
  readonly attempt: number;
}

/** A call that we place ourselves. What is said in it, the carrier asks when somebody has picked up: `placed_call_answered`. */
export interface OutgoingCall {
  /** The caller ID: a proxy number. */
  readonly from: E164;
  readonly to: E164;
  /** What the call is about: letters, digits, `-` and `_`, 64 at most. All webhooks of the call carry it, under their signature. */
  readonly reference: string;
  /** How long the phone rings, in whole seconds within `limits.ringSeconds`. The carrier's default when absent. */
  readonly ringSeconds?: number | undefined;
}

/** What has to be known of the installation to read a webhook. */
export interface ReceivingTerms {
  /** Whose national numbers digits alone may be: a caller shown so is withheld, and no number of another country. */
  readonly defaultCountry: CountryCode;
}

/**
 * A carrier: reads its webhooks, renders answers in its language, sends texts and places calls.
 *
 * A carrier that speaks TwiML builds on `createTwimlDialect` of `proxycall/twiml`; then `telephonyContract` of
 * `proxycall/testing` checks it.
 *
 * @example A carrier with Twilio's webhooks, whose REST API is your own.
 * ```ts
 * import { createProxyCall, ProxyCallError, type OutgoingMessage, type Telephony } from 'proxycall';
 * import { createMemoryStore } from 'proxycall/memory';
 * import { createTwimlDialect } from 'proxycall/twiml';
 *
 * async function sendThroughYourApi(message: OutgoingMessage): Promise<{ id: string }> {
 *   return { id: `${message.from}-1` };
 * }
 *
 * function createMyCarrier(authToken: string, publicUrl: string): Telephony {
 *   const dialect = createTwimlDialect({
 *     carrier: 'my-carrier',
 *     authTokens: [authToken],
 *     publicUrls: () => [publicUrl],
 *   });
 *   return {
 *     ...dialect,
 *     simulated: false,
 *     can: { ...dialect.can, placeCall: false },
 *     async sendMessage(message) {
 *       try {
 *         return { kind: 'accepted', carrierId: (await sendThroughYourApi(message)).id };
 *       } catch (cause) {
 *         throw new ProxyCallError('outcome_unknown', 'the carrier did not answer', { cause });
 *       }
 *     },
 *     placeCall: async () => ({ kind: 'refused', isPermanent: true, reason: 'this carrier places no calls' }),
 *   };
 * }
 *
 * const telephony = createMyCarrier('secret', 'https://shop.example');
 * const proxyCall = createProxyCall({ store: createMemoryStore(), telephony });
 * console.log(proxyCall.webhookPaths[0]); // /twilio/voice
 * ```
 */
export interface Telephony {
  /** Its name: stored with numbers, sessions and interactions, so it must not change. */
  readonly carrier: Carrier;
  /** True when no real phone can ring. */
  readonly simulated: boolean;
  /** Paths below the public URL at which its webhooks arrive, by POST. */
  readonly webhookPaths: readonly string[];
  readonly limits: TelephonyLimits;
  readonly can: TelephonyAbilities;
  /**
   * Verifies that the carrier sent the request, and reads it. Must not throw: a request that cannot be read is `refused`.
   * Must verify the signature before it reads anything else.
   * @param terms absent: no country's national numbers are kept apart
   */
  receive(request: WebhookRequest, terms?: ReceivingTerms): Received;
  /**
   * Renders an answer. Called before the commit: a plan that cannot be rendered is not stored as answered.
   * @throws any error when the plan cannot be rendered; the caller hears that the service is unavailable
   */
  answer(plan: AnswerPlan): WebhookAnswer;
  /**
   * Sends one text.
   * @throws ProxyCallError with code `outcome_unknown` when nobody can tell whether it was sent. Anything else that goes
   *   wrong is a {@link Receipt} of kind `refused`.
   */
  sendMessage(message: OutgoingMessage, subject: MessageSubject): Promise<Receipt>;
  /**
   * Places a call. A reference that is none is refused for good. May resolve after the first webhooks of the call.
   * @throws ProxyCallError with code `outcome_unknown` when nobody can tell whether it was placed. Anything else that goes
   *   wrong is a {@link Receipt} of kind `refused`.
   */
  placeCall(call: OutgoingCall): Promise<Receipt>;
}
