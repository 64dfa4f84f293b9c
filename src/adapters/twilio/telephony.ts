import { ProxyCallError } from '../../domain/model/errors.js';
import type { Telephony } from '../../ports/telephony.js';
import { createTwimlDialect, type SignatureOptions } from '../twiml/index.js';
import { lazyTwilioClient, type TwilioAccount } from './client.js';

/** Calls and texts over a Twilio account. */
export function createTwilioTelephony(account: TwilioAccount, webhooks: SignatureOptions): Telephony {
  const client = lazyTwilioClient(account);
  return {
    ...createTwimlDialect(webhooks),
    simulated: false,
    async sendMessage({ from, to, body, media }) {
      try {
        const { messages } = await client();
        await messages.create({ from, to, body, ...(media.length > 0 ? { mediaUrl: [...media] } : {}) });
      } catch (error) {
        throw new ProxyCallError('telephony_failed', `Twilio refused the message (${reasonOf(error)})`, {
          cause: withoutRequest(error),
        });
      }
    },
  };
}

/** Twilio's own code, or the network's: https://www.twilio.com/docs/api/errors */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
}

/** Twilio's errors repeat what was sent; only where it failed is worth keeping. */
function withoutRequest(error: unknown): Error {
  return new Error(`Twilio request failed: ${reasonOf(error)}`);
}
