import { parseTwiml, type Element } from './twiml-document.js';
import type { Answer, Params, SendWebhook } from './webhooks.js';

/** The answer to a delivery. */
export interface Delivered {
  /** The HTTP status of the first answer; 0 when there was none. */
  readonly status: number;
  /** The bodies of the answers, in order. */
  readonly documents: readonly string[];
}

/** A call leg to a callee. */
export interface DialledLeg {
  readonly number: string;
  /** The caller ID that the callee was shown. */
  readonly shown: string;
  readonly outcome: DialOutcome;
}

/** How a call leg ended, in Twilio's words. Source: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values */
export type DialOutcome = 'completed' | 'busy' | 'no-answer' | 'failed';

/** What happened during a call. */
export interface CallTrace extends Delivered {
  readonly callSid: string;
  /** What the caller heard, sentence by sentence. */
  readonly heard: readonly string[];
  readonly dialled: readonly DialledLeg[];
  /** `application_error`: an answer was an error, or no TwiML. */
  readonly ended: 'hung_up' | 'rejected' | 'application_error';
}

/** What Twilio's voice says when the application fails. */
const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.';
/** Ends a call whose document redirects to itself. */
const MOST_DOCUMENTS = 50;
/** The length of a simulated conversation. */
const CONVERSATION_SECONDS = 30;

export interface CallContext {
  readonly send: SendWebhook;
  readonly params: Params;
  /** What the person at the phone types when the call asks for digits, having heard this; undefined: nothing. */
  readonly press: (heard: string) => string | undefined;
  /** Rings a phone and tells what it did. Whoever picks up first hears the whisper, if there is one. */
  readonly ring: (number: string, shown: string, whisper: () => Promise<readonly string[]>) => Promise<DialOutcome>;
}

type Ending = CallTrace['ended'];

/** A call in progress. */
interface Call extends CallContext {
  readonly documents: string[];
  readonly heard: string[];
  readonly dialled: DialledLeg[];
}

/**
 * Executes the TwiML of a call, and of every answer that it leads to, until the call ends.
 * @param first the document that the call begins with
 * @param from the address that the document came from
 */
export async function runCall(context: CallContext, first: Answer, from: string): Promise<CallTrace> {
  const call: Call = { ...context, documents: [], heard: [], dialled: [] };
  const ended = await execute(call, first, from);
  const { params, documents, heard, dialled } = call;
  return { callSid: params['CallSid'] ?? '', status: first.status, documents, heard, dialled, ended };
}

async function execute(call: Call, received: Answer, url: string): Promise<Ending> {
  call.documents.push(received.body);
  const isValid = received.status === 200 && call.documents.length <= MOST_DOCUMENTS;
  const verbs = isValid ? parseTwiml(received.body) : undefined;
  if (verbs === undefined) {
    call.heard.push(APPLICATION_ERROR);
    return 'application_error';
  }
  for (const verb of verbs) {
    const ending = await perform(call, verb, url);
    if (ending !== undefined) return ending;
  }
  return 'hung_up';
}

/** Performs one verb. Returns how the call ended, or undefined when it goes on with the next verb. */
async function perform(call: Call, verb: Element, url: string): Promise<Ending | undefined> {
  switch (verb.name) {
    case 'Say':
      call.heard.push(verb.text);
      return undefined;
    case 'Pause':
      return undefined;
    case 'Gather':
      return gather(call, verb, url);
    case 'Dial':
      return dial(call, verb, url);
    case 'Redirect':
      return follow(call, verb.text.trim(), url, {});
    case 'Hangup':
      return 'hung_up';
    case 'Reject':
      return 'rejected';
    default:
      call.heard.push(APPLICATION_ERROR);
      return 'application_error';
  }
}

async function gather(call: Call, verb: Element, url: string): Promise<Ending | undefined> {
  const before = call.heard.length;
  for (const child of verb.children) await perform(call, child, url);
  const { action = url, finishOnKey = '#', numDigits, actionOnEmptyResult } = verb.attributes;
  const pressed = call.press(call.heard.slice(before).join(' '));
  if (pressed === undefined)
    return actionOnEmptyResult === 'true' ? follow(call, action, url, { Digits: '' }) : undefined;
  const [digits = ''] = finishOnKey === '' ? [pressed] : pressed.split(finishOnKey);
  return follow(call, action, url, {
    Digits: digits.slice(0, numDigits === undefined ? undefined : Number(numDigits)),
  });
}

async function dial(call: Call, verb: Element, url: string): Promise<Ending | undefined> {
  const noun = verb.children.find(({ name }) => name === 'Number');
  const number = (noun?.text ?? verb.text).trim();
  const shown = verb.attributes['callerId'] ?? call.params['From'] ?? '';
  const outcome = await call.ring(number, shown, () => whisperOf(call, noun, url));
  call.dialled.push({ number, shown, outcome });
  const { action, timeLimit = '14400' } = verb.attributes;
  if (action === undefined) return undefined;
  const seconds = Math.min(CONVERSATION_SECONDS, Number(timeLimit));
  const duration: Params = outcome === 'completed' ? { DialCallDuration: seconds.toString() } : {};
  return follow(call, action, url, { DialCallStatus: outcome, ...duration });
}

/** What the callee hears after picking up, before the two are connected. */
async function whisperOf(call: Call, noun: Element | undefined, url: string): Promise<readonly string[]> {
  const target = noun?.attributes['url'];
  if (target === undefined) return [];
  const answer = await request(call, new URL(target, url).href, {});
  call.documents.push(answer.body);
  const verbs = answer.status === 200 ? (parseTwiml(answer.body) ?? []) : [];
  return verbs.filter(({ name }) => name === 'Say').map(({ text }) => text);
}

async function follow(call: Call, target: string, from: string, more: Params): Promise<Ending> {
  const url = new URL(target, from).href;
  return execute(call, await request(call, url, more), url);
}

function request({ send, params }: Call, url: string, more: Params): Promise<Answer> {
  return send(url, { ...params, CallStatus: 'in-progress', ...more });
}
