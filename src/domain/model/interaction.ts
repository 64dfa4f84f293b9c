import type { CallPlan } from './call-plan.js';
import type { TextStatus } from './carrier-event.js';
import type { Carrier } from './carrier.js';
import type { ClientId } from './client.js';
import type { MessagePlan } from './message.js';
import type { Announcement } from './phrases.js';
import type { Direction } from './routing.js';
import { DAY_MS } from './time.js';

/** How the call leg to the callee ended, as the carrier reports it. */
export type DialStatus = 'answered' | 'busy' | 'no_answer' | 'failed' | 'canceled';
const DIAL_STATUSES: readonly DialStatus[] = ['answered', 'busy', 'no_answer', 'failed', 'canceled'];
const ENDINGS: ReadonlySet<string> = new Set(DIAL_STATUSES);

/** Whether this outcome says how the call leg to the callee ended. */
export function isDialStatus(outcome: CallOutcome): outcome is DialStatus {
  return ENDINGS.has(outcome);
}

/** The announcement that the caller heard; otherwise `connecting` until the carrier reports how the call ended. */
export type CallOutcome = Announcement | DialStatus | 'connecting';
/**
 * The announcement that the sender got; `empty` when there was nothing in the text to relay; otherwise `sent` until the carrier
 * reports what became of the text.
 */
export type TextOutcome = Announcement | 'empty' | 'sent' | 'delivered' | 'undelivered';
/** The outcome of a call or a text. */
export type Outcome = CallOutcome | TextOutcome;

/** What calls and texts have in common. Times are milliseconds since the epoch. */
export interface InteractionBase {
  /** The `deliveryId` of the event: a repeated delivery finds the interaction. */
  readonly id: string;
  readonly carrier: Carrier;
  readonly sessionId: string | undefined;
  readonly clientId: ClientId | undefined;
  /** Undefined when nobody was reached. */
  readonly direction: Direction | undefined;
  /** Masked. */
  readonly from: string;
  /** Masked. */
  readonly to: string;
  readonly at: number;
  /** When the carrier reported the outcome. */
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

/** The outcomes of calls that are put through: somebody's phone is dialled. */
export const PUT_THROUGH: readonly CallOutcome[] = ['connecting', ...DIAL_STATUSES];

/** Whether somebody's phone was dialled. */
export function wasPutThrough({ outcome }: Pick<CallInteraction, 'outcome'>): boolean {
  return outcome === 'connecting' || isDialStatus(outcome);
}

/** One text. */
export interface TextInteraction extends InteractionBase {
  readonly channel: 'message';
  /** The carrier's id of the message. */
  readonly messageId: string;
  readonly outcome: TextOutcome;
  /** Indexes, from 0, of its texts that could not be delivered. */
  readonly failedParts: readonly number[];
  /** Indexes of its texts that were sent a second time, after a failure that might pass. */
  readonly retriedParts: readonly number[];
  /** What was answered. Dropped after a day. */
  readonly plan: MessagePlan | undefined;
}

/** One routed call or text. Phone numbers are masked, except in `plan`. */
export type Interaction = CallInteraction | TextInteraction;

/**
 * All that is left of an interaction when its retention is over: a late delivery of the same event is recognised by its
 * id, and answered without being decided again. Says nothing about anybody.
 */
export interface RememberedDelivery {
  readonly channel: undefined;
  readonly id: string;
  /** When the call or text came in, in milliseconds since the epoch. */
  readonly at: number;
}

/** What is on record about a call or text. */
export type InteractionRecord = Interaction | RememberedDelivery;

/** How much longer than an interaction its id is remembered. */
export const REMEMBERED_MS = 400 * DAY_MS;

export function rememberDelivery(record: InteractionRecord): RememberedDelivery {
  return record.channel === undefined ? record : { channel: undefined, id: record.id, at: record.at };
}

/** `call`, or `message` for a text. */
export type Channel = Interaction['channel'];

/**
 * The text with what its carrier reports; the same one when that says nothing new. What became of an automatic reply is not recorded:
 * the outcome is why the text was not relayed.
 */
export function withReport(text: TextInteraction, report: Omit<TextStatus, 'kind' | 'carrier'>): TextInteraction {
  const { part, attempt, status, mayPass } = report;
  const { failedParts, retriedParts } = text;
  if (!RELAYED.has(text.outcome) || part >= (text.plan?.messages.length ?? Infinity)) return text;
  if (attempt > 1 && !retriedParts.includes(part)) return text;
  // Reports may be repeated, and arrive late: what became of the second attempt is what counts.
  if (attempt === 1 && retriedParts.includes(part)) return text;
  if (status === 'undelivered') {
    if (failedParts.includes(part)) return text;
    const retried = mayPass && attempt === 1 && text.plan !== undefined ? [...retriedParts, part] : retriedParts;
    return { ...text, outcome: 'undelivered', failedParts: [...failedParts, part], retriedParts: retried };
  }
  const failed = failedParts.filter((other) => other !== part);
  if (failed.length === failedParts.length && text.outcome !== 'sent') return text;
  return { ...text, outcome: failed.length === 0 ? 'delivered' : 'undelivered', failedParts: failed };
}

const RELAYED: ReadonlySet<TextOutcome> = new Set(['sent', 'delivered', 'undelivered']);

/** The channels, and the directions of what was routed to somebody. */
export const INTERACTION_CHANNELS = ['call', 'message'] as const satisfies readonly Channel[];
export const DIRECTIONS = ['to_client', 'to_counterpart'] as const satisfies readonly Direction[];

export function withoutPlan<T extends Interaction>(interaction: T): T {
  return interaction.plan === undefined ? interaction : { ...interaction, plan: undefined };
}
