import { randomInt } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { ChangeSet, Guard, Put, Removal } from '../../ports/order-store.js';
import { mappings } from './rows.js';
import type { Schema } from './schema.js';

/** A row of any table, for the few statements that are the same for all of them. */
type AnyTable = Record<string, Record<string, unknown>>;

/**
 * Writes one change set inside the transaction that the caller holds. Throws `conflict` when a version or a law
 * stands against it: the caller then undoes what was written.
 */
export async function applyChanges(db: Kysely<Schema>, changes: ChangeSet): Promise<void> {
  for (const removal of changes.removals ?? []) await remove(db, removal);
  for (const guard of changes.guards ?? []) await expectVersion(db, guard);
  for (const change of changes.puts) await write(db, change);
  if (changes.scrub !== undefined) await scrubClient(db, changes.scrub);
}

async function write(db: Kysely<Schema>, { kind, key, expected, value }: Put): Promise<void> {
  const { table, key: keyColumn, toRow } = mappings[kind] as unknown as {
    table: string;
    key: string;
    toRow(record: typeof value): Record<string, unknown>;
  };
  const tables = db as unknown as Kysely<AnyTable>;
  if (expected === null) {
    const version = randomInt(2 ** 40);
    const { numInsertedOrUpdatedRows } = await tables
      .insertInto(table)
      .values({ ...toRow(value), version })
      .onConflict((clash) => clash.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw conflict();
  } else {
    const { numUpdatedRows } = await tables
      .updateTable(table)
      .set({ ...toRow(value), version: expected + 1 })
      .where(keyColumn, '=', key)
      .where('version', '=', expected)
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw conflict();
  }
}

async function remove(db: Kysely<Schema>, { key, expected }: Removal): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('clients')
    .where('id', '=', key)
    .where('version', '=', expected)
    .executeTakeFirst();
  if (numDeletedRows !== 1n) throw conflict();
}

async function expectVersion(db: Kysely<Schema>, { kind, key, expected }: Guard): Promise<void> {
  const { table, key: keyColumn } = mappings[kind];
  const row = await (db as unknown as Kysely<AnyTable>)
    .selectFrom(table)
    .select('version')
    .where(keyColumn, '=', key)
    .executeTakeFirst();
  if (row?.['version'] !== expected) throw conflict();
}

async function scrubClient(db: Kysely<Schema>, clientId: string): Promise<void> {
  await db
    .updateTable('interactions')
    .set({ from_masked: '', to_masked: '', plan: null, version: sql`version + 1` })
    .where('client_id', '=', clientId)
    .execute();
  await db
    .updateTable('orders')
    .set({ fingerprint: null, version: sql`version + 1` })
    .where('client_id', '=', clientId)
    .execute();
}

export function conflict(cause?: unknown): ProxyCallError {
  return new ProxyCallError('conflict', 'someone else changed the same records', { retryable: true, cause });
}
