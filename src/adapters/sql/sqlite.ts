import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import { createCommitQueue, type BatchResult } from './commit-queue.js';
import { migrate } from './migrations.js';
import type { Schema } from './schema.js';
import { createSqlStore } from './store.js';
import { inTransaction } from './transaction.js';
import { translateFaults } from './faults.js';
import { createChangeWriter, type ApplyChanges } from './writes.js';

export interface SqliteOptions {
  /** The database file; it and its folder are made when missing. `:memory:` for one that is never written. */
  readonly path: string;
  /** How long a write waits for another process that is writing. 5000 when absent. */
  readonly busyTimeoutMs?: number;
}

/**
 * A store in one file. An acknowledged write survives kill -9 and loss of power (WAL, synchronous FULL); several
 * processes may open the file at once. Not for network file systems, which WAL does not work on.
 */
export async function openSqliteStore({ path, busyTimeoutMs = 5000 }: SqliteOptions): Promise<OrderStore> {
  const database = open(path, busyTimeoutMs);
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: { prepare: rememberStatements(database), close: () => database.close() } }),
  });
  await migrate(db);
  const applyChanges = createChangeWriter(db, { lockGuards: false });
  const queue = createCommitQueue((batch) => writeBatch(db, applyChanges, batch));
  const store = createSqlStore(db, queue);
  return translateFaults({
    ...store,
    async close() {
      await queue.drain();
      await store.close();
    },
  });
}

function open(path: string, busyTimeoutMs: number): SqliteDatabase.Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const database = new SqliteDatabase(path, { timeout: busyTimeoutMs });
    keptForEver.push(database);
    // Not by `pragma`, which leaves statements behind to be collected: see keptForEver.
    database.exec('pragma journal_mode = WAL; pragma synchronous = FULL; pragma foreign_keys = ON');
    // 64 MiB instead of 2: the indexes that every call touches stay in memory with a hundred thousand clients.
    database.exec('pragma cache_size = -65536');
    // A log of 32 MiB instead of 4: under load a third of the time of a commit went into moving pages over.
    database.exec('pragma wal_autocheckpoint = 8000');
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new ProxyCallError('store_unavailable', `the database ${path} cannot be opened: ${reason}`, { cause: error });
  }
}

/**
 * From Node 24.19 on, the process aborts when the garbage collector meets a database or a statement of better-sqlite3 12
 * (13 does not run on Node 20): so none is ever given up, not even when it is closed. A store has some forty of them.
 */
const keptForEver: unknown[] = [];

/** kysely prepares a statement each time it runs one; preparing costs more than running. */
function rememberStatements(database: SqliteDatabase.Database): (text: string) => SqliteStatement {
  const prepared = new Map<string, SqliteStatement>();
  return (text) => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text) as unknown as SqliteStatement;
    prepared.set(text, statement);
    keptForEver.push(statement);
    return statement;
  };
}

const STATEMENTS = {
  // Takes the write lock at once: a transaction that began as a reader could not wait for another process.
  begin: CompiledQuery.raw('begin immediate'),
  save: CompiledQuery.raw('savepoint change_set'),
  undo: CompiledQuery.raw('rollback to change_set'),
  keep: CompiledQuery.raw('release change_set'),
};

/**
 * Writes a batch in one transaction. Nearly always nothing stands against any of it; when something does, it is written
 * again with a savepoint for each change set, so that one that fails is undone without the others.
 */
async function writeBatch(
  db: Kysely<Schema>,
  applyChanges: ApplyChanges,
  batch: readonly ChangeSet[],
): Promise<BatchResult> {
  return db.connection().execute(async (connection) => {
    try {
      return await inTransaction(connection, STATEMENTS.begin, async () => {
        for (const changes of batch) await applyChanges(connection, changes);
        return batch.map(() => undefined);
      });
    } catch (error) {
      if (batch.length === 1) return [error];
      return inTransaction(connection, STATEMENTS.begin, async () => {
        const results: unknown[] = [];
        for (const changes of batch) results.push(await applyOrUndo(connection, applyChanges, changes));
        return results;
      });
    }
  });
}

/** What kept a change set from being applied; undefined when nothing did. */
async function applyOrUndo(
  connection: Kysely<Schema>,
  applyChanges: ApplyChanges,
  changes: ChangeSet,
): Promise<unknown> {
  await connection.executeQuery(STATEMENTS.save);
  try {
    await applyChanges(connection, changes);
    await connection.executeQuery(STATEMENTS.keep);
    return undefined;
  } catch (error) {
    await connection.executeQuery(STATEMENTS.undo);
    await connection.executeQuery(STATEMENTS.keep);
    return error;
  }
}
