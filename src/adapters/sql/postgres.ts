/**
 * The Postgres store: shared by any number of instances.
 * @module proxycall/postgres
 */
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import { createChangeWriter } from './change-writer.js';
import { translateFaults } from './faults.js';
import { migrate } from './migrations.js';
import { asIncoming, createIncomingCommit } from './postgres-incoming.js';
import { createConnections, type PoolOptions as PostgresOptions } from './postgres-pool.js';
import { createGroupedRouting } from './postgres-routing.js';
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
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db);
  const applyChanges = createChangeWriter(db, { lockGuards: true });
  const incomingCommit = createIncomingCommit(run, timeoutMs);
  const store = createSqlStore(db, {
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

  return translateFaults({
    ...store,
    // In place of the one that SQLite uses.
    routing: createGroupedRouting(run, timeoutMs),
    async close() {
      await incomingCommit.drain();
      await store.close();
    },
  });
}

/** A single statement is a transaction by itself: one round trip instead of three. */
function isOneStatement({ puts, removals = [], guards = [], lastCaller, scrub }: ChangeSet): boolean {
  const count = puts.length + removals.length + guards.length + (lastCaller === undefined ? 0 : 1);
  return count === 1 && scrub === undefined;
}
