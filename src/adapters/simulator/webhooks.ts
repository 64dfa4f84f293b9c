import type { Ids } from '../../ports/runtime.js';
import { sign } from '../twiml/index.js';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface WebhookSenderOptions {
  readonly authToken: string;
  readonly ids: Pick<Ids, 'next'>;
  /** How long the carrier waits for an answer. 15 seconds when absent, as Twilio does. */
  readonly timeoutMs?: number | undefined;
}

export type Params = Readonly<Record<string, string>>;
export type SendWebhook = (url: string, params: Params, deliveries?: number) => Promise<Answer>;

/** Signs and posts webhooks over HTTP. All deliveries of an event carry the same idempotency token. */
export function createWebhookSender({ authToken, ids, timeoutMs = 15_000 }: WebhookSenderOptions): SendWebhook {
  return async (url, params, deliveries = 1) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign(authToken, url, params),
      'i-twilio-idempotency-token': ids.next(),
    };
    let answer: Answer = { status: 0, body: '' };
    for (let delivery = 0; delivery < deliveries; delivery += 1) answer = await post();
    return answer;

    async function post(): Promise<Answer> {
      const body = new URLSearchParams(params).toString();
      try {
        const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
        return { status: response.status, body: await response.text() };
      } catch {
        // Nothing answers at that address: for the caller, an application error like any other.
        return { status: 0, body: '' };
      }
    }
  };
}
