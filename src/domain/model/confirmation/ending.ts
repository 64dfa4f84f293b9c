import type { OutboxEntry } from '../outbox.js';
import type { Confirmation, ConfirmationStatus } from './confirmation.js';

/** How a confirmation ends. */
export type EndStatus = Exclude<ConfirmationStatus, 'pending'>;

/**
 * The confirmation once it is over: without what it wanted, and without a number that is held for it. What becomes of that number is the
 * caller's to write, in the same commit. Of one that is over already, the status changes: one that was confirmed may be blocked. Its
 * MAC is the former one: sign it.
 * @param now milliseconds since the epoch
 */
export function endConfirmation(confirmation: Confirmation, status: EndStatus, now: number): Confirmation {
  return {
    ...confirmation,
    status,
    wanted: undefined,
    personKey: undefined,
    formerPhone: undefined,
    // Only of one that was confirmed does a repeated request get an answer.
    fingerprint: status === 'confirmed' ? confirmation.fingerprint : undefined,
    heldNumber: undefined,
    nextStepAt: undefined,
    endedAt: confirmation.endedAt ?? now,
  };
}

/** The reason of entries that were not sent because their confirmation was over. */
export const CONFIRMATION_ENDED = 'the confirmation has ended';

/**
 * An entry of the outbox that will not be sent. Its MAC is the former one: sign it.
 * @param reason without personal data
 * @param now milliseconds since the epoch
 */
export function refuseEntry(entry: OutboxEntry, reason: string, now: number): OutboxEntry {
  return { ...entry, status: 'refused', to: undefined, dueAt: undefined, endedAt: now, reason };
}
