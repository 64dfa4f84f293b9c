import type { SimulatedCarrier } from '../../adapters/simulator/index.js';
import { DEFAULT_SETTINGS, type Settings } from '../../domain/model/settings.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Clock } from '../../ports/runtime.js';
import { startServer } from '../http/server.js';

export interface HarnessOptions {
  readonly settings?: Partial<Settings> | undefined;
  readonly apiTokens?: readonly string[] | undefined;
  readonly clock?: Clock | undefined;
}

/** The whole service in this process: its HTTP API on a loopback port, and a carrier with phones to try it with. */
export interface Harness {
  readonly url: string;
  readonly api: ProxyCallApi;
  readonly carrier: SimulatedCarrier;
  stop(): Promise<void>;
}

/** Starts ProxyCall as it runs in production, but in memory and with a simulated carrier. */
export async function startHarness({ settings, apiTokens = [], clock }: HarnessOptions = {}): Promise<Harness> {
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
    { host: '127.0.0.1', clock },
  );
  const { carrier, services } = server.program;
  if (carrier === undefined) throw new TypeError('a simulated program has a carrier');
  return { url: server.url, api: services.api({ name: 'harness' }), carrier, stop: () => server.stop() };
}
