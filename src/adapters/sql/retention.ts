import { sql, type Kysely } from 'kysely';
import { KINDS, rulesOf, type RetentionPeriod } from '../../domain/model/records.js';
import type { OrderStore, Retention } from '../../ports/order-store.js';
import { mappingOf } from './mappings.js';
import { FORGOTTEN_COLUMNS } from './rows-interactions.js';
import { anyTables, type Schema, type Table } from './schema.js';

interface Retained {
  readonly table: Table;
  readonly period: RetentionPeriod;
  readonly since: readonly string[];
  readonly status: string | undefined;
}

/** In the reverse order of writing, so that whatever refers to a record is dropped before it. */
const RETAINED: readonly Retained[] = KINDS.toReversed().flatMap((kind) => {
  const { retention } = rulesOf(kind);
  if (retention === undefined) return [];
  // What is reduced first has statements of its own.
  if (retention.leaves !== undefined) return [];
  const { table, retainedSince, retainedStatus } = mappingOf(kind);
  if (retainedSince === undefined) throw new Error(`the table ${table} does not say what its retention counts from`);
  return [{ table, period: retention.period, since: retainedSince, status: retainedStatus }];
});

export function retention(db: Kysely<Schema>): Pick<OrderStore, 'forget'> {
  return {
    async forget(before) {
      for (const { table, period, since, status } of RETAINED) {
        let query = anyTables(db).deleteFrom(table);
        // Null, for what has not become history, is never before.
        for (const column of since) query = query.where(column, '<', before[period]);
        if (status !== undefined) query = query.where('status', '=', status);
        await query.execute();
      }
      await forgetInteractions(db, before);
    },
  };
}

/** The retention of interactions in SQL: the contract suite compares it with the record rules. */
async function forgetInteractions(db: Kysely<Schema>, before: Retention): Promise<void> {
  await db
    .updateTable('interactions')
    .set({ ...FORGOTTEN_COLUMNS, version: sql`version + 1` })
    .where('at', '<', before.history)
    .where('channel', 'is not', null)
    .execute();
  await db.deleteFrom('interactions').where('at', '<', before.keys).where('channel', 'is', null).execute();
  await db
    .updateTable('interactions')
    .set({ plan: null, version: sql`version + 1` })
    .where('at', '<', before.plans)
    .where('channel', 'is not', null)
    .where('plan', 'is not', null)
    .execute();
}
