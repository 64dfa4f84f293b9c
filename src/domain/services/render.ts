import type { AnswerPlan, Telephony, WebhookAnswer } from '../../ports/telephony.js';
import { ProxyCallError } from '../model/errors.js';

/**
 * Renders an answer.
 * @throws `internal` when the plan cannot be rendered. What the renderer said is left out, as it may quote a name or a text.
 */
export function renderAnswer(telephony: Telephony, plan: AnswerPlan): WebhookAnswer {
  try {
    return telephony.answer(plan);
  } catch {
    throw new ProxyCallError('internal', `the carrier's adapter cannot render a plan of kind ${plan.kind}`);
  }
}
