import { randomUUID } from 'node:crypto';
import type { CountryCode } from '../../domain/model/country.js';
import type { NumberType } from '../../domain/model/proxy-number.js';
import type { TelephonyAbilities } from '../../domain/model/telephony-limits.js';
import type { NumberProvider } from '../../ports/number-provider.js';
import type { Ids } from '../../ports/runtime.js';
import type { Telephony } from '../../ports/telephony.js';
import { createTwimlDialect, webhookUrlsAt } from '../twiml/index.js';
import { callFrom, placeCall } from './calls.js';
import type { Network } from './network.js';
import { createPhones, type Phone } from './phone.js';
import { createSimulatedProvider, SIMULATED, type AdoptedNumber } from './provider.js';
import { sendMessage, textFrom } from './texts.js';
import { createWebhookSender } from './webhooks.js';

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
  const provider = createSimulatedProvider({ ids, sells, webhookUrls: () => webhookUrlsAt(webhookBaseUrl()) });
  const dialect = createTwimlDialect({
    carrier: SIMULATED,
    authTokens: [authToken],
    publicUrls: () => [webhookBaseUrl(), ...otherPublicUrls],
  });
  const phone = createPhones((number) => ({
    call: (to, callOptions) => callFrom(network, number, to, callOptions),
    text: (to, body, textOptions) => textFrom(network, number, to, body, textOptions),
  }));
  const network: Network = { ids, send: createWebhookSender({ authToken, ids }), webhookBaseUrl, phone };

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
      sendMessage: (message, subject) => sendMessage(network, message, subject),
      placeCall: (call) => placeCall(network, call),
    },
  };
}
