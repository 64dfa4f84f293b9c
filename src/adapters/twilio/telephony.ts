import type { Twilio } from 'twilio';
import type { Carrier } from '../../domain/model/carrier.js';
import type { Receipt, Telephony } from '../../ports/telephony.js';
import { callDocument, createTwimlDialect, homeOf, textStatusUrl, type SignatureOptions } from '../twiml/index.js';
import { refusalOf } from './errors.js';

export const CARRIER: Carrier = 'twilio';

/** Calls and messages over a Twilio account. */
export function createTelephony(client: () => Promise<Twilio>, webhooks: SignatureOptions): Telephony {
  return {
    ...createTwimlDialect({ carrier: CARRIER, ...webhooks }),
    simulated: false,

    sendMessage: ({ from, to, body, media }, { interactionId, part, attempt }) =>
      receiptOf(async () => {
        const statusCallback = textStatusUrl(homeOf(webhooks), interactionId, part, attempt);
        const pictures = media.length > 0 ? { mediaUrl: [...media] } : {};
        return (await client()).messages.create({ from, to, body, statusCallback, ...pictures });
      }),

    placeCall: ({ from, to, plan, ringSeconds }) =>
      receiptOf(async () => {
        const twiml = callDocument(plan, homeOf(webhooks));
        const timeout = ringSeconds === undefined ? {} : { timeout: ringSeconds };
        return (await client()).calls.create({ from, to, twiml, ...timeout });
      }),
  };
}

async function receiptOf(request: () => Promise<{ readonly sid: string }>): Promise<Receipt> {
  try {
    return { kind: 'accepted', carrierId: (await request()).sid };
  } catch (error) {
    return refusalOf(error);
  }
}
