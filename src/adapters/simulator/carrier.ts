import { randomUUID } from 'node:crypto';
import type { NumberProvider } from '../../ports/number-provider.js';
import type { OutgoingMessage } from '../../domain/model/message.js';
import type { CountryCode } from '../../domain/model/country.js';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { NumberType } from '../../domain/model/proxy-number.js';
import type { Ids } from '../../ports/runtime.js';
import type { Telephony } from '../../ports/telephony.js';
import { createTwimlDialect, WEBHOOK_PATHS, webhookUrlsAt } from '../twiml/index.js';
import { placeCall, type Announced, type CallTrace, type DialOutcome } from './call.js';
import type { Behaviour, CallOptions, Phone, ReceivedText, Ring, TextOptions } from './phone.js';
import { createSeller, type AdoptedNumber } from './seller.js';
import { parseTwiml } from './twiml-document.js';
import { createWebhookSender, type Params } from './webhooks.js';

export interface SimulatedCarrierOptions {
  /** Signs the webhooks, as a Twilio auth token does. */
  readonly authToken: string;
  /** Makes the carrier's identifiers; random ones when absent. */
  readonly ids?: Pick<Ids, 'next'> | undefined;
  /** The address of the service whose webhooks are called. Asked at every call. */
  readonly webhookBaseUrl: () => string;
  /** Other addresses under which the service accepts webhooks. */
  readonly otherPublicUrls?: readonly string[] | undefined;
  /** Whether this kind of number is sold; where absent, everything there is a range for. */
  readonly sells?: ((country: CountryCode, type: NumberType) => boolean) | undefined;
}

/**
 * A telephone company in memory. It sells numbers, delivers signed webhooks over HTTP, executes the TwiML that comes
 * back, and lets simulated phones call, text, press keys, and see which number they were shown.
 */
export interface SimulatedCarrier {
  /** What its webhooks are signed with. */
  readonly authToken: string;
  readonly provider: NumberProvider;
  readonly telephony: Telephony;
  /** The phone with this number; made on first mention, it answers. */
  phone(number: string): Phone;
  /** Makes numbers known that were rented before, by a carrier that has ended. */
  adopt(numbers: readonly AdoptedNumber[]): void;
}

type State = Omit<Phone, 'rings' | 'inbox'> & { readonly rings: Ring[]; readonly inbox: ReceivedText[] };

const OUTCOMES: Readonly<Record<Behaviour, DialOutcome>> = {
  answers: 'completed',
  is_busy: 'busy',
  does_not_answer: 'no-answer',
  is_off: 'failed',
};

export function createSimulatedCarrier(options: SimulatedCarrierOptions): SimulatedCarrier {
  const { authToken, ids = { next: randomUUID }, webhookBaseUrl, otherPublicUrls = [], sells } = options;
  const webhookUrls = () => webhookUrlsAt(webhookBaseUrl());
  const seller = createSeller({ ids, sells, webhookUrls });
  const send = createWebhookSender({ authToken, ids });
  const phones = new Map<string, State>();
  const dialect = createTwimlDialect({
    authTokens: [authToken],
    publicUrls: () => [webhookBaseUrl(), ...otherPublicUrls],
  });

  return {
    authToken,
    provider: seller,
    adopt: (numbers) => {
      seller.adopt(numbers);
    },
    phone,
    telephony: {
      ...dialect,
      simulated: true,
      sendMessage: (message) =>
        deliver(message)
          ? Promise.resolve()
          : Promise.reject(new ProxyCallError('telephony_failed', 'the phone is off')),
    },
  };

  function phone(number: string): State {
    const known = phones.get(number);
    if (known !== undefined) return known;
    const made: State = {
      number,
      behaviour: 'answers',
      rings: [],
      inbox: [],
      call: (to, callOptions) => call(number, to, callOptions),
      text: (to, body, textOptions) => text(number, to, body, textOptions),
    };
    phones.set(number, made);
    return made;
  }

  function call(
    number: string,
    to: string,
    { showing = number, keys = [], deliveries = 1 }: CallOptions = {},
  ): Promise<CallTrace> {
    const params = { ...callParams(sid('CA'), showing, to), CallStatus: 'ringing', Direction: 'inbound' };
    return placeCall({ send, voiceUrl: webhookBaseUrl() + WEBHOOK_PATHS.voice, params, keys, deliveries, ring });
  }

  async function ring(number: string, shown: string, whisper: () => Promise<readonly string[]>): Promise<DialOutcome> {
    const rung = phone(number);
    const outcome = OUTCOMES[rung.behaviour];
    if (outcome === 'failed') return outcome;
    const answered = outcome === 'completed';
    const heard = answered ? await whisper() : [];
    rung.rings.push({ shown, answered, ...(heard.length === 0 ? {} : { heard }) });
    return outcome;
  }

  async function text(
    number: string,
    to: string,
    body: string,
    { showing = number, media = [], deliveries = 1 }: TextOptions = {},
  ): Promise<Announced> {
    const pictures = media.map((url, index) => [`MediaUrl${index.toString()}`, url] as const);
    const params = {
      ...messageParams(sid('SM'), showing, to),
      Body: body,
      NumMedia: media.length.toString(),
      ...Object.fromEntries(pictures),
    };
    const { status, body: document } = await send(webhookBaseUrl() + WEBHOOK_PATHS.sms, params, deliveries);
    const verbs = status === 200 ? (parseTwiml(document) ?? []) : [];
    for (const verb of verbs.filter(({ name }) => name === 'Message')) {
      const message = {
        from: verb.attributes['from'] ?? to,
        to: verb.attributes['to'] ?? showing,
        body: verb.children.find(({ name }) => name === 'Body')?.text ?? verb.text,
        media: verb.children.filter(({ name }) => name === 'Media').map((picture) => picture.text),
      };
      const delivered = deliver(message);
      const { action } = verb.attributes;
      if (action === undefined) continue;
      const MessageStatus = delivered ? 'delivered' : 'undelivered';
      await send(action, { ...messageParams(sid('SM'), message.from, message.to), MessageStatus });
    }
    return { status, documents: [document] };
  }

  function deliver({
    from,
    to,
    body,
    media,
  }: Omit<OutgoingMessage, 'from' | 'to'> & { from: string; to: string }): boolean {
    const receiver = phone(to);
    if (receiver.behaviour === 'is_off') return false;
    receiver.inbox.push({ from, body, media });
    return true;
  }

  function sid(prefix: string): string {
    return prefix + ids.next().replaceAll('-', '');
  }
}

const ACCOUNT = { AccountSid: 'AC00000000000000000000000000000000', ApiVersion: '2010-04-01' };

/** The parameters that Twilio sends with a call, those that tell nothing here left empty as it leaves them. */
function callParams(callSid: string, from: string, to: string): Params {
  const places = ['From', 'To', 'Caller', 'Called'].flatMap((side) =>
    ['City', 'State', 'Zip', 'Country'].map((place) => [side + place, ''] as const),
  );
  return { ...ACCOUNT, ...Object.fromEntries(places), CallSid: callSid, From: from, Caller: from, To: to, Called: to };
}

function messageParams(messageSid: string, from: string, to: string): Params {
  return { ...ACCOUNT, MessageSid: messageSid, SmsSid: messageSid, From: from, To: to, NumSegments: '1' };
}
