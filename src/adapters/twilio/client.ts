import type { Twilio } from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import { createGuard, type Patience } from './guard.js';

export interface TwilioAccount extends Partial<Patience> {
  readonly accountSid: string;
  readonly authToken: string;
  /** Sends the requests here instead of to Twilio: an egress proxy, or a test double. */
  readonly baseUrl?: string | undefined;
}

/** A page of 1,000 numbers has some 1.5 MB. */
const LONGEST_ANSWER_BYTES = 16 * 1024 * 1024;

/** Twilio's REST client, loaded when it is first used: answering a webhook does not need it. */
export function lazyTwilioClient(account: TwilioAccount): () => Promise<Twilio> {
  let client: Promise<Twilio> | undefined;
  return () => (client ??= load(account));
}

async function load({ accountSid, authToken, baseUrl, ...patience }: TwilioAccount): Promise<Twilio> {
  const { default: twilio } = await import('twilio');
  const guard = createGuard(patience);

  /** Every request of the client comes through here. */
  class GuardedClient extends twilio.RequestClient {
    constructor() {
      super({ timeout: guard.timeoutMs });
      this.axios.defaults.maxContentLength = LONGEST_ANSWER_BYTES;
      // The library's own limit starts anew with every byte that arrives.
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
