import type { ClientView } from '../../../../ports/proxycall-api.js';
import type { Say } from '../../runtime/language.js';
import { fields } from '../../runtime/text.js';

export function describeClient(client: ClientView, say: Say): string {
  return fields(say, [
    ['client', client.clientId],
    ['name', client.clientName],
    ['email', client.clientMail],
    ['real phone', client.clientRealPhone],
    ['proxy number', client.clientProxyNumber],
    ['residency', client.clientIsoResidency],
    ['last caller', client.clientLastCaller],
  ]);
}
