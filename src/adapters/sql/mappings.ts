import { rulesOf, type Kind, type Records } from '../../domain/model/records.js';
import type { AnyMapping } from './mapping.js';
import { audit, seal } from './rows-audit.js';
import { client, order } from './rows-clients.js';
import { interaction } from './rows-interactions.js';
import { confirmation, counter, outbox } from './rows-confirmations.js';
import { fact, lease, lockout, reply, request, signin, token } from './rows-internal.js';
import { intent, number } from './rows-numbers.js';
import { participant } from './rows-participants.js';
import { session } from './rows-sessions.js';
import type { AnyRow } from './schema.js';

const MAPPINGS: { readonly [K in Kind]: AnyMapping<K> } = {
  lease,
  fact,
  lockout,
  intent,
  request,
  reply,
  token,
  signin,
  number,
  client,
  session,
  participant,
  order,
  interaction,
  confirmation,
  outbox,
  counter,
  audit,
  seal,
};

export function mappingOf<K extends Kind>(kind: K): AnyMapping<K> {
  return MAPPINGS[kind];
}

/** The row of a record, without its version: its own columns, and those that the record rules fill. */
export function rowOf<K extends Kind>(kind: K, value: Records[K]): AnyRow {
  const mapping = mappingOf(kind);
  const rules = rulesOf(kind);
  const row: Record<string, unknown> = { ...mapping.toRow(value) };
  for (const column of Object.keys(mapping.ruleColumns)) row[column] = null;
  const fill = (column: string, field: string | number | undefined) => {
    if (field === undefined) return;
    // Without a column the database would not enforce the rule: the mapping is wrong.
    if (row[column] !== null) throw new Error(`the rules of ${kind} need a column ${column}`);
    row[column] = field;
  };
  fill('due_at', rules.dueAt(value));
  fill('fact', rules.fact(value));
  for (const reference of rules.references(value)) fill(`${reference.kind}_fact`, reference.fact);
  return row;
}
