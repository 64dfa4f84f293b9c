import { sql, type Kysely, type RawBuilder } from 'kysely';
import { PUT_THROUGH } from '../../domain/model/interaction.js';
import { KINDS, rulesOf, type RetentionPeriod } from '../../domain/model/records.js';
import type { OrderStore } from '../../ports/order-store.js';
import { BATCH, inBatches } from './batches.js';
import { mappingOf } from './mappings.js';
import { FORGOTTEN_COLUMNS } from './rows-interactions.js';
import { anyTables, type Schema, type Table } from './schema.js';

interface Retained {
  readonly table: Table;
  readonly key: string;
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
  const { table, key, retainedSince, retainedStatus } = mappingOf(kind);
  if (retainedSince === undefined) throw new Error(`the table ${table} does not say what its retention counts from`);
  return [{ table, key, period: retention.period, since: retainedSince, status: retainedStatus }];
});

export function retention(db: Kysely<Schema>): Pick<OrderStore, 'forget'> {
  return {
    async forget(before) {
      for (const retained of RETAINED) await forgetRows(db, retained, before[retained.period]);
      await forgetInteractions(db, before.history);
      await forgetDeliveries(db, before.keys);
      await forgetPlans(db, before.plans);
    },
  };
}

async function forgetRows(db: Kysely<Schema>, { table, key, since, status }: Retained, before: number): Promise<void> {
  const tables = anyTables(db);
  let batch = tables.selectFrom(table).select(key).limit(BATCH);
  // Null, for what has not become history, is never before.
  for (const column of since) batch = batch.where(column, '<', before);
  if (status !== undefined) batch = batch.where('status', '=', status);
  const query = tables.deleteFrom(table).where(key, 'in', batch);
  await inBatches(async () => (await query.executeTakeFirst()).numDeletedRows < BATCH);
}

/** The retention of interactions in SQL: the contract suite compares it with the record rules. The oldest go first. */
async function forgetInteractions(db: Kysely<Schema>, before: number): Promise<void> {
  const old = db.selectFrom('interactions').where('channel', 'is not', null).where('at', '<', before);
  await inBatches(async () => {
    const last = await old
      .select(['at', 'id'])
      .orderBy('at')
      .orderBy('id')
      .offset(BATCH - 1)
      .limit(1)
      .executeTakeFirst();
    const isInBatch =
      last === undefined ? sql<boolean>`at < ${before}` : sql<boolean>`(at, id) <= (${last.at}, ${last.id})`;
    // While the calls and texts that speak for them are there.
    await forgetLastCallers(db, before, isInBatch);
    await noteForgottenCalls(db, isInBatch);
    await db
      .updateTable('interactions')
      .set({ ...FORGOTTEN_COLUMNS, version: sql`version + 1` })
      .where('channel', 'is not', null)
      .where(isInBatch)
      .execute();
    return last === undefined;
  });
}

/** The ids by which late deliveries were recognised. */
async function forgetDeliveries(db: Kysely<Schema>, before: number): Promise<void> {
  const batch = db.selectFrom('interactions').select('id').where('at', '<', before).where('channel', 'is', null);
  const query = db.deleteFrom('interactions').where('id', 'in', batch.limit(BATCH));
  await inBatches(async () => (await query.executeTakeFirst()).numDeletedRows < BATCH);
}

async function forgetPlans(db: Kysely<Schema>, before: number): Promise<void> {
  const batch = db.selectFrom('interactions').select('id').where('at', '<', before).where('plan', 'is not', null);
  const query = db
    .updateTable('interactions')
    .set({ plan: null, version: sql`version + 1` })
    .where('id', 'in', batch.limit(BATCH));
  await inBatches(async () => (await query.executeTakeFirst()).numUpdatedRows < BATCH);
}

/**
 * `noteForgottenCalls` in SQL: the contract suite compares the two.
 * @param isInBatch the interactions that are about to go
 */
async function noteForgottenCalls(db: Kysely<Schema>, isInBatch: RawBuilder<boolean>): Promise<void> {
  await sql`
    update sessions set has_forgotten_calls = 1, version = version + 1
    where has_forgotten_calls = 0 and id in (
      select session_id from interactions
      where ${isInBatch} and channel = 'call' and outcome in (${sql.join([...PUT_THROUGH])})
    )
  `.execute(db);
}

/**
 * `forgetLastCaller` in SQL: the contract suite compares the two.
 * @param isInBatch the interactions that are about to go, by which the sessions are found
 */
async function forgetLastCallers(db: Kysely<Schema>, before: number, isInBatch: RawBuilder<boolean>): Promise<void> {
  const isContact = sql`contact.client_id = sessions.client_id and contact.session_id = sessions.id
    and contact.channel is not null
    and (contact.direction = 'to_counterpart'
      or contact.from_masked = '+****' || substr(last_caller, length(last_caller) - 3))`;
  await sql`
    update sessions set last_caller = null, version = version + 1
    where last_caller is not null and closed_at is null
      and id in (select session_id from interactions where ${isInBatch} and channel is not null)
      and exists (select 1 from interactions as contact where ${isContact} and contact.at < ${before})
      and not exists (select 1 from interactions as contact where ${isContact} and contact.at >= ${before})
  `.execute(db);
}
