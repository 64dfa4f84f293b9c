import { conflict } from '../../domain/model/errors.js';
import { factOf, referencesOf } from '../../domain/model/invariants.js';
import { recordOf, rulesOf, type AnyRecord, type Kind } from '../../domain/model/records.js';
import type { Versioned } from '../../ports/order-store.js';
import { GROUPS } from './lookups.js';
import type { Change, RecordTables } from './record-tables.js';

/** The kinds of record that refer to others. */
const REFERRING_KINDS = ['participant', 'confirmation'] as const satisfies Kind[];

/**
 * Throws `conflict` when a change that has been made leaves a reference broken: one of the record itself, or one of a
 * record that refers to it.
 */
export function checkReferences(
  tables: Pick<RecordTables, 'get' | 'group'>,
  { kind, key, value, isIndexed }: Change,
  before: Versioned<AnyRecord['value']> | undefined,
): void {
  if (!isIndexed) return;
  const after = value === undefined ? undefined : recordOf(kind, value);
  for (const reference of after === undefined ? [] : referencesOf(after)) {
    const target = tables.get(reference.kind, reference.key);
    const fact = target === undefined ? undefined : factOf(recordOf(reference.kind, target.value));
    if (fact !== reference.fact) throw conflict();
  }
  if (before === undefined) return;
  const fact = after === undefined ? undefined : factOf(after);
  if (fact === factOf(recordOf(kind, before.value))) return;
  for (const referringKind of REFERRING_KINDS) {
    const references = tables
      .group<Kind>(referringKind, GROUPS.referringTo(kind, key))
      .flatMap(({ value: referring }) => rulesOf<Kind>(referringKind).references(referring));
    if (references.some((one) => one.kind === kind && one.key === key && one.fact !== fact)) throw conflict();
  }
}
