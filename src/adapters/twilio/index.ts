/**
 * Twilio as carrier and number provider.
 * @module proxycall/twilio
 */
import type { NumberProvider } from '../../ports/number-provider.js';
import type { Telephony } from '../../ports/telephony.js';
import { homeOf, type SignatureOptions } from '../twiml/index.js';
import { lazyTwilioClient, type TwilioAccount } from './client.js';
import { createTwilioNumbers, type TwilioNumbersOptions } from './numbers.js';
import { createTelephony } from './telephony.js';

export type { TwilioAccount } from './client.js';
export type { RetryPolicy } from './guard.js';
export type { TwilioNumbersOptions } from './numbers.js';

/** A Twilio account, how its webhooks are verified, and what its purchases need. */
export interface TwilioOptions extends TwilioAccount, SignatureOptions, Omit<TwilioNumbersOptions, 'publicUrl'> {}

/**
 * Creates the carrier and the number provider of a Twilio account. Sends no request before it is used, and loads Twilio's REST
 * client with the first one. Requests are limited to 10 at a time, retried where that is safe, and suspended for a while after
 * several consecutive failures.
 *
 * @example
 * ```ts
 * import { createProxyCall } from 'proxycall';
 * import { createMemoryStore } from 'proxycall/memory';
 * import { createTwilio } from 'proxycall/twilio';
 *
 * const authToken = process.env.TWILIO_AUTH_TOKEN ?? 'auth token';
 * const twilio = createTwilio({
 *   accountSid: 'AC00000000000000000000000000000000',
 *   authToken,
 *   authTokens: [authToken],
 *   publicUrls: () => ['https://shop.example'],
 * });
 * const proxyCall = createProxyCall({ store: createMemoryStore(), ...twilio });
 * console.log(twilio.provider.webhookUrls().voice); // https://shop.example/twilio/voice
 * ```
 */
export function createTwilio(options: TwilioOptions): {
  readonly telephony: Telephony;
  readonly provider: NumberProvider;
} {
  const client = lazyTwilioClient(options);
  return {
    telephony: createTelephony(client, options),
    provider: createTwilioNumbers(client, { ...options, publicUrl: homeOf(options) }),
  };
}
