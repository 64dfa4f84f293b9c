import { KINDS, keyOf, rulesOf, type Kind, type Records } from '../../domain/model/records.js';
import type { ChangeSet, Guard, LastCaller, Put, Removal } from '../../ports/order-store.js';

/** The part of a change set that concerns one record. */
export type Change =
  | { readonly type: 'guard'; readonly guard: Guard }
  | { readonly type: 'removal'; readonly removal: Removal }
  | { readonly type: 'put'; readonly put: Put }
  | { readonly type: 'last caller'; readonly lastCaller: LastCaller };

interface Step {
  readonly change: Change;
  readonly order: number;
  readonly claims: number;
  readonly key: string;
}

/** The write order of guards and removals, by their kind alone. A rule that needs more throws when this module is loaded. */
const ORDER_OF_KIND = new Map<Kind, number>(KINDS.map((kind) => [kind, rulesOf(kind).writeOrder({})]));

/**
 * A change set in the order in which it is written, whatever the order of its parts, so that two transactions on the same
 * records do not deadlock. The database checks invariants after each statement: within one kind, records that give up
 * claims are written before records that may take them over.
 */
export function stepsOf({ puts, removals = [], guards = [], lastCaller }: ChangeSet): readonly Change[] {
  const steps: Step[] = [];
  for (const guard of guards) steps.push({ change: { type: 'guard', guard }, ...placeOf(guard) });
  for (const removal of removals) steps.push({ change: { type: 'removal', removal }, ...placeOf(removal) });
  for (const put of puts) steps.push({ change: { type: 'put', put }, ...placeOfPut(put.kind, put.value) });
  if (lastCaller !== undefined) {
    const place = placeOf({ kind: 'session', key: lastCaller.sessionId });
    // After a guard on the same session, because it changes the version.
    steps.push({ change: { type: 'last caller', lastCaller }, ...place, claims: Infinity });
  }
  return steps.sort(compare).map(({ change }) => change);
}

function placeOf({ kind, key }: Pick<Guard, 'kind' | 'key'>): Omit<Step, 'change'> {
  return { order: ORDER_OF_KIND.get(kind) ?? 0, claims: 0, key };
}

function placeOfPut<K extends Kind>(kind: K, value: Records[K]): Omit<Step, 'change'> {
  const rules = rulesOf(kind);
  return { order: rules.writeOrder(value), claims: rules.claims(value).length, key: keyOf(kind, value) };
}

function compare(a: Step, b: Step): number {
  return a.order - b.order || a.claims - b.claims || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
