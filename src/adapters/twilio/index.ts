import type { NumberProvider } from '../../ports/number-provider.js';
import type { Telephony } from '../../ports/telephony.js';
import { homeOf, type SignatureOptions } from '../twiml/index.js';
import { lazyTwilioClient, type TwilioAccount } from './client.js';
import { createTwilioNumbers, type TwilioNumbersOptions } from './numbers.js';
import { createTelephony } from './telephony.js';

export type { TwilioAccount } from './client.js';
export type { RetryPolicy } from './guard.js';
export type { TwilioNumbersOptions } from './numbers.js';

export interface TwilioOptions extends TwilioAccount, SignatureOptions, Omit<TwilioNumbersOptions, 'publicUrl'> {}

/** A Twilio account: calls, messages and numbers. */
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
