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
  /** What it cannot do, to try a program with a lesser carrier. */
  readonly can?: Partial<TelephonyAbilities> | undefined;
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
