import type { Carrier } from './carrier.js';
import type { Identity } from './identity.js';
import type { DialStatus } from './interaction.js';
import type { IncomingContent } from './message.js';
import type { OptOutRequest } from './opt-out.js';
import type { E164 } from './phone-number.js';
import type { AnsweredBy } from './placed-call.js';

interface Delivery {
  /** The same for all deliveries of an event; the id of its interaction. */
  readonly deliveryId: string;
  readonly carrier: Carrier;
  readonly from: Identity;
  /** The number that was called or texted; undefined when it is not a telephone number. */
  readonly to: E164 | undefined;
}

interface CallDelivery extends Delivery {
  /** The carrier's id of the call. */
  readonly callId: string;
}

/** What a carrier reports to an address that we gave it. Believed only about an interaction of the same carrier. */
interface Callback {
  readonly carrier: Carrier;
  readonly interactionId: string;
}

/** Somebody calls a number of ours. */
export interface IncomingCall extends CallDelivery {
  readonly kind: 'incoming_call';
}

/** The caller entered digits when asked for an order code. */
export interface DigitsEntered extends CallDelivery {
  readonly kind: 'digits';
  /** Without the finishing key. Empty when no digit was pressed: that is no code. */
  readonly digits: string;
  /** Counts the questions of this call, from 1. */
  readonly attempt: number;
  /** The `deliveryId` of the event that was answered with this question. */
  readonly questionId: string;
}

/** The callee has picked up and is waiting to be connected: now a whisper can be played to them. */
export interface CalleeAnswered extends Callback {
  readonly kind: 'callee_answered';
}

/** The call leg to the callee has ended. */
export interface DialEnded extends Callback {
  readonly kind: 'dial_ended';
  readonly status: DialStatus;
  /** Seconds of conversation; undefined when the carrier does not say. */
  readonly durationSeconds: number | undefined;
}

/** Somebody sends a text to a number of ours. */
export interface IncomingText extends Delivery, IncomingContent {
  readonly kind: 'incoming_text';
  /** The carrier's id of the message. */
  readonly messageId: string;
  /** What the carrier took the text for: STOP, START or HELP. It has replied already. Absent where it leaves that to us. */
  readonly optOut?: OptOutRequest | undefined;
}

/** What became of a text that we sent. */
export interface TextStatus extends Callback {
  readonly kind: 'text_status';
  /** Which text of the interaction, from 0. */
  readonly part: number;
  /** Which attempt to send it, from 1. */
  readonly attempt: number;
  readonly status: 'delivered' | 'undelivered';
  /** Of an undelivered text: whether the reason may have passed, so that it may be delivered if it is sent again. */
  readonly mayPass: boolean;
}

/** What the carrier says about a call that we have placed. */
interface PlacedCallReport {
  readonly carrier: Carrier;
  /** The carrier's id of the call: that of the receipt. */
  readonly callId: string;
  /** The reference that the call was placed with. */
  readonly reference: string;
}

/** Somebody, or something, has picked up a call that we have placed. May be delivered before the call's receipt, and more than once. */
export interface PlacedCallAnswered extends PlacedCallReport {
  readonly kind: 'placed_call_answered';
  readonly answeredBy: AnsweredBy;
}

/** What the person pressed when asked for a key. May be delivered more than once. */
export interface PlacedCallKey extends PlacedCallReport {
  readonly kind: 'placed_call_key';
  /** The `step` of the question. */
  readonly step: number;
  /** Empty when no digit was pressed. */
  readonly digits: string;
}

/** A call that we have placed is over. */
export interface PlacedCallEnded extends PlacedCallReport {
  readonly kind: 'placed_call_ended';
  readonly status: DialStatus;
}

/** What a webhook says, in values of the domain. */
export type CarrierEvent =
  | IncomingCall
  | DigitsEntered
  | CalleeAnswered
  | DialEnded
  | PlacedCallAnswered
  | PlacedCallKey
  | PlacedCallEnded
  | IncomingText
  | TextStatus;
