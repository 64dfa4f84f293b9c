import type { ExecutionContext } from 'ava';
import { sign } from '../../../src/adapters/twiml/index.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/model/settings.js';
import { createFakeClock, type FakeClock } from '../../../src/entry/testing/index.js';
import { anOrderBody, startService, type Service } from '../../support.js';
import { testInTurn } from '../in-turn.js';

const AUTH = 'carrier-secret-0815';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends a webhook as the carrier signs it, with other headers if given. */
type Post = (
  target: string,
  params: Readonly<Record<string, string>>,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;

export function posting(url: string, authToken: string): Post {
  return async (target, params, headers = {}) => {
    const answer = await fetch(url + target, {
      method: 'POST',
      headers: { ...headers, 'x-twilio-signature': sign(authToken, url + target, params) },
      body: new URLSearchParams(params),
    });
    return { status: answer.status, body: await answer.text() };
  };
}

export interface Scene extends Service {
  readonly clock: FakeClock;
  /** The proxy number of Ada, client 1. */
  readonly proxy: string;
  readonly post: Post;
  /** All calls and texts on record, newest first. */
  readonly interactions: () => Promise<readonly { readonly id: string; readonly outcome: string }[]>;
}

/** A service with one client, Ada, who has a proxy number. */
export function withAda(title: string, run: (t: ExecutionContext, scene: Scene) => Promise<void>): void {
  testInTurn(title, async (t) => {
    const clock = createFakeClock();
    const settings = { ...DEFAULT_SETTINGS, language: 'en', whisper: true } as const;
    const service = await startService({ telephony: { kind: 'simulated', authToken: AUTH }, settings }, clock);
    t.teardown(() => service.stop());
    const { url, send } = service;
    const { json } = await send('POST', '/orders', anOrderBody(1));
    await run(t, {
      ...service,
      carrier: service.carrier,
      clock,
      proxy: String(json['client_proxy_number']),
      post: posting(url, AUTH),
      interactions: async () => (await send('GET', '/interactions')).json['items'] as { id: string; outcome: string }[],
    });
  });
}

/** The ways in which a header that nobody signs may differ between two deliveries. */
export const OTHER_TOKENS: readonly Readonly<Record<string, string>>[] = [
  {},
  { 'i-twilio-idempotency-token': 'a' },
  { 'i-twilio-idempotency-token': 'b' },
  { 'i-twilio-idempotency-token': '' },
];
