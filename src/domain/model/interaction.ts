import type { ClientId } from './client.js';
import type { MessagePlan } from './message.js';
import type { Announcement } from './phrases.js';
import type { CallPlan } from './call-plan.js';
import type { Direction } from './routing.js';

export type Channel = 'call' | 'message';

/** How a call or text ended; while it is under way, `connecting` (a call) or `sent` (a text). */
export type Outcome =
  | Announcement
  | 'connecting'
  | 'answered'
  | 'busy'
  | 'no_answer'
  | 'failed'
  | 'canceled'
  | 'sent'
  | 'delivered'
  | 'undelivered';

/** One routed call or text. Keeps no telephone number in clear outside `plan`. */
export interface Interaction {
  /** The key of the webhook delivery that caused it, so that a second delivery finds it. */
  readonly id: string;
  readonly channel: Channel;
  /** The carrier's id of the call or message. */
  readonly carrierId: string;
  readonly sessionId: string | undefined;
  readonly clientId: ClientId | undefined;
  readonly direction: Direction | undefined;
  /** Masked. */
  readonly from: string;
  /** Masked. */
  readonly to: string;
  readonly outcome: Outcome;
  readonly at: number;
  readonly endedAt: number | undefined;
  /** Seconds of conversation, once the carrier has reported them. */
  readonly durationSeconds: number | undefined;
  /** Which of its texts the carrier could not deliver; each of them was tried once more. */
  readonly failedParts: readonly number[];
  /** What was answered, so that a repeated delivery gets the same answer. Dropped after a day. */
  readonly plan: CallPlan | MessagePlan | undefined;
}

/** How the carrier says that a dialled leg ended. */
export type DialStatus = 'answered' | 'busy' | 'no_answer' | 'failed' | 'canceled';

/**
 * Identifies a webhook delivery: by its step and the carrier's idempotency token, else by what it is about.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides (I-Twilio-Idempotency-Token).
 */
export function deliveryKey(delivery: {
  readonly token: string | undefined;
  readonly carrierId: string;
  readonly step: string;
  readonly digits?: string | undefined;
}): string {
  const { token, carrierId, step, digits = '' } = delivery;
  return token === undefined ? [step, carrierId, digits].join(':') : [step, token].join(':');
}
