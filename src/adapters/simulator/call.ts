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
  readonly keys: readonly string[];
  /** Rings a phone and says what it did. Whoever picks up hears the whisper first, if there is one. */
  ring(number: string, shown: string, whisper: () => Promise<readonly string[]>): Promise<DialOutcome>;
}

type Ending = CallTrace['ended'];

/**
 * Executes the TwiML of a call, and of every answer that it leads to, until somebody hangs up.
 * @param first the document that the call begins with, and the address it came from
 */
export async function runCall(context: CallContext, first: Answer, from: string): Promise<CallTrace> {
  const { send, params } = context;
  const documents: string[] = [];
  const heard: string[] = [];
  const dialled: DialledLeg[] = [];
  const keys = [...context.keys];

  const ended = await execute(first, from);
  return { callSid: params['CallSid'] ?? '', status: first.status, documents, heard, dialled, ended };

  async function execute(received: Answer, url: string): Promise<Ending> {
    documents.push(received.body);
    const verbs = received.status === 200 && documents.length <= MOST_DOCUMENTS ? parseTwiml(received.body) : undefined;
    if (verbs === undefined) {
      heard.push(APPLICATION_ERROR);
      return 'application_error';
    }
    for (const verb of verbs) {
      const ending = await perform(verb, url);
      if (ending !== undefined) return ending;
    }
    return 'hung_up';
  }

  /** Performs one verb; the ending of the call when it goes no further. */
  async function perform(verb: Element, url: string): Promise<Ending | undefined> {
    switch (verb.name) {
      case 'Say':
        heard.push(verb.text);
        return undefined;
      case 'Pause':
        return undefined;
      case 'Gather':
        return gather(verb, url);
      case 'Dial':
        return dial(verb, url);
      case 'Redirect':
        return follow(verb.text.trim(), url, {});
      case 'Hangup':
        return 'hung_up';
      case 'Reject':
        return 'rejected';
      default:
        heard.push(APPLICATION_ERROR);
        return 'application_error';
    }
  }

  async function gather(verb: Element, url: string): Promise<Ending | undefined> {
    for (const child of verb.children) await perform(child, url);
    const pressed = keys.shift();
    if (pressed === undefined) return undefined;
    const { action = url, finishOnKey = '#', numDigits } = verb.attributes;
    const [digits = ''] = finishOnKey === '' ? [pressed] : pressed.split(finishOnKey);
    return follow(action, url, { Digits: digits.slice(0, numDigits === undefined ? undefined : Number(numDigits)) });
  }

  async function dial(verb: Element, url: string): Promise<Ending | undefined> {
    const noun = verb.children.find(({ name }) => name === 'Number');
    const number = (noun?.text ?? verb.text).trim();
    const shown = verb.attributes['callerId'] ?? params['From'] ?? '';
    const outcome = await context.ring(number, shown, () => whisperOf(noun, url));
    dialled.push({ number, shown, outcome });
    const { action, timeLimit = '14400' } = verb.attributes;
    if (action === undefined) return undefined;
    const seconds = Math.min(CONVERSATION_SECONDS, Number(timeLimit));
    const duration: Params = outcome === 'completed' ? { DialCallDuration: seconds.toString() } : {};
    return follow(action, url, { DialCallStatus: outcome, ...duration });
  }

  /** What is said to whoever picked up, before the two are connected. */
  async function whisperOf(noun: Element | undefined, url: string): Promise<readonly string[]> {
    const target = noun?.attributes['url'];
    if (target === undefined) return [];
    const answer = await send(new URL(target, url).href, { ...params, CallStatus: 'in-progress' });
    documents.push(answer.body);
    const verbs = answer.status === 200 ? (parseTwiml(answer.body) ?? []) : [];
    return verbs.filter(({ name }) => name === 'Say').map(({ text }) => text);
  }

  async function follow(target: string, from: string, more: Params): Promise<Ending> {
    const url = new URL(target, from).href;
    return execute(await send(url, { ...params, CallStatus: 'in-progress', ...more }), url);
  }
}
