import type { Put, Versioned } from '../../../ports/order-store.js';
import type { ClientId } from '../../model/client.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { signConfirmation } from '../../model/confirmation/confirmation-mac.js';
import { CONFIRMATION_ENDED, endConfirmation, refuseEntry, type EndStatus } from '../../model/confirmation/ending.js';
import type { OutboxEntry } from '../../model/outbox.js';
import { scrubOutboxEntry, signOutboxEntry } from '../../model/outbox-mac.js';
import { closeOrder } from '../../model/order.js';
import type { Person } from '../../model/person.js';
import { transition } from '../../model/proxy-number.js';
import { put } from '../commit.js';
import { recordHash } from '../record-hash.js';
import type { Ports } from '../ports.js';

/** How a confirmation ends that has no effect. */
export type EndWithoutEffect = Exclude<EndStatus, 'confirmed'>;

/**
 * The writes that end a pending confirmation without effect: its record, its number, which is quarantined, its messages that nobody is
 * sending yet, which are refused, and of a new client the open orders, which are closed.
 */
export async function endingPuts(
  ports: Ports,
  read: Versioned<Confirmation>,
  status: EndWithoutEffect,
  now: number,
): Promise<readonly Put[]> {
  const change = (entry: OutboxEntry) => refused(entry, now);
  return [...(await recordPuts(ports, read, { status, now, change })), ...(await orderPuts(ports, read.value, now))];
}

/**
 * The same without the orders.
 * @param change what becomes of a message, unsigned: the same one when nothing does
 */
async function recordPuts(
  ports: Ports,
  read: Versioned<Confirmation>,
  { status, now, change }: { status: EndWithoutEffect; now: number; change: (entry: OutboxEntry) => OutboxEntry },
): Promise<readonly Put[]> {
  const keyedHash = recordHash(ports.ids);
  const messages = await ports.store.outboxOf(read.value.id);
  return [
    put('confirmation', signConfirmation(keyedHash, endConfirmation(read.value, status, now)), read),
    ...(await numberPuts(ports, read.value, now)),
    ...messages.flatMap((message): Put[] => {
      const changed = change(message.value);
      return changed === message.value ? [] : [put('outbox', signOutboxEntry(keyedHash, changed), message)];
    }),
  ];
}

/** Nobody can tell whether one that is being sent was sent: that is left to whoever sends it. */
function refused(entry: OutboxEntry, now: number): OutboxEntry {
  return entry.status === 'pending' ? refuseEntry(entry, CONFIRMATION_ENDED, now) : entry;
}

/** The number that is held for it. Not one that is held for another one, whatever somebody has written into the record. */
async function numberPuts(
  { store, settings }: Ports,
  { id, heldNumber }: Confirmation,
  now: number,
): Promise<readonly Put[]> {
  const number = heldNumber === undefined ? undefined : await store.record('number', heldNumber);
  if (number?.value.state.status !== 'held' || number.value.state.by !== id) return [];
  const until = now + settings.quarantineMs;
  return [put('number', transition(number.value, { type: 'unhold', by: id, until }), number)];
}

async function orderPuts({ store }: Ports, { purpose, clientId }: Confirmation, now: number): Promise<readonly Put[]> {
  if (purpose !== 'new_client' || clientId === undefined) return [];
  // Somebody has become a client under this id meanwhile: the orders are theirs.
  if ((await store.record('client', clientId)) !== undefined) return [];
  const orders = await store.openOrdersOf(clientId);
  return orders.map((order) => put('order', closeOrder(order.value, now), order));
}

/**
 * The writes that end the pending confirmations of a client who is being erased, and all others of their phone: with it they lose what
 * they are about. The client's own orders are left to the caller. Messages that are being sent lose their address: whoever sends them
 * finds them changed.
 */
export async function erasedConfirmationPuts(
  ports: Ports,
  { clientId, person }: { readonly clientId: ClientId; readonly person: Person },
  now: number,
): Promise<readonly Put[]> {
  const [ofClient, ofPerson] = await Promise.all([
    ports.store.liveConfirmations({ by: 'client', clientId }),
    ports.store.liveConfirmations({ by: 'person', personKey: person.personKey }),
  ]);
  const byId = new Map([...ofClient, ...ofPerson].map((read) => [read.value.id, read]));
  const puts = await Promise.all(
    [...byId.values()].map((read) =>
      read.value.clientId === clientId ? erasingPuts(ports, read, now) : erasingPutsWithOrders(ports, read, now),
    ),
  );
  return puts.flat();
}

/** The writes that end one of them. */
export async function erasingPutsWithOrders(
  ports: Ports,
  read: Versioned<Confirmation>,
  now: number,
): Promise<readonly Put[]> {
  return [...(await erasingPuts(ports, read, now)), ...(await orderPuts(ports, read.value, now))];
}

function erasingPuts(ports: Ports, read: Versioned<Confirmation>, now: number): Promise<readonly Put[]> {
  const change = (entry: OutboxEntry) => scrubOutboxEntry(refused(entry, now));
  return recordPuts(ports, read, { status: 'cancelled', now, change });
}
