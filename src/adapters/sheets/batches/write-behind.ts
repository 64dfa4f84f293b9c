import type { ChangeSet, Kind } from '../../../ports/order-store.js';

/**
 * What calls and texts leave: interactions, the state of sessions (opt-outs), participants admitted by code, and counts of
 * wrong codes.
 */
const KINDS_OF_CALLS: ReadonlySet<Kind> = new Set(['interaction', 'session', 'participant', 'lockout']);

/** Calls and texts do not wait for Google. Every other use case writes a record of another kind as well. */
export function isWrittenBehind({ puts, removals = [], scrub }: ChangeSet): boolean {
  return puts.every(({ kind }) => isLeftByCalls(kind)) && removals.length === 0 && scrub === undefined;
}

/** Whether records of this kind may change in memory while a batch with them is on its way. */
export function isLeftByCalls(kind: Kind): boolean {
  return KINDS_OF_CALLS.has(kind);
}
