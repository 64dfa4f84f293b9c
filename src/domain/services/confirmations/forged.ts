import type { Versioned } from '../../../ports/order-store.js';
import { hasConfirmationMac } from '../../model/confirmation/confirmation-mac.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import type { StoreFinding } from '../../model/store-finding.js';
import { retryOnConflict } from '../commit.js';
import { recordHash } from '../record-hash.js';
import type { Ports } from '../ports.js';
import { endingPuts } from './ending-puts.js';

// A confirmation that somebody else wrote or changed has no effect: no code is sent for it and none is looked at. But it may hold a number.

/** How many pending confirmations are looked at: those of a shop that asks all its customers at once. */
const MOST = 10_000;

async function forgedConfirmations({ store, ids }: Ports): Promise<readonly Confirmation[]> {
  const pending = await store.confirmations({ status: 'pending', limit: MOST });
  return pending.filter((confirmation) => !hasConfirmationMac(recordHash(ids), confirmation));
}

/** What a person should look at. Names no record: its id may be anything. */
export async function forgedFindings(ports: Ports): Promise<readonly StoreFinding[]> {
  return (await forgedConfirmations(ports)).map(() => ({
    kind: 'forged_record',
    tab: 'confirmation',
    problem: 'a confirmation that somebody else than ProxyCall has written or changed is ignored',
  }));
}

/** Ends them, so that their numbers are not held for ever. */
export async function cancelForged(ports: Ports): Promise<void> {
  for (const { id } of await forgedConfirmations(ports)) {
    await retryOnConflict(ports, async () => {
      const read = await ports.store.record('confirmation', id);
      if (read !== undefined && isForged(ports, read)) await cancel(ports, read);
    });
  }
}

function isForged({ ids }: Ports, { value }: Versioned<Confirmation>): boolean {
  return value.status === 'pending' && !hasConfirmationMac(recordHash(ids), value);
}

async function cancel(ports: Ports, read: Versioned<Confirmation>): Promise<void> {
  await ports.store.commit({ puts: await endingPuts(ports, read, 'cancelled', ports.clock.now()) });
  ports.logger.warn('confirmation.forged', { purpose: read.value.purpose });
}
