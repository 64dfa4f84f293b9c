import type { OptOutRequest } from '../../domain/model/opt-out.js';

/**
 * The parameter `OptOutType` of a text that Twilio has replied to itself.
 * Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out (webhooks).
 */
const TYPES: ReadonlyMap<string, OptOutRequest> = new Map([
  ['STOP', 'stop'],
  ['START', 'start'],
  ['HELP', 'help'],
]);

export function readOptOutType(type: string | undefined): OptOutRequest | undefined {
  return type === undefined ? undefined : TYPES.get(type.toUpperCase());
}
