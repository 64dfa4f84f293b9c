import { isUtf8 } from 'node:buffer';
import { parse } from 'node:querystring';
import type { Carrier } from '../../domain/model/carrier.js';
import type { Received, ReceivingTerms, WebhookRequest } from '../../ports/telephony.js';
import { readContent } from './content.js';
import { deliveryKey, readCalled, readCaller, readSender } from './identities.js';
import { readOptOutType } from './opt-out-type.js';
import { WEBHOOK_PATHS } from './paths.js';
import { isReport, readDeliveryStatus, readDialOutcome, readDigits } from './reports.js';
import { readPlacedCallAnswered, readPlacedCallEnded, readPlacedCallKey } from './placed-calls.js';
import { isSignature, isSigned, type FormParams, type SignatureOptions, type SignedRequest } from './signature.js';
import { isMissing, text, type Reader, type Webhook } from './webhook.js';

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [WEBHOOK_PATHS.voice, readCall],
  [WEBHOOK_PATHS.voiceEnded, readDialEnded],
  [WEBHOOK_PATHS.whisper, readCalleeAnswered],
  [WEBHOOK_PATHS.placed, readPlacedCallAnswered],
  [WEBHOOK_PATHS.placedKey, readPlacedCallKey],
  [WEBHOOK_PATHS.placedEnded, readPlacedCallEnded],
  [WEBHOOK_PATHS.sms, readText],
  [WEBHOOK_PATHS.smsStatus, readTextStatus],
]);

/** Behind which somebody may be on the line. */
const CALL_PATHS: ReadonlySet<string> = new Set([
  WEBHOOK_PATHS.voice,
  WEBHOOK_PATHS.voiceEnded,
  WEBHOOK_PATHS.whisper,
  WEBHOOK_PATHS.placed,
  WEBHOOK_PATHS.placedKey,
]);

const MALFORMED = 'required parameters are missing';
const BAD_SIGNATURE = 'the signature does not match the request and the public address';
const NOT_UTF8 = 'the parameters must be UTF-8';

/** Of a form, and of a query. Twilio sends about 30, and 20 more for ten pictures. */
const MOST_PARAMETERS = 200;
const TOO_MANY = `more than ${MOST_PARAMETERS.toString()} parameters`;

/**
 * Nothing is read before the signature is checked, and no signature is computed for what cannot be signed: it covers the parameters
 * in their order, and sorting thousands of them would let strangers keep the process busy.
 */
export function receive(
  request: WebhookRequest,
  carrier: Carrier,
  options: SignatureOptions,
  terms?: ReceivingTerms,
): Received {
  const signature = header(request, 'x-twilio-signature');
  if (!isSignature(signature)) return { kind: 'refused', reason: 'bad_signature', detail: BAD_SIGNATURE };
  const form = Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength);
  const body = form.toString('utf8');
  if (hasTooMany(body) || hasTooMany(request.target)) return malformed(TOO_MANY);
  const [path = '', query = ''] = splitTarget(request.target);
  const signed = signedRequestOf(request, signature, body);
  if (!isSigned(signed, options)) return { kind: 'refused', reason: 'bad_signature', detail: BAD_SIGNATURE };
  if (!isValidUtf8(form, body, signed)) return malformed(NOT_UTF8);
  const event = READERS.get(path)?.({ carrier, params: signed.params, query, country: terms?.defaultCountry });
  const isCall = CALL_PATHS.has(path);
  if (event === undefined) return { kind: 'refused', reason: 'malformed', isCall, detail: MALFORMED };
  if (event === 'incomplete') return { kind: 'incomplete', isCall };
  // What reports on a call where calls come in wants no instructions; behind the other paths somebody is on the line.
  if (event === 'status_only') return { kind: 'status_only', isCall: isCall && path !== WEBHOOK_PATHS.voice };
  return { kind: 'event', event };
}

function splitTarget(target: string): readonly string[] {
  const mark = target.indexOf('?');
  return mark < 0 ? [target] : [target.slice(0, mark), target.slice(mark + 1)];
}

/** No carrier sends such a request, so nobody waits on the line for an answer. */
function malformed(detail: string): Received {
  return { kind: 'refused', reason: 'malformed', isCall: false, detail };
}

function hasTooMany(text: string): boolean {
  let count = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    count += 1;
    if (count > MOST_PARAMETERS) return true;
  }
  return false;
}

/** What decoders put in place of bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd';

/** A percent-encoded byte that is not ASCII. */
const BEYOND_ASCII = /%[89a-f]/i;

