import { isCallReference } from '../../domain/model/placed-call.js';
import { isOver, readAnsweredBy, readCallOutcome, readDigits } from './reports.js';
import { text, type Reader, type Webhook } from './webhook.js';

// What the carrier asks and reports about calls that we have placed. The query of the address says which call it is: it was given
// by us, and is a part of what the carrier signs.

/** Parameters: https://www.twilio.com/docs/voice/twiml#request-parameters, and AnsweredBy */
export function readPlacedCallAnswered(webhook: Webhook): ReturnType<Reader> {
  const call = callOf(webhook);
  if (call === undefined || isOver(webhook.params)) return 'status_only';
  return { kind: 'placed_call_answered', ...call, answeredBy: readAnsweredBy(webhook.params) };
}

/** Parameters: https://www.twilio.com/docs/voice/twiml/gather#attributes-action */
export function readPlacedCallKey(webhook: Webhook): ReturnType<Reader> {
  const call = callOf(webhook);
  const step = new URLSearchParams(webhook.query).get('step') ?? '';
  if (call === undefined || !STEP.test(step) || isOver(webhook.params)) return 'status_only';
  return { kind: 'placed_call_key', ...call, step: Number(step), digits: readDigits(webhook.params) };
}

/** Parameters: https://www.twilio.com/docs/voice/api/call-resource#statuscallback */
export function readPlacedCallEnded(webhook: Webhook): ReturnType<Reader> {
  const call = callOf(webhook);
  const status = readCallOutcome(webhook.params);
  return call === undefined || status === undefined ? 'status_only' : { kind: 'placed_call_ended', ...call, status };
}

const STEP = /^\d{1,6}$/;

/** Undefined when the webhook is about none of our calls. */
function callOf({ carrier, params, query }: Webhook) {
  const callId = text(params, 'CallSid');
  const reference = new URLSearchParams(query).get('reference') ?? '';
  return callId === undefined || !isCallReference(reference) ? undefined : { carrier, callId, reference };
}
