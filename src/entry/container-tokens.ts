import type { ServiceIdentifier } from 'inversify';
import type * as simulator from '../adapters/simulator/index.js';
import type { Ports } from '../domain/services/ports.js';
import type { Services } from '../domain/services/services.js';
import type { Mailer } from '../ports/mailer.js';
import type { NumberProvider } from '../ports/number-provider.js';
import type { OrderStore } from '../ports/order-store.js';
import type { Every, Logger, Runtime } from '../ports/runtime.js';
import type { Telephony } from '../ports/telephony.js';
import type { Config } from './config/config.js';
import type { Metrics } from './metrics/metrics.js';

/** Where this process listens. Set once the server listens, as the operating system may choose the port. */
export interface LocalAddress {
  url: string;
}

/** Tokens are typed: a factory whose arguments do not match them does not compile. */
export function token<T>(name: string): ServiceIdentifier<T> {
  return Symbol.for(name);
}

export const TOKENS = {
  config: token<Config>('Config'),
  address: token<LocalAddress>('LocalAddress'),
  every: token<Every>('Every'),
  logger: token<Logger>('Logger'),
  runtime: token<Runtime>('Runtime'),
  store: token<OrderStore>('OrderStore'),
  carrier: token<simulator.SimulatedCarrier | undefined>('SimulatedCarrier'),
  telephony: token<Telephony>('Telephony'),
  provider: token<NumberProvider | undefined>('NumberProvider'),
  mailer: token<Mailer | undefined>('Mailer'),
  ports: token<Ports>('Ports'),
  metrics: token<Metrics>('Metrics'),
  services: token<Services>('Services'),
} as const;
