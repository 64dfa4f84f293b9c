import type { ChangeSet, Kind } from '../../../ports/order-store.js';

/** What calls and texts write: interactions, opt-outs in sessions, participants admitted by code, counts of wrong codes, replies. */
const WRITTEN_BY_CALLS: ReadonlySet<Kind> = new Set(['interaction', 'session', 'participant', 'lockout', 'reply']);

/** Calls and texts do not wait for Google. Every other use case writes a record of another kind as well. */
export function isWrittenBehind({ puts, removals = [], scrub }: ChangeSet): boolean {
  return puts.every(({ kind }) => isWrittenByCalls(kind)) && removals.length === 0 && scrub === undefined;
}

/** Whether records of this kind may change in memory while a batch with them is being written. */
export function isWrittenByCalls(kind: Kind): boolean {
  return WRITTEN_BY_CALLS.has(kind);
}

/** Whether a row shows records of this kind that is written after them. */
export function isShownLater(kind: Kind): boolean {
  return kind === 'confirmation' || kind === 'outbox';
}
