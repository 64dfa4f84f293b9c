import type { Twilio } from 'twilio';
import type { CallListInstanceCreateOptions } from 'twilio/lib/rest/api/v2010/account/call.js';
import type { Carrier } from '../../domain/model/carrier.js';
import type { OutgoingCall, Receipt, Telephony } from '../../ports/telephony.js';
import {
  createTwimlDialect,
  homeOf,
  placedCallUrls,
  refuseReference,
  textStatusUrl,
  type SignatureOptions,
} from '../twiml/index.js';
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

    async placeCall(call) {
      return (
        refuseReference(call) ?? (await receiptOf(async () => (await client()).calls.create(requestOf(call, webhooks))))
      );
    },
  };
}

/**
 * Source: https://www.twilio.com/docs/voice/api/call-resource#create-a-call. With `Enable`, Twilio asks what to say as soon as it knows
 * whether a person or a machine has picked up: https://www.twilio.com/docs/voice/answering-machine-detection
 */
function requestOf(
  { from, to, reference, ringSeconds }: OutgoingCall,
  webhooks: SignatureOptions,
): CallListInstanceCreateOptions {
  const { answered, ended } = placedCallUrls(homeOf(webhooks), reference);
  return {
    from,
    to,
    url: answered,
    method: 'POST',
    statusCallback: ended,
    statusCallbackMethod: 'POST',
    statusCallbackEvent: ['completed'],
    machineDetection: 'Enable',
    ...(ringSeconds === undefined ? {} : { timeout: ringSeconds }),
  };
}

async function receiptOf(request: () => Promise<{ readonly sid: string }>): Promise<Receipt> {
  try {
    return { kind: 'accepted', carrierId: (await request()).sid };
  } catch (error) {
    return refusalOf(error);
  }
}
