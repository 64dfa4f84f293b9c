import { erasableMac, hasErasableMac, type RecordHash } from '../record-mac.js';
import type { Confirmation } from './confirmation.js';

/** What an erasure leaves of a confirmation: the same one when there is nothing to remove. A pending one has no effect any more. */
export function scrubConfirmation(confirmation: Confirmation): Confirmation {
  const { wanted, formerPhone, personKey, fingerprint } = confirmation;
  const isScrubbed = [wanted, formerPhone, personKey, fingerprint].every((field) => field === undefined);
  if (isScrubbed) return confirmation;
  return { ...confirmation, wanted: undefined, formerPhone: undefined, personKey: undefined, fingerprint: undefined };
}

/**
 * The MAC of a confirmation: see `erasableMac`. An erasure in the store removes what `scrubConfirmation` does and leaves the MAC as it is,
 * and `hasConfirmationMac` still holds.
 */
export function confirmationMac(
  keyedHash: RecordHash,
  confirmation: Omit<Confirmation, 'mac'> & { readonly mac?: string | undefined },
): string {
  return erasableMac(keyedHash, 'confirmation', { ...confirmation, mac: '' }, scrubConfirmation);
}

/** Whether ProxyCall wrote this confirmation. One whose MAC is wrong is none. */
export function hasConfirmationMac(keyedHash: RecordHash, confirmation: Confirmation): boolean {
  return hasErasableMac(keyedHash, 'confirmation', confirmation, scrubConfirmation);
}

/** The confirmation with the MAC that it should have. */
export function signConfirmation(keyedHash: RecordHash, confirmation: Confirmation): Confirmation {
  return { ...confirmation, mac: confirmationMac(keyedHash, confirmation) };
}
