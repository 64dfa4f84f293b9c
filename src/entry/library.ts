import { createSystemIds, systemClock, systemEvery } from '../adapters/system/runtime.js';
import { ProxyCallError } from '../domain/model/errors.js';
import { completeSettings, type Settings } from '../domain/model/settings.js';
import { wrapMethods } from '../domain/model/wrap-methods.js';
import { fallbackPhoneFault } from '../domain/services/fallback-phone.js';
import { checkHashKey } from '../domain/services/hash-key.js';
import type { Ports } from '../domain/services/ports.js';
import { createServices } from '../domain/services/services.js';
import type { ConfirmationPages } from '../ports/confirmation-pages.js';
import type { Mailer } from '../ports/mailer.js';
import type { NumberProvider } from '../ports/number-provider.js';
import type { OrderStore } from '../ports/order-store.js';
import type { Actor, ProxyCallApi } from '../ports/proxycall-api.js';
import type { Clock, Every, Ids, Logger } from '../ports/runtime.js';
import type { Telephony, WebhookAnswer, WebhookRequest } from '../ports/telephony.js';
import { createLibraryWebhooks } from './library-webhooks.js';
import { atMost, SENDING_MS } from './at-most.js';

/** The adapters and settings of a {@link ProxyCall}. */
export interface ProxyCallOptions {
  /** Where all records are kept. `close()` closes it. */
  readonly store: OrderStore;
  readonly telephony: Telephony;
  /** Sells numbers when none is free. Absent: then requests fail with `pool_exhausted`. */
  readonly provider?: NumberProvider | undefined;
  /** Sends mails. `close()` closes it. Absent: no mail is sent. */
  readonly mailer?: Mailer | undefined;
  /** Where your pages for `confirmationPages` are: `https://shop.example`. Absent: no link is sent. */
  readonly publicUrl?: string | undefined;
  /** Settings that differ from `DEFAULT_SETTINGS`. */
  readonly settings?: Partial<Settings> | undefined;
  /** Default: the clock of this computer. */
  readonly clock?: Clock | undefined;
  /** By which other instances' calls and texts are looked for while somebody watches. Default: the timers of this computer. */
  readonly every?: Every | undefined;
  /** Default: UUIDs, and keyed hashes under the hash key. With `ids` of your own `hashKey` is not used. */
  readonly ids?: Ids | undefined;
  /**
   * The secret under which persons are recognised: a random text of at least 16 characters. It must stay the same as long as the
   * store is used, be the same on every instance, and not be kept in the store. Default: the one that the store provides, as all stores here do
   * except Postgres.
   */
  readonly hashKey?: string | undefined;
  /** Default: nothing is logged. */
  readonly logger?: Logger | undefined;
  /** Who uses the API, and their role. Default: `{ name: 'library', role: 'admin' }`, who may do everything. */
  readonly actor?: Actor | undefined;
}

/**
 * ProxyCall inside another program: the use cases, without a server. When the store was written under another hash key, all methods
 * except `close` reject with `hash_key_changed`, and webhooks are answered with 503. They reject with `invalid_request` when the
 * fallback phone of the settings is a proxy number or may not be called; calls are answered, without that phone.
 */
export interface ProxyCall extends ProxyCallApi {
  /**
   * The API for somebody else, with the rights of their role: for a page of your own that shows people's data masked, for instance.
   *
   * @example
   * ```ts
   * import { createProxyCall, phoneNumber } from 'proxycall';
   * import { createMemoryStore } from 'proxycall/memory';
   * import { createSimulatedCarrier } from 'proxycall/simulator';
   *
   * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'https://shop.example' });
   * const proxyCall = createProxyCall({ store: createMemoryStore(), ...carrier });
   * const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };
   * await proxyCall.createClient({ ...client, clientRealPhone: phoneNumber('+33639987654') });
   *
   * const helpDesk = proxyCall.as({ name: 'help desk', role: 'operator' });
   * console.log((await helpDesk.getClient('1')).clientRealPhone); // +336••••••54
   * console.log((await helpDesk.revealClient('1', { reason: 'complaint' })).clientRealPhone); // +33639987654
   * ```
   */
  readonly as: (actor: Actor) => ProxyCallApi;
  /** The paths below the public URL at which the carrier's webhooks arrive, by POST. Route them to `handle` or `handleWebhook`. */
  readonly webhookPaths: readonly string[];
  /**
   * Answers one webhook of the carrier, for servers that do not speak Fetch. The body must be as it was received: the carrier's
   * signature covers it. `createSimulatedCarrier` has an example with a server of Node.
   *
   * Never rejects. Refusals and faults are answers in `application/problem+json` (RFC 9457): 403 for a wrong signature, 400 for a
   * malformed request, 404 and 405 for another path or method, 413 for a body of more than 65,536 bytes, 503 for a text that the
   * carrier should send again. A call that cannot be handled is answered with an announcement, with status 200.
   */
  readonly handle: (request: WebhookRequest) => Promise<WebhookAnswer>;
  /**
   * Does the same as `handle`, for servers that speak Fetch.
   *
   * @example
   * ```ts
   * import { createProxyCall, phoneNumber } from 'proxycall';
   * import { createMemoryStore } from 'proxycall/memory';
   * import { createSimulatedCarrier } from 'proxycall/simulator';
   * import { sign } from 'proxycall/twiml';
   *
   * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'https://shop.example' });
   * const proxyCall = createProxyCall({ store: createMemoryStore(), ...carrier });
   * const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };
   * const { clientProxyNumber } = await proxyCall.createClient({ ...client, clientRealPhone: phoneNumber('+33639987654') });
   *
   * // What the carrier sends when a courier calls.
   * const url = 'https://shop.example/twilio/voice';
   * const call = { CallSid: 'CA1', From: '+33199001234', To: clientProxyNumber };
   * const headers = { 'x-twilio-signature': sign('dev', url, call) };
   * const request = new Request(url, { method: 'POST', headers, body: new URLSearchParams(call) });
   *
   * const response = await proxyCall.handleWebhook(request);
   * console.log(await response.text()); // …<Dial callerId="+33639980000" …><Number>+33639987654</Number>…
   * ```
   */
  readonly handleWebhook: (request: Request) => Promise<Response>;
  /** What the public pages of confirmations do, for pages of your own at `/c/{token}` and `/activate` of the public URL. */
  readonly confirmationPages: ConfirmationPages;
  /**
   * Sends what waits in the outbox, takes the steps of confirmations that are due, and ends those that have run out. Call it every five
   * seconds, also while earlier calls are under way: mails that take long delay no texts and calls.
   * @throws ProxyCallError with code `hash_key_changed` or `store_unavailable`
   */
  readonly advanceConfirmations: () => Promise<void>;
  /**
   * Maintenance: finishes interrupted purchases and releases of numbers, frees lapsed reservations, records which sessions have
   * expired, releases tombstones that have cooled off, and drops what was kept long enough. Call it at the start, to learn at
   * once of a wrong hash key, and every hour.
   * @throws ProxyCallError with code `hash_key_changed`, `store_unavailable`, or `provider_failed` or `provider_unavailable` when
   *   something has to be finished and the provider cannot be read
   */
  readonly runMaintenance: () => Promise<void>;
  /** Waits at most 10 seconds for messages that are being sent, and closes the mailer and the store. No other method may be called afterwards. */
  close(): Promise<void>;
}

