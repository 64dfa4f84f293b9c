import type { Twilio } from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import { createGuard, type RetryPolicy } from './guard.js';

/** The credentials of a Twilio account. */
export interface TwilioAccount extends Partial<RetryPolicy> {
  /** `AC…` */
  readonly accountSid: string;
  /** Authenticates requests to Twilio. */
  readonly authToken: string;
  /** Base URL instead of Twilio's: an egress proxy, or a test double. */
  readonly baseUrl?: string | undefined;
}

/** A page of 1,000 numbers takes about 1.5 MB. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/** Twilio's REST client, loaded on first use, because webhooks do not need it. */
export function lazyTwilioClient(account: TwilioAccount): () => Promise<Twilio> {
  let client: Promise<Twilio> | undefined;
  return () => (client ??= load(account));
}

async function load({ accountSid, authToken, baseUrl, ...retryPolicy }: TwilioAccount): Promise<Twilio> {
  const { default: twilio } = await import('twilio');
  const guard = createGuard(retryPolicy);

  /** Sends all requests of the client through the guard. */
  class GuardedClient extends twilio.RequestClient {
    constructor() {
      super({ timeout: guard.timeoutMs });
      this.axios.defaults.maxContentLength = MAX_RESPONSE_BYTES;
      // The library's own timeout restarts with every byte received.
      this.axios.interceptors.request.use((config) => {
        config.signal = AbortSignal.timeout(guard.timeoutMs);
        return config;
      });
    }

    override request<T>(options: RequestClient.RequestOptions<T>) {
      const { pathname, search } = new URL(options.uri);
      const uri = baseUrl === undefined ? options.uri : baseUrl + pathname + search;
      return guard.run({ method: options.method, path: pathname }, () => super.request({ ...options, uri }));
    }
  }
  return twilio(accountSid, authToken, { httpClient: new GuardedClient() });
}
