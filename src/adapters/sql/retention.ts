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
      // While the calls and texts that speak for them are there.
      await forgetLastCallers(db, before.history);
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

/** `forgetLastCaller` in SQL: the contract suite compares the two. Sessions are found by the interactions that are about to go. */
async function forgetLastCallers(db: Kysely<Schema>, before: number): Promise<void> {
  const isContact = sql`contact.client_id = sessions.client_id and contact.session_id = sessions.id
    and contact.channel is not null
    and (contact.direction = 'to_counterpart'
      or contact.from_masked = '+****' || substr(last_caller, length(last_caller) - 3))`;
  await sql`
    update sessions set last_caller = null, version = version + 1
    where last_caller is not null and closed_at is null
      and id in (select session_id from interactions where at < ${before} and channel is not null)
      and exists (select 1 from interactions as contact where ${isContact} and contact.at < ${before})
      and not exists (select 1 from interactions as contact where ${isContact} and contact.at >= ${before})
  `.execute(db);
}
