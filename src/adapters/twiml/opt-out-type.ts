import { readOptOut, type OptOutRequest } from '../../domain/model/opt-out.js';

/**
 * Reads the parameter `OptOutType` of a text that Twilio has replied to itself: STOP, START or HELP. Another word counts as a
 * request for help, which changes nothing: whatever it is, the sender has a reply.
 * Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out (webhooks).
 */
export function readOptOutType(type: string | undefined): OptOutRequest | undefined {
  if (type === undefined || type.trim() === '') return undefined;
  return readOptOut(type.replaceAll(/[-_]/g, '')) ?? 'help';
}
