import type { OrderStore, Put } from '../../ports/order-store.js';
import type { Ids } from '../../ports/runtime.js';
import { isPending, type Confirmation } from '../model/confirmation/confirmation.js';
import { signConfirmation } from '../model/confirmation/confirmation-mac.js';
import { refuseEntry } from '../model/confirmation/ending.js';
import type { OutboxEntry } from '../model/outbox.js';
import { scrubOutboxEntry, signOutboxEntry } from '../model/outbox-mac.js';
import type { PersonKey } from '../model/person.js';
import { put } from './commit.js';
import { pagesOf } from './paging.js';
import { pseudonymizer } from './persons.js';
import { recordHash } from './record-hash.js';

const PAGE = 200;
const REKEYED = 'the store was moved to another hash key';

/**
 * Signs confirmations and the outbox anew, under another hash key, and computes the person keys of pending confirmations again. May be
 * repeated after an interruption.
 *
 * Whether somebody else has written a record cannot be told with this key. So nothing that somebody may have written counts: what was
 * proved must be proved again, and codes and links are not sent where a record says. Those that were sent are void in any case, as they
 * were derived from the former key. That a contact is told of a change is sent: it says nothing that could be used.
 * @param renamed the new person keys of people on record, by their former ones
 */
export async function rekeyConfirmations(
  store: OrderStore,
  ids: Pick<Ids, 'keyedHash'>,
  renamed: ReadonlyMap<PersonKey, PersonKey>,
  now: number,
): Promise<void> {
  const keyedHash = recordHash(ids);
  const pseudonymize = pseudonymizer(ids);
  const rekeyed = (confirmation: Confirmation): Confirmation => {
    if (!isPending(confirmation)) return confirmation;
    const { wanted, personKey: former } = confirmation;
    const known = former && (renamed.get(former) ?? former);
    return { ...confirmation, proved: [], personKey: wanted === undefined ? known : pseudonymize(wanted.phone) };
  };
  for await (const page of pagesOf(store, 'confirmation', PAGE)) {
    const puts = page.map((read): Put => put('confirmation', signConfirmation(keyedHash, rekeyed(read.value)), read));
    await store.commit({ puts });
  }
  const withoutSecret = (entry: OutboxEntry): OutboxEntry => {
    if (entry.message === 'changed') return entry;
    // Nobody can tell whether one that was claimed was sent.
    if (entry.status === 'claimed') return scrubOutboxEntry(entry);
    return entry.status === 'pending' ? refuseEntry(entry, REKEYED, now) : entry;
  };
  for await (const page of pagesOf(store, 'outbox', PAGE)) {
    const puts = page.map((read): Put => put('outbox', signOutboxEntry(keyedHash, withoutSecret(read.value)), read));
    await store.commit({ puts });
  }
}
