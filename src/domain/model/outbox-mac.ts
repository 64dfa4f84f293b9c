import type { OutboxEntry } from './outbox.js';
import { erasableMac, hasErasableMac, type RecordHash } from './record-mac.js';

/** What an erasure leaves of an entry: the same one when there is nothing to remove. Without an address it cannot be sent any more. */
export function scrubOutboxEntry(entry: OutboxEntry): OutboxEntry {
  if (entry.to === undefined && entry.digits === undefined) return entry;
  return { ...entry, to: undefined, digits: undefined };
}

/** The MAC of an entry of the outbox: see `erasableMac`, and `confirmationMac`, which works alike. */
export function outboxMac(
  keyedHash: RecordHash,
  entry: Omit<OutboxEntry, 'mac'> & { readonly mac?: string | undefined },
): string {
  return erasableMac(keyedHash, 'outbox', { ...entry, mac: '' }, scrubOutboxEntry);
}

/** Whether ProxyCall wrote this entry. One whose MAC is wrong is none. */
export function hasOutboxMac(keyedHash: RecordHash, entry: OutboxEntry): boolean {
  return hasErasableMac(keyedHash, 'outbox', entry, scrubOutboxEntry);
}

/** The entry with the MAC that it should have. */
export function signOutboxEntry(keyedHash: RecordHash, entry: OutboxEntry): OutboxEntry {
  return { ...entry, mac: outboxMac(keyedHash, entry) };
}
