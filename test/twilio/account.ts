import type { ExecutionContext } from 'ava';
import { createTwilio, type TwilioOptions } from '../../src/adapters/twilio/index.js';
import type { Config } from '../../src/entry/config.js';
import { ACCOUNT_SID, AUTH_TOKEN, startStandIn, type StandIn } from './stand-in.js';

export const PUBLIC_URL = 'https://proxycall.example';

/** The Twilio adapter over a stand-in of its own, which is held against Twilio's description when the test ends. */
export async function openAccount(t: ExecutionContext, options: Partial<TwilioOptions> = {}) {
  const standIn = await startStandIn();
  closeWith(t, standIn);
  return { standIn, ...createTwilio({ ...accountOf(standIn), ...options }) };
}

export function accountOf(standIn: StandIn): TwilioOptions {
  return accountAt(standIn.url);
}

/** Impatient where waiting proves nothing, and never giving up on Twilio: each test says what it wants of that. */
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

/** What the service is configured with to use the stand-in. */
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
    // No assertion counts any more once a test has ended.
    if (violations.length > 0) throw new Error(violations.join('\n'));
  });
}
