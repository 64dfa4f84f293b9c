import 'reflect-metadata';
import { Container, ContainerModule } from 'inversify';
import type { DestinationStream } from 'pino';
import type * as simulator from '../adapters/simulator/index.js';
import type * as twilio from '../adapters/twilio/index.js';
import { createLogger, createSystemIds, systemClock, systemEvery } from '../adapters/system/index.js';
import type { Ports } from '../domain/services/ports.js';
import { fallbackPhoneFault } from '../domain/services/fallback-phone.js';
import { checkHashKey } from '../domain/services/hash-key.js';
import { createServices, type Services } from '../domain/services/services.js';
import { atMost, SENDING_MS } from './at-most.js';
import type { Mailer } from '../ports/mailer.js';
import type { NumberProvider } from '../ports/number-provider.js';
import type { OrderStore } from '../ports/order-store.js';
import type { Clock, Every, Logger, Runtime } from '../ports/runtime.js';
import type { Telephony } from '../ports/telephony.js';
import type { Config } from './config/config.js';
import { ConfigError } from './config/config-error.js';
import { mailModule } from './container-mail.js';
import { telephonyModule } from './container-telephony.js';
import { TOKENS, type LocalAddress } from './container-tokens.js';
import { createMetrics, type Metrics } from './metrics/metrics.js';
import { secretsOf } from './config/secrets.js';
import { openStore, type StoreOptions } from './stores.js';

export { TOKENS } from './container-tokens.js';
export type { LocalAddress } from './container-tokens.js';

export interface Program {
  readonly config: Config;
  readonly address: LocalAddress;
  readonly ports: Ports;
  readonly services: Services;
  readonly metrics: Metrics;
  /** With the simulated carrier only. */
  readonly carrier: simulator.SimulatedCarrier | undefined;
  /**
   * Closes what was opened, last opened first. Waits for messages that are being sent.
   * @param sendingMs how long at most. Default: 10,000
   */
  close(sendingMs?: number): Promise<void>;
}

export interface ProgramOptions {
  /** Replaces the clock of the machine, in tests. */
  readonly clock?: Clock | undefined;
  /** Replaces the timers of what is watched, in tests. */
  readonly every?: Every | undefined;
  readonly logDestination?: DestinationStream | undefined;
  /** Shorter waits for Twilio, in tests. */
  readonly retryPolicy?: Partial<twilio.RetryPolicy> | undefined;
  /** Replaces the mail server, in tests. Not closed. */
  readonly mailer?: Mailer | undefined;
  readonly whenHeld?: StoreOptions['whenHeld'];
  readonly sheets?: StoreOptions['sheets'];
}

/** Assembles the program from the adapters that the configuration selects; no others are loaded. */
export async function createProgram(config: Config, options: ProgramOptions = {}): Promise<Program> {
  const { logDestination, retryPolicy, clock = systemClock, every = systemEvery, mailer } = options;
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(TOKENS.config).toConstantValue(config);
  container.bind(TOKENS.every).toConstantValue(every);
  container.bind(TOKENS.metrics).toConstantValue(createMetrics());
  container.bind(TOKENS.address).toConstantValue({ url: `http://127.0.0.1:${config.listenPort.toString()}` });
  container.load(
    systemModule(clock, logDestination),
    storeModule(options),
    await telephonyModule(config.telephony, retryPolicy),
    await mailModule(TOKENS.mailer, config.mail, mailer),
    servicesModule,
  );
  try {
    const ports = await container.getAsync(TOKENS.ports);
    await checkHashKey(ports.store, ports.ids);
    const services = await container.getAsync(TOKENS.services);
    container.get(TOKENS.metrics).countForged(services.lastForged);
    const fault = await fallbackPhoneFault(ports);
    if (fault !== undefined) throw new ConfigError([`PROXYCALL_FALLBACK_PHONE ${fault}`]);
    const stopSending = async () => {
      await services.stopSending();
      await container.unbindAsync(TOKENS.mailer);
    };
    return {
      config,
      address: container.get(TOKENS.address),
      ports,
      services,
      metrics: container.get(TOKENS.metrics),
      carrier: await container.getAsync(TOKENS.carrier),
      async close(sendingMs = SENDING_MS) {
        services.stopWatching();
        await atMost(stopSending(), sendingMs);
        await container.unbindAsync(TOKENS.store);
      },
    };
  } catch (error) {
    await container.unbindAllAsync();
    throw error;
  }
}

function systemModule(clock: Clock, destination: DestinationStream | undefined): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.logger).toResolvedValue(
      (config: Config) => createLogger({ level: config.logLevel, secrets: secretsOf(config), destination }),
      [TOKENS.config],
    );
    bind(TOKENS.runtime).toResolvedValue(
      ({ hashKey }: Config, logger: Logger, store: OrderStore, metrics: Metrics) => {
        const key = hashKey ?? store.hashKey;
        if (key === undefined) throw new ConfigError(['PROXYCALL_HASH_KEY: this store has no hash key of its own']);
        return { clock, ids: createSystemIds(key), logger: metrics.countLocks(logger) };
      },
      [TOKENS.config, TOKENS.logger, TOKENS.store, TOKENS.metrics],
    );
  });
}

function storeModule({ whenHeld, sheets, mailer }: ProgramOptions): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.store)
      .toResolvedValue(
        async (config: Config, logger: Logger, metrics: Metrics) => {
          const { store, hashKey, settings, mail } = config;
          const carrier = config.telephony.kind;
          return metrics.measureStore(
            await openStore(store, {
              logger,
              hashKey,
              carrier,
              quarantineMs: settings.quarantineMs,
              phones: settings,
              defaultCountry: settings.defaultCountry,
              approver: { settings, carrier, canMail: mailer !== undefined || mail !== undefined },
              whenHeld,
              sheets,
            }),
            settings,
          );
        },
        [TOKENS.config, TOKENS.logger, TOKENS.metrics],
      )
      .onDeactivation((store) => store.close());
  });
}

const servicesModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.ports).toResolvedValue(
    (
      runtime: Runtime,
      store: OrderStore,
      telephony: Telephony,
      provider: NumberProvider | undefined,
      mailer: Mailer | undefined,
      { settings, publicUrls }: Config,
      metrics: Metrics,
      address: LocalAddress,
      every: Every,
    ) => ({
      ...runtime,
      every,
      store,
      telephony,
      provider: provider === undefined ? undefined : metrics.measureProvider(provider),
      mailer,
      // With a simulated carrier nobody comes from elsewhere.
      publicUrl: () => publicUrls[0] ?? (telephony.simulated ? address.url : undefined),
      settings,
    }),
    [
      TOKENS.runtime,
      TOKENS.store,
      TOKENS.telephony,
      TOKENS.provider,
      TOKENS.mailer,
      TOKENS.config,
      TOKENS.metrics,
      TOKENS.address,
      TOKENS.every,
    ],
  );
  bind(TOKENS.services).toResolvedValue(createServices, [TOKENS.ports]);
});
