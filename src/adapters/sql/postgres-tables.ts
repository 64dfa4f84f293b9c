import { sql, type CompiledQuery, type Kysely } from 'kysely';
import { storeUnavailable } from './faults.js';
import { migrate } from './migrations.js';
import type { Pacing } from './pacing.js';
import type { Schema } from './schema.js';
import { inTransaction } from './transaction.js';

/** Any number that other programs on the same database are not likely to choose. */
const LOCK_ID = 4_711_990_000_001;

/** How long an instance waits for another one that creates the tables, in milliseconds. */
const WAIT_MS = 30_000;
const PAUSE_MS = 50;

/**
 * Brings the tables up to date. The lock belongs to the transaction, so that a pooler cannot separate it from its release, and is
 * asked for again and again, because a statement may not wait longer than the timeout of statements.
 */
export function createTables(db: Kysely<Schema>, begin: CompiledQuery, { now, pause }: Pacing): Promise<void> {
  return migrate(db, async (work) => {
    const giveUpAt = now() + WAIT_MS;
    while (!(await unlessLocked(db, begin, work))) {
      if (now() >= giveUpAt) {
        throw storeUnavailable(
          'the database cannot be used: another instance has been creating its tables for too long',
        );
      }
      await pause(PAUSE_MS);
    }
  });
}

/** @returns false when another instance holds the lock */
function unlessLocked(
  db: Kysely<Schema>,
  begin: CompiledQuery,
  work: (connection: Kysely<Schema>) => Promise<void>,
): Promise<boolean> {
  return db.connection().execute((connection) =>
    inTransaction(connection, begin, async () => {
      const lock = sql<{ readonly is_ours: boolean }>`select pg_try_advisory_xact_lock(${LOCK_ID}::bigint) as is_ours`;
      const { rows } = await lock.execute(connection);
      if (rows[0]?.is_ours !== true) return false;
      await work(connection);
      return true;
    }),
  );
}
