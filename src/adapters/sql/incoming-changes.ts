import type { InteractionRecord } from '../../domain/model/interaction.js';
import type { ChangeSet, Guard, LastCaller } from '../../ports/order-store.js';

/** What an incoming call or text nearly always writes. */
export interface IncomingChanges {
  /** A new one. */
  readonly interaction: InteractionRecord;
  /** The participant that was decided on. */
  readonly guard: Guard | undefined;
  readonly lastCaller: LastCaller | undefined;
}

/** The same changes as such; undefined when there is anything else to write. */
export function asIncoming(changes: ChangeSet): IncomingChanges | undefined {
  const { puts, guards = [], removals = [], lastCaller, scrub } = changes;
  const [first] = puts;
  const [guard] = guards;
  if (puts.length !== 1 || guards.length > 1 || removals.length > 0 || scrub !== undefined) return undefined;
  if (first?.kind !== 'interaction' || first.expected !== null) return undefined;
  if (guard !== undefined && guard.kind !== 'participant') return undefined;
  return { interaction: first.value, guard, lastCaller };
}
