import type { Twilio } from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  /** Sends the requests here instead of to Twilio: an egress proxy, or a test double. */
  readonly baseUrl?: string | undefined;
  /** How long a request may take. 10 seconds when absent. */
  readonly timeoutMs?: number | undefined;
}

/** Twilio's REST client, loaded when it is first used: answering a webhook does not need it. */
export function lazyTwilioClient(account: TwilioAccount): () => Promise<Twilio> {
  let client: Promise<Twilio> | undefined;
  return () => (client ??= load(account));
}

async function load({ accountSid, authToken, baseUrl, timeoutMs = 10_000 }: TwilioAccount): Promise<Twilio> {
  const { default: twilio } = await import('twilio');
  class Redirected extends twilio.RequestClient {
    override request<T>(options: RequestClient.RequestOptions<T>) {
      if (baseUrl === undefined) return super.request(options);
      const { pathname, search } = new URL(options.uri);
      return super.request({ ...options, uri: baseUrl + pathname + search });
    }
  }
  return twilio(accountSid, authToken, { httpClient: new Redirected({ timeout: timeoutMs }) });
}
