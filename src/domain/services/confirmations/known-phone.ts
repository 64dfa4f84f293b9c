import type { Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { sameLine } from '../../model/line.js';
import type { E164 } from '../../model/phone-number.js';
import { personWith } from '../persons.js';
import type { Ports } from '../ports.js';

/**
 * A client with this phone who takes part in a session, or did until lately. A match by mail address proves nothing, and is not looked
 * for.
 */
export async function clientWithPhone({ store, ids }: Ports, phone: E164): Promise<Versioned<Client> | undefined> {
  const { personKey } = personWith(ids, phone);
  const participants = await store.participants({ by: 'person', personKey });
  const clientIds = new Set(
    participants.filter(({ value }) => value.role === 'client').map(({ value }) => value.clientId),
  );
  const clients = await Promise.all([...clientIds].map((id) => store.record('client', id)));
  // Of an ended session, the phone may have been another one.
  return clients.find((read) => read !== undefined && sameLine(read.value.realPhone, phone));
}
