import type { DialStatus } from '../domain/model/interaction.js';
import type { MessagePlan, OutgoingMessage } from '../domain/model/message.js';
import type { CallPlan } from '../domain/model/call-plan.js';

/** A webhook request as it came over the wire. */
export interface WebhookRequest {
  /** Path and query exactly as received; the adapter knows the public address in front of it. */
  readonly target: string;
  readonly signature: string | undefined;
  /** The `I-Twilio-Idempotency-Token` header. */
  readonly idempotencyToken: string | undefined;
  /** Form parameters; a repeated one is an array. Empty for a JSON body. */
  readonly params: WebhookParams;
  /** The raw body when it was JSON. */
  readonly jsonBody: string | undefined;
}
export type WebhookParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a call and a text have in common. */
export interface IncomingDelivery {
  readonly deliveryId: string;
  readonly carrierId: string;
  readonly to: string;
  /** As the carrier wrote it: a number, a word for a withheld one, or nothing. */
  readonly from: string;
}

export interface IncomingCall extends IncomingDelivery {
  /** What the caller pressed when asked for the order's code. */
  readonly digits?: string | undefined;
  /** Which time the caller was asked, from 1; absent at the start of the call. */
  readonly attempt?: number | undefined;
}

export interface IncomingMessage extends IncomingDelivery {
  readonly body: string;
  readonly media: readonly string[];
}

export interface EndedDial {
  readonly interactionId: string;
  readonly status: DialStatus;
  readonly durationSeconds: number | undefined;
}

export interface MessageStatus {
  readonly interactionId: string;
  /** Which of the texts of the interaction, from 0. */
  readonly part: number;
  readonly status: 'sent' | 'delivered' | 'undelivered';
}

/** A carrier: what its webhooks say, how it wants its answers, and how it sends a text. */
export interface Telephony {
  /** True when no real phone can ring. */
  readonly simulated: boolean;
  /** Whether the carrier really sent this request. */
  verify(request: WebhookRequest): boolean;
  /** Each reader answers undefined when the parameters are not of its kind of webhook. */
  readCall(request: WebhookRequest): IncomingCall | undefined;
  readMessage(request: WebhookRequest): IncomingMessage | undefined;
  /** The interaction of a call whose called party has picked up and is to be told what it is about. */
  readWhisper(request: WebhookRequest): string | undefined;
  readEndedDial(request: WebhookRequest): EndedDial | undefined;
  /** Undefined also for a status on the way (queued, sending), which changes nothing. */
  readMessageStatus(request: WebhookRequest): MessageStatus | undefined;
  /** The body of the answer to a call webhook. */
  renderCall(plan: CallPlan): string;
  /** The body of the answer to a message webhook. */
  renderMessage(plan: MessagePlan): string;
  /** Sends one text by itself. Fails with `telephony_failed`. */
  sendMessage(message: OutgoingMessage): Promise<void>;
}
