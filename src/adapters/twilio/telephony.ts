import type { Twilio } from 'twilio';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { Telephony } from '../../ports/telephony.js';
import { createTwimlDialect, type SignatureOptions } from '../twiml/index.js';
import { translate } from './errors.js';

/** Calls and texts over a Twilio account. */
export function createTelephony(client: () => Promise<Twilio>, webhooks: SignatureOptions): Telephony {
  return {
    ...createTwimlDialect(webhooks),
    simulated: false,
    async sendMessage({ from, to, body, media }) {
      try {
        const { messages } = await client();
        await messages.create({ from, to, body, ...(media.length > 0 ? { mediaUrl: [...media] } : {}) });
      } catch (error) {
        throw new ProxyCallError('telephony_failed', translate(error).message);
      }
    },
  };
}
