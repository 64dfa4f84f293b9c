import { createMemoryMailer, type MemoryMailer } from '../../adapters/memory/index.js';
import type { SimulatedCarrier } from '../../adapters/simulator/index.js';
import { DEFAULT_SETTINGS, type Settings } from '../../domain/model/settings.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Clock, Every } from '../../ports/runtime.js';
import { startServer } from '../http/server.js';

/** How the harness is set up. */
export interface HarnessOptions {
  /** Settings that differ from `DEFAULT_SETTINGS`. */
  readonly settings?: Partial<Settings> | undefined;
  /** Tokens that the HTTP API accepts. Default: none, and the API needs no token. `api` needs none in any case. */
  readonly apiTokens?: readonly string[] | undefined;
  /** Default: the clock of this computer. A {@link FakeClock} to test what happens days later. */
  readonly clock?: (Clock & { readonly every?: Every }) | undefined;
}

/** A service that runs in this process, and the carrier that it is connected to. */
export interface Harness {
  /** The base URL of its HTTP API, on a free port of 127.0.0.1. */
  readonly url: string;
  /** The same API, without HTTP. */
  readonly api: ProxyCallApi;
  /** Sends its webhooks to the service over HTTP. */
  readonly carrier: SimulatedCarrier;
  /** Takes the mails of the service: `mailer.behaviour` says what becomes of them. */
  readonly mailer: MemoryMailer;
  /** The mails that were sent, in order. */
  readonly mails: MemoryMailer['mails'];
  /** Sends what is due, and takes the steps of confirmations that are due, as the service does every few seconds. */
  readonly advanceConfirmations: () => Promise<void>;
  /** Stops listening, and ends everything that runs for it. */
  stop(): Promise<void>;
}

/**
 * Starts the service as it runs in production, with its HTTP API, but in memory, with a simulated carrier and without a log.
 *
 * @example
 * ```ts
 * import { createFakeClock, fictionalMobile, startHarness } from 'proxycall/testing';
 *
 * const clock = createFakeClock();
 * const { api, carrier, stop } = await startHarness({ clock });
 * const phone = fictionalMobile(7654);
 * const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: phone };
 * const order = await api.createOrder({ orderId: 'O-1', ...client });
 *
 * await carrier.phone('+33199001234').call(order.clientProxyNumber);
 * console.log(carrier.phone(phone).rings); // [ { shown: '+33639980000', answered: true } ]
 *
 * await api.closeOrder('O-1', { endSession: true });
 * clock.advance(8 * 24 * 60 * 60 * 1000);
 * const { available } = await api.listAvailableNumbers({ countryIso: 'FR' });
 * console.log(available.length); // 3: its quarantine is over
 * await stop();
 * ```
 */
export async function startHarness({ settings, apiTokens = [], clock }: HarnessOptions = {}): Promise<Harness> {
  const mailer = createMemoryMailer();
  const server = await startServer(
    {
      listenPort: 0,
      publicUrls: [],
      apiTokens,
      store: { kind: 'memory' },
      telephony: { kind: 'simulated', authToken: undefined },
      settings: { ...DEFAULT_SETTINGS, ...settings },
      logLevel: 'silent',
    },
    { host: '127.0.0.1', clock, every: clock?.every, mailer },
  );
  const { carrier, services } = server.program;
  if (carrier === undefined) throw new TypeError('the harness has no simulated carrier');
  return {
    url: server.url,
    api: services.api({ name: 'harness', role: 'admin' }),
    carrier,
    mailer,
    mails: mailer.mails,
    advanceConfirmations: services.advanceConfirmations,
    stop: () => server.stop(),
  };
}
