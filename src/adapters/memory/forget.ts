import { withoutPlan, type InteractionRecord } from '../../domain/model/interaction.js';
import { noteForgottenCalls } from '../../domain/model/forgotten-calls.js';
import { forgetLastCaller } from '../../domain/model/last-caller.js';
import { KINDS, rulesOf, type AnyRecord, type Kind } from '../../domain/model/records.js';
import type { Retention } from '../../ports/order-store.js';
import type { Change, RecordTables } from './record-tables.js';

type Value = AnyRecord['value'];

/** What maintenance drops or reduces. */
export function changesToForget(tables: RecordTables, before: Retention): Change[] {
  const changes: Change[] = KINDS.flatMap((kind) => {
    const keptOf = retentionOf(kind, before);
    return [...tables.all(kind)].flatMap(([key, { value }]): Change[] => {
      const kept = keptOf(value);
      return kept === value ? [] : [{ kind, key, value: kept, isIndexed: true }];
    });
  });
  return [...changes, ...droppedPlans(tables, before, changes), ...changedSessions(tables, before, changes)];
}

/** What is kept of a record of this kind, undefined when nothing is. */
function retentionOf(kind: Kind, before: Retention): (value: Value) => Value | undefined {
  const { retention } = rulesOf(kind);
  if (retention === undefined) return (value) => value;
  const { period, since, leaves } = retention;
  return (value) => {
    const from = since(value) ?? Infinity;
    if (from >= before[period]) return value;
    return leaves === undefined || from < before[leaves.period] ? undefined : leaves.reduce(value);
  };
}

/** @param changes those of interactions leave no plan */
function droppedPlans(tables: RecordTables, before: Retention, changes: readonly Change[]): Change[] {
  const changed = new Set(changes.filter(({ kind }) => kind === 'interaction').map(({ key }) => key));
  return [...tables.all('interaction')].flatMap(([key, { value }]): Change[] => {
    if (value.channel === undefined || value.plan === undefined) return [];
    if (value.at >= before.plans || changed.has(key)) return [];
    return [{ kind: 'interaction', key, value: withoutPlan(value), isIndexed: true }];
  });
}

/**
 * What sessions lose, and remember, with the calls and texts that go.
 * @param changes those of sessions are that they are dropped themselves
 */
function changedSessions(tables: RecordTables, before: Retention, changes: readonly Change[]): Change[] {
  const dropped = new Set(changes.filter(({ kind }) => kind === 'session').map(({ key }) => key));
  const bySession = new Map<string, InteractionRecord[]>();
  for (const { value } of tables.all('interaction').values()) {
    if (value.channel === undefined || value.sessionId === undefined) continue;
    const of = bySession.get(value.sessionId);
    if (of === undefined) bySession.set(value.sessionId, [value]);
    else of.push(value);
  }
  return [...bySession].flatMap(([key, interactions]): Change[] => {
    const session = dropped.has(key) ? undefined : tables.get('session', key)?.value;
    const noted = session && noteForgottenCalls(session, interactions, before.history);
    const kept = noted && forgetLastCaller(noted, interactions, before.history);
    return kept === session ? [] : [{ kind: 'session', key, value: kept, isIndexed: true }];
  });
}
