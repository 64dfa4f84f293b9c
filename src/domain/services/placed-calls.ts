import type { AnswerPlan, Telephony } from '../../ports/telephony.js';
import type { PlacedCallAnswered, PlacedCallEnded, PlacedCallKey } from '../model/carrier-event.js';
import type { ReportAnswered } from './calls.js';
import { renderAnswer } from './render.js';

/**
 * What happens in calls that we place. The carrier may deliver each event more than once, and the first one before the receipt of the call
 * has come back; the answer to a repeated event must be the same.
 */
export interface PlacedCalls {
  /** What a person hears first. A machine hears nothing: whatever the answer says, the call is hung up. */
  answered(event: PlacedCallAnswered): Promise<ReportAnswered>;
  /** What follows the answer to a question. */
  key(event: PlacedCallKey): Promise<ReportAnswered>;
  /** Nobody hears the answer. When it rejects, the carrier is told that the report has not arrived. */
  ended(event: PlacedCallEnded): Promise<ReportAnswered>;
}

/** Voicemail would keep what it hears, and whoever listens to it would know the code. */
export async function answeredCall(
  telephony: Telephony,
  placedCalls: PlacedCalls,
  event: PlacedCallAnswered,
): Promise<ReportAnswered> {
  const answered = await placedCalls.answered(event);
  return event.answeredBy === 'machine' ? answerWith(telephony, { kind: 'hang_up' }) : answered;
}

export function answerWith(telephony: Telephony, plan: AnswerPlan): ReportAnswered {
  return { plan, answer: renderAnswer(telephony, plan) };
}
