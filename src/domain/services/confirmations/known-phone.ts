import type { Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import type { E164 } from '../../model/phone-number.js';
import { personWith } from '../persons.js';
import type { Ports } from '../ports.js';

/** A client with this phone who takes part in a session. A match by mail address proves nothing, and is not looked for. */
export async function clientWithPhone({ store, ids }: Ports, phone: E164): Promise<Versioned<Client> | undefined> {
  const { personKey } = personWith(ids, phone);
  const participants = await store.participants({ by: 'person', personKey });
  const own = participants.find(({ value }) => value.role === 'client' && value.closedAt === undefined);
  return own && store.record('client', own.value.clientId);
}
