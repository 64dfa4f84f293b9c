import type { ExecutionContext } from 'ava';
import { createTwilio, type TwilioOptions } from '../../src/adapters/twilio/index.js';
import type { Config } from '../../src/entry/config/config.js';
import { ACCOUNT_SID, AUTH_TOKEN, startStandIn, type StandIn } from './stand-in.js';

export const PUBLIC_URL = 'https://proxycall.example';

/** The Twilio adapter with its own stand-in, whose traffic is validated against Twilio's OpenAPI document after the test. */
export async function openAccount(t: ExecutionContext, options: Partial<TwilioOptions> = {}) {
  const standIn = await startStandIn();
  closeWith(t, standIn);
  return { standIn, ...createTwilio({ ...accountOf(standIn), ...options }) };
}

export function accountOf(standIn: StandIn): TwilioOptions {
  return accountAt(standIn.url);
}

/** Short pauses and no circuit breaker; tests of these override the options. */
export function accountAt(baseUrl: string): TwilioOptions {
  return {
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    authTokens: [AUTH_TOKEN],
    publicUrls: () => [PUBLIC_URL],
    baseUrl,
    timeoutMs: 10_000,
    pauseMs: 1,
    breakAfter: 1000,
  };
}

/** The service configuration for the stand-in. */
export function onAccount(standIn: StandIn): Pick<Config, 'telephony' | 'publicUrls'> {
  const account = { accountSid: ACCOUNT_SID, authTokens: [AUTH_TOKEN], baseUrl: standIn.url } as const;
  return {
    telephony: { kind: 'twilio', ...account, addressSid: undefined, bundleSid: undefined },
    publicUrls: [PUBLIC_URL],
  };
}

export function closeWith(t: ExecutionContext, standIn: StandIn): void {
  t.teardown(() => {
    standIn.close();
    const violations = standIn.violations();
    // Assertions have no effect after the end of the test.
    if (violations.length > 0) throw new Error(violations.join('\n'));
  });
}
