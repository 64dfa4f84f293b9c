import { parse } from 'node:querystring';
import type { Carrier } from '../../domain/model/carrier.js';
import type { CarrierEvent, TextStatus } from '../../domain/model/carrier-event.js';
import type { DialStatus } from '../../domain/model/interaction.js';
import { sayable } from '../../domain/model/characters.js';
import type { Received, WebhookRequest } from '../../ports/telephony.js';
import { readContent } from './content.js';
import { deliveryKey, readCalled, readCaller, readSender } from './identities.js';
import { WEBHOOK_PATHS } from './paths.js';
import { isSigned, type FormParams, type SignatureOptions, type SignedRequest } from './signature.js';

/** A webhook whose signature was checked. */
interface Webhook {
  readonly carrier: Carrier;
  readonly params: FormParams;
  /** The part of the target behind `?`. */
  readonly query: string;
  readonly token: string | undefined;
}

/** Returns undefined when required parameters are missing, and `status_only` when nothing is to be done. */
type Reader = (webhook: Webhook) => CarrierEvent | 'status_only' | undefined;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [WEBHOOK_PATHS.voice, readCall],
  [WEBHOOK_PATHS.voiceEnded, readDialEnded],
  [WEBHOOK_PATHS.whisper, readCalleeAnswered],
  [WEBHOOK_PATHS.sms, readText],
  [WEBHOOK_PATHS.smsStatus, readTextStatus],
]);

const CALL_PATHS: ReadonlySet<string> = new Set([WEBHOOK_PATHS.voice, WEBHOOK_PATHS.voiceEnded, WEBHOOK_PATHS.whisper]);

const MALFORMED = 'required parameters are missing';
const BAD_SIGNATURE = 'the signature does not match the request and the public address';

/** Nothing is read before the signature is checked. */
export function receive(request: WebhookRequest, carrier: Carrier, options: SignatureOptions): Received {
  const [path = '', query = ''] = splitTarget(request.target);
  const signed = signedRequestOf(request);
  if (!isSigned(signed, options)) return { kind: 'refused', reason: 'bad_signature', detail: BAD_SIGNATURE };
  const token = header(request, 'i-twilio-idempotency-token');
  const event = READERS.get(path)?.({ carrier, params: signed.params, query, token });
  if (event === undefined)
    return { kind: 'refused', reason: 'malformed', isCall: CALL_PATHS.has(path), detail: MALFORMED };
  return event === 'status_only' ? { kind: 'status_only' } : { kind: 'event', event };
}

function splitTarget(target: string): readonly string[] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target] : [target.slice(0, mark), target.slice(mark + 1)];
}

function signedRequestOf(request: WebhookRequest): SignedRequest {
  const body = Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength).toString('utf8');
  const isJson = header(request, 'content-type')?.startsWith('application/json') === true;
  return {
    target: request.target,
    signature: header(request, 'x-twilio-signature'),
    // Not with a parser that nests `a[b]`: the signature covers the names as they are.
    params: isJson ? {} : parse(body, '&', '=', { maxKeys: 0 }),
    jsonBody: isJson ? body : undefined,
  };
}

function header({ headers }: WebhookRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Parameters: https://www.twilio.com/docs/voice/twiml#request-parameters */
function readCall({ carrier, params, query, token }: Webhook): CarrierEvent | undefined {
  const callId = text(params, 'CallSid');
  const to = text(params, 'To');
  if (callId === undefined || to === undefined) return undefined;
  const call = { carrier, callId, to: readCalled(to), from: readCaller(text(params, 'From') ?? '') };
  const attempt = query === '' ? 0 : Number(new URLSearchParams(query).get('attempt') ?? 0);
  const digits = text(params, 'Digits');
  if (!Number.isSafeInteger(attempt) || attempt <= 0) {
    const deliveryId = deliveryKey({ carrier, step: 'voice', sid: callId, token, digits });
    return { kind: 'incoming_call', deliveryId, ...call };
  }
  const deliveryId = deliveryKey({ carrier, step: `voice-${attempt.toString()}`, sid: callId, token, digits });
  return { kind: 'digits', deliveryId, ...call, digits: digits ?? '', attempt };
}

/** Parameters: https://www.twilio.com/docs/messaging/guides/webhook-request */
function readText({ carrier, params, token }: Webhook): CarrierEvent | undefined {
  const messageId = text(params, 'MessageSid');
  const to = text(params, 'To');
  if (messageId === undefined || to === undefined) return undefined;
  return {
    kind: 'incoming_text',
    deliveryId: deliveryKey({ carrier, step: 'sms', sid: messageId, token }),
    carrier,
    messageId,
    to: readCalled(to),
    from: readSender(text(params, 'From') ?? ''),
    ...readContent((name) => text(params, name)),
  };
}

const DIAL_STATUSES: ReadonlyMap<string, DialStatus> = new Map([
  ['completed', 'answered'],
  ['answered', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no_answer'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
]);

/** Parameters: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values */
function readDialEnded({ params, query }: Webhook): CarrierEvent | undefined {
  const interactionId = new URLSearchParams(query).get('interaction');
  const status = DIAL_STATUSES.get(text(params, 'DialCallStatus') ?? '');
  if (interactionId === null || status === undefined) return undefined;
  const seconds = Number(text(params, 'DialCallDuration'));
  const durationSeconds = Number.isSafeInteger(seconds) ? seconds : undefined;
  return { kind: 'dial_ended', interactionId, status, durationSeconds };
}

/** The callee has picked up. The parameters are those of a call; the query names the interaction. */
function readCalleeAnswered({ query }: Webhook): CarrierEvent | undefined {
  const interactionId = new URLSearchParams(query).get('interaction');
  return interactionId === null ? undefined : { kind: 'callee_answered', interactionId };
}

const TEXT_STATUSES: ReadonlyMap<string, TextStatus['status']> = new Map([
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'undelivered'],
]);

/** Values: https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks */
function readTextStatus({ params, query }: Webhook): CarrierEvent | 'status_only' {
  const about = new URLSearchParams(query);
  const interactionId = about.get('interaction');
  const part = Number(about.get('part') ?? Number.NaN);
  const attempt = Number(about.get('attempt') ?? 1);
  const status = TEXT_STATUSES.get(text(params, 'MessageStatus') ?? '');
  const isAboutText = interactionId !== null && Number.isSafeInteger(part) && Number.isSafeInteger(attempt);
  // Still on its way (queued, sending, sent), or not a text of ours.
  if (!isAboutText || status === undefined) return 'status_only';
  const mayPass = status === 'undelivered' && MAY_PASS.has(text(params, 'ErrorCode') ?? '');
  return { kind: 'text_status', interactionId, part, attempt, status, mayPass };
}

/**
 * The errors of a delivery after which Twilio advises to send the text again: the queue was full, the phone was off or out of
 * reach, the network gave no reason, or was congested. All others (a landline, a blocked or unknown number, a filtered text) would
 * only be repeated. Source: https://www.twilio.com/docs/api/errors/30003 and its neighbours.
 */
const MAY_PASS: ReadonlySet<string> = new Set(['30001', '30003', '30008', '30017']);

/** The value of a parameter that is given exactly once and is not empty, without what cannot be stored or rendered. */
function text(params: FormParams, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' ? sayable(value) || undefined : undefined;
}
