import type { Put, Versioned } from '../../../ports/order-store.js';
import { hasConfirmationMac, signConfirmation } from '../../model/confirmation/confirmation-mac.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import type { SecretHash } from '../../model/confirmation/secrets.js';
import { confirmationNotFound, ProxyCallError } from '../../model/errors.js';
import { hasOutboxMac, signOutboxEntry } from '../../model/outbox-mac.js';
import type { OutboxEntry } from '../../model/outbox.js';
import { put } from '../commit.js';
import { recordHash } from '../record-hash.js';
import type { Ports } from '../ports.js';

// Confirmations and entries of the outbox that somebody else wrote or changed are none: whoever edits the spreadsheet could otherwise
// confirm whatever they like.

/** The keyed hash that codes and links are derived with. */
export function secretHash({ ids }: Pick<Ports, 'ids'>): SecretHash {
  return (purpose, text) => ids.keyedHash(purpose, text);
}

export async function readConfirmation(
  { store, ids }: Pick<Ports, 'store' | 'ids'>,
  id: string,
): Promise<Versioned<Confirmation> | undefined> {
  const read = await store.record('confirmation', id);
  return read !== undefined && hasConfirmationMac(recordHash(ids), read.value) ? read : undefined;
}

/** @throws `confirmation_not_found` */
export async function existingConfirmation(ports: Ports, id: string): Promise<Versioned<Confirmation>> {
  const read = await readConfirmation(ports, id);
  if (read === undefined) throw confirmationNotFound();
  return read;
}

/** @throws `confirmation_not_found`, `confirmation_closed` */
export async function pendingConfirmation(ports: Ports, id: string): Promise<Versioned<Confirmation>> {
  const read = await existingConfirmation(ports, id);
  if (read.value.status !== 'pending' || read.value.expiresAt <= ports.clock.now()) throw closed(read.value);
  return read;
}

export function closed({ status }: Pick<Confirmation, 'status'>): ProxyCallError {
  const state = status === 'pending' ? 'expired' : status;
  return new ProxyCallError('confirmation_closed', `this confirmation is over: it is ${state}`);
}

export async function readEntry({ store, ids }: Ports, id: string): Promise<Versioned<OutboxEntry> | undefined> {
  const read = await store.record('outbox', id);
  return read !== undefined && hasOutboxMac(recordHash(ids), read.value) ? read : undefined;
}

/** The write of a confirmation, signed. */
export function putConfirmation({ ids }: Ports, next: Confirmation, read?: Versioned<Confirmation>): Put {
  return put('confirmation', signConfirmation(recordHash(ids), next), read);
}

/** The write of an entry of the outbox, signed. */
export function putEntry({ ids }: Ports, next: OutboxEntry, read?: Versioned<OutboxEntry>): Put {
  return put('outbox', signOutboxEntry(recordHash(ids), next), read);
}
