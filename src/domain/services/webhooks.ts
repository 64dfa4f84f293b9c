import type { AnswerPlan, Received, Telephony, WebhookAnswer, WebhookRequest } from '../../ports/telephony.js';
import type { CarrierEvent } from '../model/carrier-event.js';
import type { CallsService } from './calls.js';
import { answeredCall, type PlacedCalls } from './placed-calls.js';
import type { Ports } from './ports.js';
import { renderAnswer } from './render.js';
import type { TextsService } from './texts.js';

/**
 * The result of a webhook request. `event` and `outcome` of an answered one are for metrics. `failed`: a text, or the end of a call that we
 * placed, could not be handled; the carrier should send it again.
 */
export type HandledWebhook =
  | {
      readonly kind: 'answered';
      readonly answer: WebhookAnswer;
      readonly event: CarrierEvent['kind'] | 'status_only' | 'malformed';
      readonly outcome: string;
    }
  | Extract<Received, { kind: 'refused' }>
  | { readonly kind: 'failed'; readonly event: CarrierEvent['kind']; readonly error: unknown };

/** Handles one webhook request of the carrier. `requestId` is for the log. */
export type HandleWebhook = (
  request: WebhookRequest,
  context: { readonly requestId: string },
) => Promise<HandledWebhook>;

interface Answer {
  readonly answer: WebhookAnswer;
  readonly outcome: string;
}

/** The only entry point for a carrier: receives, and lets the use case read, decide, render and commit. */
export function createHandleWebhook(
  { telephony, logger, settings }: Ports,
  calls: CallsService,
  texts: TextsService,
  placedCalls: PlacedCalls,
): HandleWebhook {
  let hasWarned = false;
  return async (request, { requestId }) => {
    const received = telephony.receive(request, settings);
    if (received.kind === 'refused') {
      if (received.reason === 'bad_signature' || !received.isCall) return received;
      logger.warn('voice.malformed', { requestId });
      return { kind: 'answered', answer: calls.unavailable(), event: 'malformed', outcome: 'failed' };
    }
    if (received.kind === 'status_only') {
      return { kind: 'answered', answer: nothingTo(received), event: 'status_only', outcome: 'ignored' };
    }
    if (received.kind === 'incomplete') {
      // Once: what sends one of these sends many.
      if (!hasWarned) logger.warn('webhook.incomplete', { requestId, isCall: received.isCall });
      hasWarned = true;
      return { kind: 'answered', answer: nothingTo(received), event: 'malformed', outcome: 'ignored' };
    }
    const { event } = received;
    try {
      return { kind: 'answered', event: event.kind, ...(await answerTo(event)) };
    } catch (error) {
      if (!isOnTheLine(event)) return { kind: 'failed', event: event.kind, error };
      // On 4xx or 5xx the carrier would play its own error message; this way the caller hears ours, and whoever we called nothing.
      logger.error('voice.failed', error, { requestId });
      return { kind: 'answered', event: event.kind, answer: apology(event, telephony, calls), outcome: 'failed' };
    }
  };

  async function answerTo(event: CarrierEvent): Promise<Answer> {
    switch (event.kind) {
      case 'incoming_call':
      case 'digits':
        return answered(await calls.incoming(event));
      case 'callee_answered':
        return answered(await calls.whisper(event));
      case 'dial_ended':
        return answered(await calls.ended(event));
      case 'placed_call_answered':
        return answered(await answeredCall(telephony, placedCalls, event));
      case 'placed_call_key':
        return answered(await placedCalls.key(event));
      case 'placed_call_ended':
        return { answer: (await placedCalls.ended(event)).answer, outcome: event.status };
      case 'incoming_text':
        return answered(await texts.incoming(event));
      case 'text_status':
        return { answer: await texts.ended(event), outcome: event.status };
    }
  }

  function nothingTo({ isCall }: { readonly isCall: boolean }): WebhookAnswer {
    return renderAnswer(telephony, { kind: isCall ? 'ignore' : 'acknowledge' });
  }
}

/** What is heard when a fault prevents the call from being handled. */
function apology({ kind }: CarrierEvent, telephony: Telephony, calls: CallsService): WebhookAnswer {
  const isPlaced = kind === 'placed_call_answered' || kind === 'placed_call_key';
  return isPlaced ? renderAnswer(telephony, { kind: 'hang_up' }) : calls.unavailable();
}

function answered({ plan, answer }: { readonly plan: AnswerPlan; readonly answer: WebhookAnswer }): Answer {
  return { answer, outcome: outcomeOf(plan) };
}

/** Whether somebody waits for the answer. */
function isOnTheLine({ kind }: CarrierEvent): boolean {
  return kind !== 'incoming_text' && kind !== 'text_status' && kind !== 'placed_call_ended';
}

function outcomeOf(plan: AnswerPlan): string {
  if (plan.kind === 'texts') return plan.messages.length > 0 ? 'answered' : 'silent';
  if (plan.kind === 'ignore') return 'ignored';
  return plan.kind === 'say' ? plan.announcement : plan.kind;
}