const LIBRARY: Actor = { name: 'library', role: 'admin' };

const silent: Logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // No logger, no logs.
}

/**
 * Creates ProxyCall on a store, a carrier and, to buy numbers, a provider. Does nothing before it is used.
 * @throws ProxyCallError with code `invalid_request` when there is no hash key: none given, and none provided by the store
 *
 * @example
 * ```ts
 * import { createProxyCall, phoneNumber } from 'proxycall';
 * import { createMemoryStore } from 'proxycall/memory';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 *
 * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'http://127.0.0.1:8000' });
 * const proxyCall = createProxyCall({
 *   store: createMemoryStore(),
 *   telephony: carrier.telephony,
 *   provider: carrier.provider,
 *   settings: { language: 'en' },
 * });
 * await proxyCall.runMaintenance();
 *
 * const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };
 * const order = await proxyCall.createOrder({
 *   orderId: 'O-1',
 *   ...client,
 *   clientRealPhone: phoneNumber('+33639987654'),
 * });
 * const call = { from: phoneNumber('+33199001234'), to: order.clientProxyNumber };
 * console.log((await proxyCall.simulateCall(call)).decision); // connected to the client, who is shown the proxy number
 * ```
 */
export function createProxyCall(options: ProxyCallOptions): ProxyCall {
  const { store, telephony, provider, mailer, publicUrl, settings, clock = systemClock, logger = silent } = options;
  const { ids = createSystemIds(requireHashKey(options)), actor = LIBRARY, every = systemEvery } = options;
  const ports: Ports = {
    ...{ store, telephony, provider, mailer, clock, every, ids, logger },
    publicUrl: () => publicUrl?.replace(/\/+$/, ''),
    settings: completeSettings(settings),
  };
  const services = createServices(ports);
  const { api, handleWebhook, runMaintenance } = services;
  const stopSending = async () => {
    await services.stopSending();
    await mailer?.close();
  };
  const checkedKey = once(() => checkHashKey(store, ids));
  const checked = once(async () => {
    await checkedKey();
    const fault = await fallbackPhoneFault(ports);
    if (fault !== undefined) throw new ProxyCallError('invalid_request', `settings.fallback: the phone ${fault}`);
  });
  const webhooks = createLibraryWebhooks(
    telephony.webhookPaths,
    async (...webhook) => {
      await checkedKey();
      return handleWebhook(...webhook);
    },
    logger,
  );
  return {
    ...checkedFirst(api(actor), checked),
    as: (other) => checkedFirst(api(other), checked),
    webhookPaths: telephony.webhookPaths,
    handle: webhooks.handle,
    handleWebhook: webhooks.handleFetch,
    confirmationPages: checkedFirst(services.confirmationPages, checked),
    async advanceConfirmations() {
      await checked();
      await services.advanceConfirmations();
    },
    async runMaintenance() {
      await checked();
      await runMaintenance();
    },
    async close() {
      services.stopWatching();
      try {
        // What is cut off while it is being sent has a fate that nobody knows.
        await atMost(stopSending(), SENDING_MS);
      } finally {
        await store.close();
      }
    },
  };
}

/** Does the work at the first call, and again only after a failure. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () =>
    (done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    }));
}

/** Under another key nobody would be recognised, and persons would be stored under both. */
function checkedFirst<T extends object>(operations: T, checked: () => Promise<void>): T {
  return wrapMethods(operations, (method) => async (...args) => {
    await checked();
    return method(...args);
  });
}

function requireHashKey({ hashKey, store }: ProxyCallOptions): string {
  const key = hashKey ?? store.hashKey;
  if (key !== undefined) return key;
  throw new ProxyCallError('invalid_request', 'hashKey: this store provides none, so one must be given');
}
