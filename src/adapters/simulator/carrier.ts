import { randomUUID } from 'node:crypto';
import type { NumberProvider } from '../../ports/number-provider.js';
import type { OutgoingMessage } from '../../domain/model/message.js';
import type { CountryCode } from '../../domain/model/country.js';
import type { NumberType } from '../../domain/model/proxy-number.js';
import type { TelephonyAbilities } from '../../domain/model/telephony-limits.js';
import type { Ids } from '../../ports/runtime.js';
import type { MessageSubject, OutgoingCall, Receipt, Telephony } from '../../ports/telephony.js';
import {
  callDocument,
  createTwimlDialect,
  homeOf,
  textStatusUrl,
  WEBHOOK_PATHS,
  webhookUrlsAt,
} from '../twiml/index.js';
import { runCall, type CallTrace, type Delivered, type DialOutcome } from './call.js';
import type { Behaviour, CallOptions, Phone, ReceivedText, Ring, TextOptions } from './phone.js';
import { createSimulatedProvider, SIMULATED, type AdoptedNumber } from './provider.js';
import { parseTwiml } from './twiml-document.js';
import { createWebhookSender, type Params } from './webhooks.js';

/** How a simulated carrier reaches the service, and what it can do. */
export interface SimulatedCarrierOptions {
  /** The secret that signs its webhooks, as a Twilio auth token does. */
  readonly authToken: string;
  /** Makes the identifiers of calls, texts and numbers. Default: random UUIDs. */
  readonly ids?: Pick<Ids, 'next'> | undefined;
  /**
   * The base URL of the service that gets the webhooks, without a path or a final slash. Called for each request, as a server on a
   * port chosen by the system learns its address late.
   */
  readonly webhookBaseUrl: () => string;
  /** Other base URLs under which the service accepts webhooks. Default: none. */
  readonly otherPublicUrls?: readonly string[] | undefined;
  /**
   * Whether numbers of this country and type are sold. Default: all that there is a number range for. In France, Great Britain and
   * the United States these are ranges that the regulators keep for fiction.
   */
  readonly sells?: ((country: CountryCode, type: NumberType) => boolean) | undefined;
  /** Abilities to take away, to try a program with a carrier that has less of them. Default: it can do everything. */
  readonly can?: Partial<TelephonyAbilities> | undefined;
}

/**
 * A carrier in memory, which is a number provider too. It sells numbers, delivers signed webhooks over HTTP, executes the TwiML of
 * the answers, and has phones that call, text, press keys and record which number they were shown.
 */
export interface SimulatedCarrier {
  /** The secret that signs its webhooks. */
  readonly authToken: string;
  readonly provider: NumberProvider;
  readonly telephony: Telephony;
  /** The phone with this number, in E.164. Made when it is first asked for; then it answers when it rings. */
  phone(number: string): Phone;
  /** Marks numbers as rented, for a store that already has them. */
  adopt(numbers: readonly AdoptedNumber[]): void;
}

/** Senders may be anything here. */
type Text = Omit<OutgoingMessage, 'from' | 'to'> & { readonly from: string; readonly to: string };

type State = Omit<Phone, 'rings' | 'inbox'> & { readonly rings: Ring[]; readonly inbox: ReceivedText[] };

const OUTCOMES: Readonly<Record<Behaviour, DialOutcome>> = {
  answers: 'completed',
  is_busy: 'busy',
  does_not_answer: 'no-answer',
  is_off: 'failed',
};

