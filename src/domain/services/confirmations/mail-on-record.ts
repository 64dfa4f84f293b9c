import type { Put } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { DAY_MS } from '../../model/time.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';

// A mail address that is on record because of nothing but a link in a mail to itself does not stand for its client: with it, whoever asks
// for two changes, one after the other, could move a phone with nothing that its owner has.

/** For as long as the client may be on record: confirmations are forgotten earlier. */
const KEPT_MS = 36_500 * DAY_MS;

function keyFor({ ids }: Pick<Ports, 'ids'>, { id, mail }: Pick<Client, 'id' | 'mail'>): string {
  return `mail by its own link ${ids.keyedHash('limit', JSON.stringify([id, mail]))}`;
}

/** Whether the mail address on record may stand for a client whose phone is to be replaced. */
export async function mayMailVouch(ports: Ports, client: Pick<Client, 'id' | 'mail'>): Promise<boolean> {
  const read = await ports.store.record('counter', keyFor(ports, client));
  return (read?.value.count ?? 0) === 0;
}

/** The write that notes how a mail address came on record. @param approved whether the shop has approved it */
export async function mailChangePut(
  ports: Ports,
  client: Pick<Client, 'id' | 'mail'>,
  approved: boolean,
): Promise<Put> {
  const { store, clock } = ports;
  const key = keyFor(ports, client);
  const read = await store.record('counter', key);
  return put('counter', { key, count: approved ? 0 : 1, until: clock.now() + KEPT_MS }, read);
}
