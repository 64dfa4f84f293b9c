/**
 * The Postgres store: shared by any number of instances.
 * @module proxycall/postgres
 */
import { CompiledQuery, Kysely, PostgresDialect, sql, type Dialect, type PostgresPool } from 'kysely';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import { createChangeWriter } from './change-writer.js';
import { translate, translateFaults } from './faults.js';
import { REAL_TIME } from './pacing.js';
import { postgresWords } from './postgres-faults.js';
import { asIncoming } from './incoming-changes.js';
import { createIncomingCommit } from './postgres-incoming.js';
import { createConnections, type PoolOptions as PostgresOptions } from './postgres-pool.js';
import { createGroupedRouting } from './postgres-routing.js';
import { createTables } from './postgres-tables.js';
import type { Schema } from './schema.js';
import { createSqlStore } from './store.js';
import { inTransaction } from './transaction.js';

export type { PostgresOptions };

/**
 * The database releases the locks of an instance whose machine died in the middle of a transaction after this time, instead
 * of hours later. Set inside the transaction, so that it works behind poolers such as PgBouncer.
 */
const BEGIN = CompiledQuery.raw("begin; set local idle_in_transaction_session_timeout = '10s'");

/**
 * Opens a store in a PostgreSQL database (14 or later), which any number of instances may share. Creates its tables, and brings
 * them up to date. Each change set is a transaction (read committed, with the versions checked by the statements that write), or shares
 * one with the calls and texts that arrive at the same time; unique claims and references are constraints of the database. A commit is
 * as durable as the database's `synchronous_commit` says. Works through PgBouncer in transaction mode.
 *
 * The store provides no hash key: give one to `createProxyCall`, the same on every instance.
 * @throws ProxyCallError with code `store_unavailable` when the database cannot be used
 *
 * @example
 * ```ts
 * import { createProxyCall } from 'proxycall';
 * import { openPostgresStore } from 'proxycall/postgres';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 *
 * const { DATABASE_URL: url = 'postgres://postgres@127.0.0.1:5432/postgres', HASH_KEY: hashKey } = process.env;
 * const store = await openPostgresStore({ url, poolSize: 20 });
 *
 * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'http://127.0.0.1:8000' });
 * const proxyCall = createProxyCall({ store, ...carrier, hashKey });
 * await proxyCall.runMaintenance();
 * await proxyCall.close();
 * ```
 */
export async function openPostgresStore(options: PostgresOptions): Promise<OrderStore> {
  const { timeoutMs = 3000 } = options;
  const { pool, run } = createConnections(options);
  const db = new Kysely<Schema>({ dialect: dialectOf(pool) });
  try {
    await createTables(db, BEGIN, REAL_TIME);
  } catch (error) {
    await db.destroy();
    throw translate(error, 'the database cannot be used', postgresWords);
  }
  const applyChanges = createChangeWriter(db, { lockGuards: true });
  const incomingCommit = createIncomingCommit(run, timeoutMs);
  const store = createSqlStore(db, {
    routing: createGroupedRouting(run, timeoutMs),
    async commit(changes) {
      const incoming = asIncoming(changes);
      if (incoming !== undefined) await incomingCommit.commit(incoming);
      else if (isOneStatement(changes)) await applyChanges(db, changes);
      else {
        await db
          .connection()
          .execute((connection) => inTransaction(connection, BEGIN, () => applyChanges(connection, changes)));
      }
    },
  });

  return translateFaults(
    {
      ...store,
      ping: () => ping(db),
      async close() {
        await incomingCommit.drain();
        await store.close();
      },
    },
    postgresWords,
  );
}

/** Changes no row, and fails like any write where writes fail: on a standby, for instance, or without the right to write. */
async function ping(db: Kysely<Schema>): Promise<void> {
  await db
    .updateTable('facts')
    .set({ version: sql`version` })
    .where(sql<boolean>`false`)
    .execute();
}

/**
 * kysely's lock for migrations belongs to a session: a pooler in transaction mode may take it in one and release it in another. The
 * tables are created under a lock of our own.
 */
function dialectOf(pool: PostgresPool): Dialect {
  const dialect = new PostgresDialect({ pool });
  const nothing = () => Promise.resolve();
  const adapter = Object.assign(dialect.createAdapter(), {
    acquireMigrationLock: nothing,
    releaseMigrationLock: nothing,
  });
  return {
    createAdapter: () => adapter,
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

/** A single statement is a transaction by itself: one round trip instead of three. */
function isOneStatement({ puts, removals = [], guards = [], lastCaller, scrub }: ChangeSet): boolean {
  const count = puts.length + removals.length + guards.length + (lastCaller === undefined ? 0 : 1);
  return count === 1 && scrub === undefined;
}
