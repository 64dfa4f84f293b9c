import type { Telephony } from '../../ports/telephony.js';
import { renderCall, renderMessage } from './render.js';
import { isSigned, type SignatureOptions } from './signature.js';
import { readCall, readEndedDial, readMessage, readMessageStatus, readWhisper } from './webhooks.js';

export { WEBHOOK_PATHS, webhookUrlsAt } from './render.js';
export { sign, type SignatureOptions } from './signature.js';

/** What Twilio, and whoever speaks as it does, have in common: signed webhooks, answered in TwiML. */
export type TwimlDialect = Omit<Telephony, 'simulated' | 'sendMessage'>;

export function createTwimlDialect(options: SignatureOptions): TwimlDialect {
  // The first address is the one that was chosen for us to be reached at.
  const home = () => options.publicUrls()[0] ?? '';
  return {
    verify: (request) => isSigned(request, options),
    readCall,
    readMessage,
    readEndedDial,
    readWhisper,
    readMessageStatus,
    renderCall: (plan) => renderCall(plan, home()),
    renderMessage: (plan) => renderMessage(plan, home()),
  };
}
