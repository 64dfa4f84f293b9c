import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import { createChangeWriter } from './change-writer.js';
import { asIncoming, createIncomingCommit } from './incoming-commit.js';
import { translateFaults } from './faults.js';
import { migrate } from './migrations.js';
import { createPool, type PoolOptions } from './postgres-pool.js';
import type { Schema } from './schema.js';
import { createSqlStore } from './store.js';
import { inTransaction } from './transaction.js';

export type PostgresOptions = PoolOptions;

/**
 * The database releases the locks of an instance whose machine died in the middle of a transaction after this time, instead
 * of hours later. Set inside the transaction, so that it works behind poolers such as PgBouncer.
 */
const BEGIN = CompiledQuery.raw("begin; set local idle_in_transaction_session_timeout = '10s'");

/**
 * A store that several instances share, with nothing between them but the database: uniqueness by its constraints, each
 * change set a transaction of its own (read committed, with the versions checked in the statements that write). An
 * acknowledged write is as durable as the database's `synchronous_commit` says; on is its default.
 */
export async function openPostgresStore(options: PostgresOptions): Promise<OrderStore> {
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: createPool(options) }) });
  await migrate(db);
  const applyChanges = createChangeWriter(db, { lockGuards: true });
  const commitIncoming = createIncomingCommit(db);

  return translateFaults(
    createSqlStore(db, {
      async commit(changes) {
        const incoming = asIncoming(changes);
        if (incoming !== undefined) await commitIncoming(incoming);
        else if (isOneStatement(changes)) await applyChanges(db, changes);
        else {
          await db
            .connection()
            .execute((connection) => inTransaction(connection, BEGIN, () => applyChanges(connection, changes)));
        }
      },
    }),
  );
}

/** A single statement is a transaction by itself: one round trip instead of three. */
function isOneStatement({ puts, removals = [], guards = [], lastCaller, scrub }: ChangeSet): boolean {
  const count = puts.length + removals.length + guards.length + (lastCaller === undefined ? 0 : 1);
  return count === 1 && scrub === undefined;
}