/** Only what holds a replacement character is decoded again, strictly: somebody may have written one. */
function isValidUtf8(form: Buffer, body: string, { params, jsonBody }: SignedRequest): boolean {
  if (body.includes(REPLACEMENT) && !isUtf8(form)) return false;
  if (jsonBody !== undefined || !BEYOND_ASCII.test(body) || !hasReplacement(params)) return true;
  try {
    decodeURIComponent(body);
    return true;
  } catch {
    return false;
  }
}

function hasReplacement(params: FormParams): boolean {
  for (const name in params) {
    const value = params[name];
    const isText = typeof value === 'string';
    if (name.includes(REPLACEMENT) || (isText ? value : String(value)).includes(REPLACEMENT)) return true;
  }
  return false;
}

function signedRequestOf(request: WebhookRequest, signature: string, body: string): SignedRequest {
  const isJson = header(request, 'content-type')?.startsWith('application/json') === true;
  return {
    target: request.target,
    signature,
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
function readCall({ carrier, params, query, country }: Webhook): ReturnType<Reader> {
  if (isReport(params)) return 'status_only';
  const callId = text(params, 'CallSid');
  if (callId === undefined) return undefined;
  const [from, to] = [text(params, 'From'), text(params, 'To')];
  if (isMissing(from) || isMissing(to)) return 'incomplete';
  const call = { carrier, callId, to: readCalled(to), from: readCaller(from, country) };
  const attempt = query === '' ? 0 : Number(new URLSearchParams(query).get('attempt') ?? 0);
  if (!Number.isSafeInteger(attempt) || attempt <= 0) {
    return { kind: 'incoming_call', deliveryId: deliveryKey({ carrier, step: 'voice', sid: callId }), ...call };
  }
  const deliveryId = deliveryKey({ carrier, step: 'voice', attempt, sid: callId });
  const questionId = deliveryKey({ carrier, step: 'voice', attempt: attempt - 1, sid: callId });
  return { kind: 'digits', deliveryId, ...call, digits: readDigits(params), attempt, questionId };
}

/** Parameters: https://www.twilio.com/docs/messaging/guides/webhook-request */
function readText({ carrier, params, country }: Webhook): ReturnType<Reader> {
  if (isReport(params)) return 'status_only';
  const messageId = text(params, 'MessageSid');
  if (messageId === undefined) return undefined;
  const [from, to] = [text(params, 'From'), text(params, 'To')];
  if (isMissing(from) || isMissing(to)) return 'incomplete';
  return {
    kind: 'incoming_text',
    deliveryId: deliveryKey({ carrier, step: 'sms', sid: messageId }),
    carrier,
    messageId,
    to: readCalled(to),
    from: readSender(from, country),
    optOut: readOptOutType(text(params, 'OptOutType')),
    ...readContent((name) => text(params, name)),
  };
}

/** Parameters: https://www.twilio.com/docs/voice/twiml/dial#attributes-action */
function readDialEnded({ carrier, params, query }: Webhook): ReturnType<Reader> {
  const interactionId = new URLSearchParams(query).get('interaction');
  if (isMissing(interactionId)) return 'status_only';
  return { kind: 'dial_ended', carrier, interactionId, ...readDialOutcome(params) };
}

/** The callee has picked up. The parameters are those of a call; the query names the interaction. */
function readCalleeAnswered({ carrier, query }: Webhook): ReturnType<Reader> {
  const interactionId = new URLSearchParams(query).get('interaction');
  return isMissing(interactionId) ? 'status_only' : { kind: 'callee_answered', carrier, interactionId };
}

function readTextStatus({ carrier, params, query }: Webhook): ReturnType<Reader> {
  const about = new URLSearchParams(query);
  const interactionId = about.get('interaction');
  const part = Number(about.get('part') ?? Number.NaN);
  const attempt = Number(about.get('attempt') ?? 1);
  const status = readDeliveryStatus(params);
  const isAboutText = Number.isSafeInteger(part) && part >= 0 && (attempt === 1 || attempt === 2);
  if (isMissing(interactionId) || status === undefined || !isAboutText) return 'status_only';
  const mayPass = status === 'undelivered' && MAY_PASS.has(text(params, 'ErrorCode') ?? '');
  return { kind: 'text_status', carrier, interactionId, part, attempt, status, mayPass };
}

/**
 * The errors of a delivery after which Twilio advises to send the text again: the queue was full, the phone was off or out of
 * reach, the network gave no reason, or was congested. All others (a landline, a blocked or unknown number, a filtered text) would
 * only be repeated. Source: https://www.twilio.com/docs/api/errors/30003 and its neighbours.
 */
const MAY_PASS: ReadonlySet<string> = new Set(['30001', '30003', '30008', '30017']);
