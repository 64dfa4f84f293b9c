import { Migrator, type CompiledQuery, type Kysely, type Migration } from 'kysely';
import { isLocked, isUnreachable, pauseForLock, translate } from './faults.js';
import { INITIAL_TABLES, initialTables } from './initial-tables.js';
import type { Schema } from './schema.js';
import { inTransaction } from './transaction.js';

/** They run in the order of their names. A released migration is never changed; add a new one instead. */
const MIGRATIONS: Readonly<Record<string, Migration>> = { [INITIAL_TABLES]: initialTables };

const ATTEMPTS = 5;

/**
 * Brings the tables up to date; kysely records in its own table which migrations have run. Of two processes that open a
 * new database at the same moment, one creates the tables and the other finds them. Closes the database when it fails.
 * @param begin starts a transaction that keeps other processes out, where kysely does not start one itself
 * @param waitMs how long to wait for another process that is migrating
 */
export async function migrate(db: Kysely<Schema>, begin?: CompiledQuery, waitMs = 0): Promise<void> {
  const giveUpAt = performance.now() + waitMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (begin === undefined) await migrateToLatest(db);
      else {
        await db
          .connection()
          .execute((connection) => inTransaction(connection, begin, () => migrateToLatest(connection)));
      }
      return;
    } catch (error) {
      if (isLocked(error) && performance.now() < giveUpAt) {
        attempt = 0;
        await pauseForLock();
        continue;
      }
      if (attempt < ATTEMPTS && !isUnreachable(error)) continue;
      await db.destroy();
      // An error without a code is the migrator's own: this program does not know the migrations that have run.
      const isMigrators = error instanceof Error && !('code' in error);
      const reason = isMigrators ? ': its tables are those of another version of ProxyCall' : '';
      throw translate(error, `the database could not be brought up to date${reason}`);
    }
  }
}

async function migrateToLatest(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error instanceof Error ? error : new Error('migration failed', { cause: error });
}
