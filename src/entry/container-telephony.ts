import { randomBytes } from 'node:crypto';
import { ContainerModule } from 'inversify';
import type * as simulator from '../adapters/simulator/index.js';
import type * as twilio from '../adapters/twilio/index.js';
import type { OrderStore } from '../ports/order-store.js';
import type { Runtime } from '../ports/runtime.js';
import type { Config } from './config/config.js';
import type { TelephonyConfig } from './config/telephony.js';
import { token, TOKENS, type LocalAddress } from './container-tokens.js';

/** The adapter of the carrier that is configured; no other is loaded. */
export async function telephonyModule(
  config: TelephonyConfig,
  retryPolicy: Partial<twilio.RetryPolicy> | undefined,
): Promise<ContainerModule> {
  switch (config.kind) {
    case 'simulated':
      return simulatedModule(await import('../adapters/simulator/index.js'), config.authToken);
    case 'twilio':
      return twilioModule(await import('../adapters/twilio/index.js'), config, retryPolicy);
  }
}

/** After a restart, the numbers in the store count as rented from the simulated carrier. */
function simulatedModule(
  { createSimulatedCarrier }: typeof simulator,
  chosenToken: string | undefined,
): ContainerModule {
  const authToken = chosenToken ?? randomBytes(16).toString('hex');
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.carrier).toResolvedValue(
      async (config: Config, address: LocalAddress, { ids }: Runtime, store: OrderStore) => {
        const carrier = createSimulatedCarrier({
          authToken,
          ids,
          webhookBaseUrl: () => address.url,
          otherPublicUrls: config.publicUrls,
        });
        carrier.adopt((await store.numbers()).map(({ value }) => value));
        return carrier;
      },
      [TOKENS.config, TOKENS.address, TOKENS.runtime, TOKENS.store],
    );
    bind(TOKENS.telephony).toResolvedValue(
      (carrier: simulator.SimulatedCarrier | undefined) => required(carrier).telephony,
      [TOKENS.carrier],
    );
    bind(TOKENS.provider).toResolvedValue(
      (carrier: simulator.SimulatedCarrier | undefined) => required(carrier).provider,
      [TOKENS.carrier],
    );
  });
}

function required(carrier: simulator.SimulatedCarrier | undefined): simulator.SimulatedCarrier {
  if (carrier === undefined) throw new TypeError('the simulated carrier is bound with its telephony');
  return carrier;
}

function twilioModule(
  { createTwilio }: typeof twilio,
  { authTokens, ...account }: Extract<TelephonyConfig, { kind: 'twilio' }>,
  retryPolicy: Partial<twilio.RetryPolicy> | undefined,
): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(TOKENS.carrier).toConstantValue(undefined);
    bind(TWILIO).toResolvedValue(
      ({ publicUrls }: Config) =>
        createTwilio({
          ...account,
          ...retryPolicy,
          authToken: authTokens[0],
          authTokens,
          publicUrls: () => publicUrls,
        }),
      [TOKENS.config],
    );
    bind(TOKENS.provider).toResolvedValue(({ provider }: TwilioParts) => provider, [TWILIO]);
    bind(TOKENS.telephony).toResolvedValue(({ telephony }: TwilioParts) => telephony, [TWILIO]);
  });
}

type TwilioParts = ReturnType<typeof twilio.createTwilio>;
const TWILIO = token<TwilioParts>('Twilio');
