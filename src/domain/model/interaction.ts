import type { CallPlan } from './call-plan.js';
import type { Carrier } from './carrier.js';
import type { ClientId } from './client.js';
import type { MessagePlan } from './message.js';
import type { Announcement } from './phrases.js';
import type { Direction } from './routing.js';

/** How the call leg to the callee ended, as the carrier reports it. */
export type DialStatus = 'answered' | 'busy' | 'no_answer' | 'failed' | 'canceled';

/** `connecting` while the call is in progress. */
export type CallOutcome = Announcement | DialStatus | 'connecting';
/** `sent` until the carrier reports the outcome. */
export type TextOutcome = Announcement | 'sent' | 'delivered' | 'undelivered';
export type Outcome = CallOutcome | TextOutcome;

/** What calls and texts have in common. */
export interface InteractionBase {
  /** The id of the delivery that caused it, by which a repeated delivery finds it. */
  readonly id: string;
  readonly carrier: Carrier;
  readonly sessionId: string | undefined;
  readonly clientId: ClientId | undefined;
  readonly direction: Direction | undefined;
  /** Masked. */
  readonly from: string;
  /** Masked. */
  readonly to: string;
  readonly at: number;
  readonly endedAt: number | undefined;
}

/** One step of a call: the call itself, or an answer to the question for a code. */
export interface CallInteraction extends InteractionBase {
  readonly channel: 'call';
  /** The carrier's id of the call, the same for all of its steps. */
  readonly callId: string;
  readonly outcome: CallOutcome;
  /** Seconds of conversation, once the carrier has reported them. */
  readonly durationSeconds: number | undefined;
  /** What was answered, so that a repeated delivery gets the same answer. Dropped after a day. */
  readonly plan: CallPlan | undefined;
}

/** One text. */
export interface TextInteraction extends InteractionBase {
  readonly channel: 'message';
  /** The carrier's id of the message. */
  readonly messageId: string;
  readonly outcome: TextOutcome;
  /** Which of its texts the carrier could not deliver. Each of them was sent once more. */
  readonly failedParts: readonly number[];
  /** As for a call. */
  readonly plan: MessagePlan | undefined;
}

/** One routed call or text. Contains no telephone number in clear outside `plan`. */
export type Interaction = CallInteraction | TextInteraction;
export type Channel = Interaction['channel'];

export function withoutPlan<T extends Interaction>(interaction: T): T {
  return interaction.plan === undefined ? interaction : { ...interaction, plan: undefined };
}
