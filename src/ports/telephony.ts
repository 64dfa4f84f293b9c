import type { CallPlan } from '../domain/model/call-plan.js';
import type { Carrier } from '../domain/model/carrier.js';
import type { CarrierEvent } from '../domain/model/carrier-event.js';
import type { MessagePlan, OutgoingMessage } from '../domain/model/message.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { TelephonyAbilities, TelephonyLimits } from '../domain/model/telephony-limits.js';

/** An HTTP request of a carrier as it came over the wire. */
export interface WebhookRequest {
  readonly method: string;
  /** Path and query exactly as received; the adapter knows the public address in front of it. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** At most 64 kB; a longer one is refused before it gets here. */
  readonly body: Uint8Array;
}

/** The HTTP answer to a webhook. */
export interface WebhookAnswer {
  readonly status: number;
  /** Undefined when there is no body. */
  readonly contentType: string | undefined;
  readonly body: string;
}

/** What a webhook request turned out to be. */
export type Received =
  | { readonly kind: 'event'; readonly event: CarrierEvent }
  /** A report that changes nothing, such as "queued": acknowledged and forgotten. */
  | { readonly kind: 'status_only' }
  /** The carrier did not send it. */
  | { readonly kind: 'refused'; readonly reason: 'bad_signature'; readonly detail: string }
  /** It lacks what its kind must have. `isCall`: somebody waits on the line for an answer. */
  | { readonly kind: 'refused'; readonly reason: 'malformed'; readonly isCall: boolean; readonly detail: string };

/** What is said in an answer. `acknowledge`: received, and nothing to do. */
export type AnswerPlan = CallPlan | MessagePlan | { readonly kind: 'acknowledge' };

/** What became of a text or a call that we asked the carrier to send or place. */
export type Receipt =
  | { readonly kind: 'accepted'; readonly carrierId: string }
  /** `isPermanent`: the same request would be refused again. The reason holds no phone number. */
  | { readonly kind: 'refused'; readonly isPermanent: boolean; readonly reason: string };

/** Which text of which interaction it is, for the carrier to report about. */
export interface MessageSubject {
  readonly interactionId: string;
  /** Which of its texts, from 0. */
  readonly part: number;
  /** Which attempt, from 1. */
  readonly attempt: number;
}

export interface OutgoingCall {
  readonly from: E164;
  readonly to: E164;
  /** What is done with the call once it is picked up. */
  readonly plan: CallPlan;
  /** How long it rings, in seconds; as the carrier does when absent. */
  readonly ringSeconds?: number | undefined;
}

/** A carrier: what its webhooks say, how it wants its answers, and how it sends texts and places calls. */
export interface Telephony {
  readonly carrier: Carrier;
  /** True when no real phone can ring. */
  readonly simulated: boolean;
  /** Paths, below the public address, that its webhooks come to, by POST. */
  readonly webhookPaths: readonly string[];
  readonly limits: TelephonyLimits;
  readonly can: TelephonyAbilities;
  /** Checks that the carrier sent the request, and reads it. Never throws: what cannot be read is refused. */
  receive(request: WebhookRequest): Received;
  /** Renders an answer. Throws when the plan cannot be said. */
  answer(plan: AnswerPlan): WebhookAnswer;
  /**
   * Sends one text.
   * @throws `outcome_unknown` when nobody can tell whether it was sent
   */
  sendMessage(message: OutgoingMessage, subject: MessageSubject): Promise<Receipt>;
  /**
   * Places a call.
   * @throws `outcome_unknown` when nobody can tell whether it was placed
   */
  placeCall(call: OutgoingCall): Promise<Receipt>;
}
