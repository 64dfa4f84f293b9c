import type { Kind, Put, Records } from '../../../ports/order-store.js';
import type { PersonErasure } from '../../../ports/people-api.js';
import type { ClientId } from '../../model/client.js';
import { isProxyCallError } from '../../model/errors.js';
import { isPending } from '../../model/confirmation/confirmation.js';
import { scrubConfirmation, signConfirmation } from '../../model/confirmation/confirmation-mac.js';
import { scrubOutboxEntry, signOutboxEntry } from '../../model/outbox-mac.js';
import { closeOrder } from '../../model/order.js';
import { closeParticipant, eraseParticipant } from '../../model/participant.js';
import type { Person } from '../../model/person.js';
import { erasureOf, isLastCaller, isParticipant, withoutPerson, type PersonTraces } from '../../model/person-data.js';
import { closePairedSession } from '../../model/session.js';
import { isoTime } from '../../model/time.js';
import { put, retryOnConflict } from '../commit.js';
import { erasingPutsWithOrders } from '../confirmations/ending-puts.js';
import { recordHash } from '../record-hash.js';
import type { Ports } from '../ports.js';
import type { FoundPerson } from './find-person.js';

/** How many records one commit changes, at most. */
const CHUNK = 200;

/**
 * Erases what was found about a person, in several commits: a courier of many years has more than fits into one. First what is
 * live, so that nobody reaches them any more, and then history. Each commit leaves the store consistent; after a failure in
 * between, the next erasure finds the rest.
 */
export async function eraseFound(
  ports: Ports,
  { records, traces }: FoundPerson,
  eraseClient: (clientId: ClientId) => Promise<unknown>,
): Promise<PersonErasure> {
  const { person } = traces;
  const now = ports.clock.now();
  const { sessionIds, ...counts } = erasureOf(records, traces, now);
  for (const { id } of records.clients) await ignoreGone(eraseClient(id));
  for (const { id } of records.confirmations.filter(isPending)) {
    await retryOnConflict(ports, () => endConfirmationOf(ports, id, traces.clients, now));
  }
  for (const sessionId of sessionIds) await retryOnConflict(ports, () => endSession(ports, sessionId, person, now));
  await rewrite(ports, 'session', idsOf(records.sessions), (session) =>
    // Says it again for the compiler: only a live open session has a last caller.
    isLastCaller(session, person) && session.kind === 'open' && session.closedAt === undefined
      ? { ...session, lastCaller: undefined }
      : session,
  );
  await rewrite(ports, 'participant', idsOf(records.participants), (participant) => {
    const isKnown = participant.phone !== undefined && isParticipant(participant, person);
    return isKnown ? eraseParticipant(participant, now) : participant;
  });
  const orderIds = records.orders.map(({ order }) => order.id);
  await rewrite(ports, 'order', orderIds, (order) =>
    order.fingerprint === undefined ? order : { ...order, fingerprint: undefined },
  );
  const keys = records.requests.map(({ key }) => key);
  // It stays bound to its request, so that the key is not used for another one meanwhile.
  await rewrite(ports, 'request', keys, (request) =>
    request.fingerprint === undefined ? request : { ...request, fingerprint: undefined },
  );
  await rewrite(ports, 'interaction', idsOf(records.interactions), (interaction) =>
    interaction.channel === undefined ? interaction : withoutPerson(interaction, traces),
  );
  await scrubConfirmations(ports, records);
  // What is left of them in records that were written meanwhile, and where the store keeps its records.
  await ports.store.commit({ puts: [], scrub: { persons: [person] } });
  return { erasedAt: isoTime(now), ...counts };
}

/** Ends a pending confirmation, and erases what is stored under the id of a client who has no record yet. */
async function endConfirmationOf(
  ports: Ports,
  confirmationId: string,
  clients: PersonTraces['clients'],
  now: number,
): Promise<void> {
  const read = await ports.store.record('confirmation', confirmationId);
  if (read === undefined || !isPending(read.value)) return;
  const { clientId } = read.value;
  const scrub = clientId !== undefined && clients.has(clientId) ? { clientId } : undefined;
  await ports.store.commit({ puts: await erasingPutsWithOrders(ports, read, now), scrub });
}

/** Removes from confirmations that are over, and from what was sent, what still says something about the person. */
async function scrubConfirmations(ports: Ports, records: FoundPerson['records']): Promise<void> {
  const keyedHash = recordHash(ports.ids);
  await rewrite(ports, 'confirmation', idsOf(records.confirmations), (confirmation) => {
    const scrubbed = scrubConfirmation(confirmation);
    return scrubbed === confirmation ? confirmation : signConfirmation(keyedHash, scrubbed);
  });
  await rewrite(ports, 'outbox', idsOf(records.outbox), (entry) => {
    const scrubbed = scrubOutboxEntry(entry);
    return scrubbed === entry ? entry : signOutboxEntry(keyedHash, scrubbed);
  });
}

/** Closes a paired session of the person, and its order. The others hear that the order is closed, as after any other end. */
async function endSession({ store }: Ports, sessionId: string, person: Person, now: number): Promise<void> {
  const [session, participants] = await Promise.all([
    store.record('session', sessionId),
    store.participants({ by: 'session', sessionId }),
  ]);
  if (session?.value.kind !== 'paired' || session.value.closedAt !== undefined) return;
  const closed = closePairedSession(session.value, now);
  const order = await store.record('order', closed.orderId);
  await store.commit({
    puts: [
      put('session', closed, session),
      ...participants.map((each) => {
        const end = isParticipant(each.value, person) ? eraseParticipant : closeParticipant;
        return put('participant', end(each.value, closed.closedAt), each);
      }),
      ...(order?.value.status === 'open'
        ? [put('order', { ...closeOrder(order.value, closed.closedAt), fingerprint: undefined }, order)]
        : []),
    ],
  });
}

/** Changes records as they are now. Those that stay the same, or are gone, are not written. */
async function rewrite<K extends Kind>(
  ports: Ports,
  kind: K,
  keys: readonly string[],
  change: (value: Records[K]) => Records[K],
): Promise<void> {
  const { store } = ports;
  for (let start = 0; start < keys.length; start += CHUNK) {
    await retryOnConflict(ports, async () => {
      const reads = await Promise.all(keys.slice(start, start + CHUNK).map((key) => store.record(kind, key)));
      const puts = reads.flatMap((read): Put[] => {
        const next = read && change(read.value);
        return read === undefined || next === undefined || next === read.value ? [] : [put(kind, next, read)];
      });
      if (puts.length > 0) await store.commit({ puts });
    });
    await ports.clock.sleep(0);
  }
}

function idsOf(records: readonly { readonly id: string }[]): readonly string[] {
  return records.map(({ id }) => id);
}

/** Somebody else may have erased the client at the same moment. */
async function ignoreGone(erasing: Promise<unknown>): Promise<void> {
  await erasing.catch((error: unknown) => {
    if (!isProxyCallError(error, 'client_not_found')) throw error;
  });
}
