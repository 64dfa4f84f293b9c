/**
 * The SQLite store: one file, on one machine.
 * @module proxycall/sqlite
 */
import SqliteDatabase from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import { ProxyCallError } from '../../domain/model/errors.js';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import { createChangeWriter, type ApplyChanges } from './change-writer.js';
import { createFileCleaner, type FileCleaner } from './clean-file.js';
import { createCommitQueue, type BatchResult } from './commit-queue.js';
import { isLocked, pauseForLock, translateFaults } from './faults.js';
import { hashKeyIn, randomHashKey } from './hash-key-file.js';
import { migrate } from './migrations.js';
import { HOT_PATH } from './prepared.js';
import { createPrivately } from './private-file.js';
import type { Schema } from './schema.js';
import { createSqlStore } from './store.js';
import { inTransaction } from './transaction.js';

/** Where the database file is, and how it is used. */
export interface SqliteOptions {
  /**
   * The database file. It and its folder are created when missing, for the user of the process only (modes 0600 and 0700); modes
   * of what is there are not changed. `:memory:`: nothing is written to disk.
   */
  readonly path: string;
  /** How long a write waits for another process that is writing, in milliseconds. Default: 5000. */
  readonly busyTimeoutMs?: number;
  /**
   * Whether the store provides a hash key, from the file `<path>.key`, which is created when missing, readable by its owner
   * only. Back it up apart from the database. Default: true.
   */
  readonly ownHashKey?: boolean;
}

/**
 * Opens a store in a SQLite file. Creates its tables, and brings them up to date. A commit that resolved survives kill -9 and
 * loss of power (WAL, synchronous FULL). What an erasure removes is overwritten in the file and its log before the commit resolves,
 * unless another process is reading or the file is larger than 32 MiB: then later. Several processes of one machine may open the file at once. It must be on a local disk:
 * WAL does not work on network file systems (https://www.sqlite.org/wal.html).
 * @throws ProxyCallError with code `store_unavailable` when the file or its hash key cannot be used
 *
 * @example
 * ```ts
 * import { createProxyCall } from 'proxycall';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 * import { openSqliteStore } from 'proxycall/sqlite';
 *
 * const store = await openSqliteStore({ path: 'data/proxycall.db' });
 * const carrier = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'http://127.0.0.1:8000' });
 * const proxyCall = createProxyCall({ store, ...carrier });
 * await proxyCall.runMaintenance();
 * await proxyCall.close();
 * ```
 */
export async function openSqliteStore(options: SqliteOptions): Promise<OrderStore> {
  const { path, busyTimeoutMs = 5000, ownHashKey = true } = options;
  const database = await open(path, busyTimeoutMs);
  const provided = ownHashKey ? { hashKey: hashKeyBeside(database, path) } : {};
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: { prepare: keepStatements(database), close: () => database.close() } }),
  });
  // kysely runs the migrations of SQLite outside of any transaction.
  await migrate(db, STATEMENTS.begin, busyTimeoutMs);
  database.exec(`pragma busy_timeout = ${busyTimeoutMs.toString()}`);
  const cleaner = path === IN_MEMORY ? undefined : createFileCleaner({ database, db, busyTimeoutMs, prepare });
  await cleaner?.begin();
  return translateFaults({ ...createStore(db, cleaner), ...provided });

  function prepare(text: string): SqliteDatabase.Statement {
    const statement = database.prepare(text);
    pinnedAgainstGc.push(statement);
    return statement;
  }
}

function createStore(db: Kysely<Schema>, cleaner: FileCleaner | undefined): OrderStore {
  const write = createChangeWriter(db, { lockGuards: false });
  const applyChanges: ApplyChanges = async (transaction, changes) => {
    await write(transaction, changes);
    if (isErasure(changes)) cleaner?.markUnclean();
  };
  const queue = createCommitQueue(async (batch) => {
    const results = await writeBatch(db, applyChanges, batch);
    if (batch.some(isErasure)) await cleaner?.afterErasure();
    return results;
  });
  const store = createSqlStore(db, queue);
  return {
    ...store,
    async forget(before) {
      await store.forget(before);
      await cleaner?.maintain();
    },
    async close() {
      await queue.drain();
      cleaner?.stop();
      await store.close();
    },
  };
}

/** A changed phone is no erasure: what is left of it in the file is removed by maintenance. */
function isErasure({ scrub }: ChangeSet): boolean {
  return scrub?.clientId !== undefined || scrub?.persons !== undefined;
}

const IN_MEMORY = ':memory:';

async function open(path: string, busyTimeoutMs: number): Promise<SqliteDatabase.Database> {
  try {
    if (path !== IN_MEMORY) createPrivately(path);
    // While the file is being set up, SQLite must not block the event loop for locks: see pauseForLock.
    const database = new SqliteDatabase(path, { timeout: 0 });
    pinnedAgainstGc.push(database);
    await useWal(database, busyTimeoutMs);
    // Not by the method `pragma`, which leaves statements to the garbage collector: see pinnedAgainstGc.
    database.exec('pragma synchronous = FULL; pragma foreign_keys = ON; pragma secure_delete = ON');
    // 64 MiB instead of 2: the indexes that every call touches stay in memory with a hundred thousand clients.
    database.exec('pragma cache_size = -65536');
    // A log of 32 MiB instead of 4: under load, checkpoints took a third of the time of a commit.
    database.exec('pragma wal_autocheckpoint = 8000');
    return database;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    throw new ProxyCallError('store_unavailable', `the database ${path} cannot be opened: ${reason}`, { cause: error });
  }
}

/**
 * SQLite does not wait for the lock that it needs to turn a new file into a WAL database: of several processes that open
 * the file at the same moment, all but one get SQLITE_BUSY.
 */
async function useWal(database: SqliteDatabase.Database, busyTimeoutMs: number): Promise<void> {
  const giveUpAt = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      database.exec('pragma journal_mode = WAL');
      return;
    } catch (error) {
      if (!isLocked(error) || performance.now() >= giveUpAt) throw error;
      await pauseForLock();
    }
  }
}

function hashKeyBeside(database: SqliteDatabase.Database, path: string): string {
  if (path === IN_MEMORY) return randomHashKey();
  try {
    return hashKeyIn(`${path}.key`);
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * From Node 24.19 on, the process aborts when a database or a statement of better-sqlite3 12 is garbage-collected (13 does
 * not run on Node 20). So each of them stays referenced, even when it is closed. A store has about forty.
 */
const pinnedAgainstGc: unknown[] = [];

/** Keeps statements: kysely prepares one each time it runs it, and preparing costs more than running. */
function keepStatements(database: SqliteDatabase.Database): (text: string) => SqliteStatement {
  const prepared = new Map<string, SqliteStatement>();
  return (text) => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text);
    if (text.startsWith(HOT_PATH)) statement.raw();
    prepared.set(text, statement);
    pinnedAgainstGc.push(statement);
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
 * Writes a batch in one transaction. Nearly always all of it can be applied; when something cannot, it is written
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
