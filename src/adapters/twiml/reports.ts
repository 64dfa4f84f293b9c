import type { TextStatus } from '../../domain/model/carrier-event.js';
import type { DialStatus } from '../../domain/model/interaction.js';
import type { AnsweredBy } from '../../domain/model/placed-call.js';
import type { FormParams } from './signature.js';

// How webhooks report what became of calls and texts. The words may be in any case, with blanks around them.

/** A parameter that is one of a list of words. Empty when it is absent. */
function word(params: FormParams, name: string): string {
  const value = params[name];
  if (value === undefined) return '';
  const last = typeof value === 'string' ? value : value.at(-1);
  return (last ?? '').trim().toLowerCase().replaceAll('_', '-');
}

/** A call with one of these is over. Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
const CALL_IS_OVER: ReadonlySet<string> = new Set([
  'completed',
  'busy',
  'failed',
  'no-answer',
  ...['canceled', 'cancelled'],
]);

/**
 * Whether this reports on a call or text that we know of, although it arrived where calls and texts come in: somebody has
 * set that address as the status callback of a number, or of a messaging service. It must not count as another call or text.
 * Sources: https://www.twilio.com/docs/voice/api/call-resource#statuscallbackevent (CallbackSource is in no other webhook)
 * and https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
 */
export function isReport(params: FormParams): boolean {
  return (
    CALL_IS_OVER.has(word(params, 'CallStatus')) ||
    params['CallbackSource'] !== undefined ||
    isTextReport(word(params, 'MessageStatus')) ||
    isTextReport(word(params, 'SmsStatus'))
  );
}

/** A text that comes in has the status `received`, or none. */
function isTextReport(status: string): boolean {
  return status !== '' && status !== 'received';
}

const DIAL_STATUSES: ReadonlyMap<string, DialStatus> = new Map<string, DialStatus>([
  ['completed', 'answered'],
  ['answered', 'answered'],
  ['busy', 'busy'],
  ['no-answer', 'no_answer'],
  ['failed', 'failed'],
  ['canceled', 'canceled'],
  ['cancelled', 'canceled'],
]);

/**
 * How a dialled call leg ended. Always an outcome, as no other report follows: a word that is not known is read by what else
 * the report says, and counts as failed if that is nothing.
 * Source: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values
 */
export function readDialOutcome(params: FormParams): {
  readonly status: DialStatus;
  readonly durationSeconds: number | undefined;
} {
  const seconds = Number(word(params, 'DialCallDuration') || Number.NaN);
  const isDuration = Number.isSafeInteger(seconds) && seconds >= 0;
  const status = dialStatus(params, isDuration && seconds > 0);
  // A leg that was not bridged has a duration as well, in which nobody was connected.
  return { status, durationSeconds: isDuration && status === 'answered' ? seconds : undefined };
}

function dialStatus(params: FormParams, hasLasted: boolean): DialStatus {
  const bridged = word(params, 'DialBridged');
  const known = DIAL_STATUSES.get(word(params, 'DialCallStatus'));
  if (known !== undefined) return known === 'answered' && bridged === 'false' ? 'no_answer' : known;
  if (bridged === 'true' || (bridged !== 'false' && hasLasted)) return 'answered';
  // The caller has hung up.
  return CALL_IS_OVER.has(word(params, 'CallStatus')) ? 'canceled' : 'failed';
}

/** Whether the call is over. */
export function isOver(params: FormParams): boolean {
  return CALL_IS_OVER.has(word(params, 'CallStatus'));
}

/**
 * How a call that we have placed ended; undefined while it goes on.
 * Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
 */
export function readCallOutcome(params: FormParams): DialStatus | undefined {
  return isOver(params) ? DIAL_STATUSES.get(word(params, 'CallStatus')) : undefined;
}

/**
 * Who has picked up a call that we have placed. Where the carrier does not say, it may be a person.
 * Source: https://www.twilio.com/docs/voice/answering-machine-detection#possible-values-of-the-answeredby-parameter
 */
export function readAnsweredBy(params: FormParams): AnsweredBy {
  const answeredBy = word(params, 'AnsweredBy');
  if (answeredBy === 'human') return 'person';
  return answeredBy === 'fax' || answeredBy.startsWith('machine') ? 'machine' : 'unknown';
}

const TEXT_STATUSES: ReadonlyMap<string, TextStatus['status']> = new Map([
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'undelivered'],
]);

/** What became of a text of ours; undefined while it is still on its way (queued, sending, sent). */
export function readDeliveryStatus(params: FormParams): TextStatus['status'] | undefined {
  return TEXT_STATUSES.get(word(params, 'MessageStatus') || word(params, 'SmsStatus'));
}

const MOST_KEYS = 20;

/**
 * What a caller pressed, without the finishing key. Empty when there is no digit in it: that is no code, and no attempt to
 * guess one.
 */
export function readDigits(params: FormParams): string {
  const keys = word(params, 'Digits');
  // Nobody is asked for so many; and what follows would take its time with thousands of them.
  const pressed = keys.length > MOST_KEYS ? '' : keys.replace(/#+$/, '');
  return /\d/.test(pressed) ? pressed : '';
}