/**
 * Creates a simulated carrier. It sends its webhooks over HTTP, so the service must listen at `webhookBaseUrl`; `simulateCall`
 * needs no server.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { buffer } from 'node:stream/consumers';
 * import { createProxyCall, phoneNumber } from 'proxycall';
 * import { createMemoryStore } from 'proxycall/memory';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 *
 * const baseUrl = 'http://127.0.0.1:8123';
 * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => baseUrl });
 * const proxyCall = createProxyCall({ store: createMemoryStore(), ...carrier });
 * const server = createServer(async (request, response) => {
 *   const { method = '', url: target = '', headers } = request;
 *   const answer = await proxyCall.handle({ method, target, headers, body: await buffer(request) });
 *   if (answer.contentType !== undefined) response.setHeader('content-type', answer.contentType);
 *   response.writeHead(answer.status).end(answer.body);
 * });
 * await new Promise<void>((resolve) => server.listen(8123, '127.0.0.1', resolve));
 *
 * const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };
 * const { clientProxyNumber } = await proxyCall.createClient({ ...client, clientRealPhone: phoneNumber('+33639987654') });
 * await carrier.phone('+33199001234').call(clientProxyNumber);
 * console.log(carrier.phone('+33639987654').rings); // [ { shown: '+33639980000', answered: true } ]
 * server.close();
 * ```
 */
export function createSimulatedCarrier(options: SimulatedCarrierOptions): SimulatedCarrier {
  const { authToken, ids = { next: randomUUID }, webhookBaseUrl, otherPublicUrls = [], sells } = options;
  const webhookUrls = () => webhookUrlsAt(webhookBaseUrl());
  const provider = createSimulatedProvider({ ids, sells, webhookUrls });
  const send = createWebhookSender({ authToken, ids });
  const phones = new Map<string, State>();
  const webhooks = { authTokens: [authToken], publicUrls: () => [webhookBaseUrl(), ...otherPublicUrls] };
  const dialect = createTwimlDialect({ carrier: SIMULATED, ...webhooks });

  return {
    authToken,
    provider,
    adopt: (numbers) => {
      provider.adopt(numbers);
    },
    phone,
    telephony: {
      ...dialect,
      can: { ...dialect.can, ...options.can },
      simulated: true,
      sendMessage,
      placeCall,
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

  async function call(
    number: string,
    to: string,
    { showing = number, keys = [], deliveries = 1 }: CallOptions = {},
  ): Promise<CallTrace> {
    const params = { ...callParams(sid('CA'), showing, to), CallStatus: 'ringing', Direction: 'inbound' };
    const url = webhookBaseUrl() + WEBHOOK_PATHS.voice;
    return runCall({ send, params, keys, ring }, await send(url, params, deliveries), url);
  }

  /** The phone rings before this resolves; whoever picks up hears what the plan says. */
  async function placeCall({ from, to, plan }: OutgoingCall): Promise<Receipt> {
    const carrierId = sid('CA');
    const params = { ...callParams(carrierId, from, to), CallStatus: 'in-progress', Direction: 'outbound-api' };
    const answer = { status: 200, body: callDocument(plan, homeOf(webhooks)) };
    const outcome = await ring(to, from, async () => {
      const { heard } = await runCall({ send, params, keys: [], ring }, answer, webhookBaseUrl());
      return heard;
    });
    return outcome === 'failed'
      ? { kind: 'refused', isPermanent: false, reason: 'the phone is off' }
      : { kind: 'accepted', carrierId };
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
  ): Promise<Delivered> {
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
      await deliverAndReport(message, verb.attributes['action'], sid('SM'));
    }
    return { status, documents: [document] };
  }

  /** What became of it is reported before this resolves. A text to a phone that is off is accepted, and reported as undelivered. */
  async function sendMessage(message: OutgoingMessage, { interactionId, part }: MessageSubject): Promise<Receipt> {
    const carrierId = sid('SM');
    await deliverAndReport(message, textStatusUrl(webhookBaseUrl(), interactionId, part), carrierId);
    return { kind: 'accepted', carrierId };
  }

  async function deliverAndReport(message: Text, statusUrl: string | undefined, messageSid: string): Promise<void> {
    const MessageStatus = deliver(message) ? 'delivered' : 'undelivered';
    if (statusUrl === undefined) return;
    await send(statusUrl, { ...messageParams(messageSid, message.from, message.to), MessageStatus });
  }

  function deliver({ from, to, body, media }: Text): boolean {
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
