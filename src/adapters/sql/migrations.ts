import { Migrator, type Kysely, type Migration } from 'kysely';
import { codeOf, storeUnavailable } from './faults.js';
import { INITIAL_TABLES, initialTables } from './initial-tables.js';
import type { Schema } from './schema.js';

/** They run in the order of their names. A released migration is never changed; add a new one instead. */
const MIGRATIONS: Readonly<Record<string, Migration>> = { [INITIAL_TABLES]: initialTables };

/** Runs work in a transaction, while no other process does so. */
export type Exclusively = (work: (connection: Kysely<Schema>) => Promise<void>) => Promise<void>;

/**
 * Brings the tables up to date; kysely records in its own table which migrations have run. Of processes that open a new database at
 * the same moment, one creates the tables and the others find them. Nothing is locked when the tables are up to date.
 * @throws ProxyCallError with code `store_unavailable` when the tables are those of another version, or of another program
 */
export async function migrate(db: Kysely<Schema>, exclusively: Exclusively): Promise<void> {
  const before = await migrationsIn(db);
  refuseOthers(before);
  if (Object.keys(MIGRATIONS).every((name) => before.includes(name))) return;
  await exclusively(migrateToLatest);
  refuseOthers(await migrationsIn(db));
}

async function migrateToLatest(db: Kysely<Schema>): Promise<void> {
  // As kysely does, which would hide why it could not: in a transaction that has failed it looks whether the table is there.
  await db.schema
    .createTable('kysely_migration')
    .ifNotExists()
    .addColumn('name', 'varchar(255)', (column) => column.notNull().primaryKey())
    .addColumn('timestamp', 'varchar(255)', (column) => column.notNull())
    .execute();
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...MIGRATIONS }) },
    // It runs in one already.
    disableTransactions: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (messageOf(error).includes('already exists')) throw storeUnavailable(`${NOT_USED}: ${FOREIGN_TABLES}`, error);
  // An error without a code is the migrator's own: another process has just run migrations that this program does not know.
  if (codeOf(error) === 'no code') throw storeUnavailable(`${NOT_USED}: ${OTHER_VERSION}`, error);
  throw error instanceof Error ? error : new Error('migration failed', { cause: error });
}

/** The migrations that have run. None when the database is new. */
async function migrationsIn(db: Kysely<Schema>): Promise<readonly string[]> {
  try {
    const rows = await db
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .execute();
    return rows.map(({ name }) => name).sort();
  } catch (error) {
    // Of SQLite and Postgres.
    if (messageOf(error).includes('no such table') || codeOf(error) === '42P01') return [];
    throw error;
  }
}

const NOT_USED = 'the database cannot be used';
const FOREIGN_TABLES =
  "it has tables with the names of ProxyCall's that another program has made. Give ProxyCall a database of its own";
const OTHER_VERSION = 'its tables are those of another version of ProxyCall';

function refuseOthers(found: readonly string[]): void {
  const known = Object.keys(MIGRATIONS);
  const unknown = found.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const [last = '', names] = [unknown.at(-1), known.join(', ')];
  if (!unknown.every((name) => /^\d{4}_/.test(name))) {
    throw storeUnavailable(
      `${NOT_USED}: its table kysely_migration is another program's (${last}). Give ProxyCall a database of its own`,
    );
  }
  if (known.every((name) => found.includes(name))) {
    throw storeUnavailable(
      `${NOT_USED}: a newer version of ProxyCall has brought it up to date (${last}). Install that version, or restore a backup from before`,
    );
  }
  throw storeUnavailable(
    `${NOT_USED}: ${OTHER_VERSION} (${last}; this version makes ${names}). Use the version that made them, or name a new database`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
