import { Kysely, SqliteDialect } from 'kysely';
import { wrapMethods } from '../../domain/model/wrap-methods.js';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import type { Logger } from '../../ports/runtime.js';
import { createChangeWriter, type ApplyChanges } from './change-writer.js';
import { createFileCleaner, markClean, type FileCleaner } from './clean-file.js';
import { createCommitQueue } from './commit-queue.js';
import { translate, UNUSABLE } from './faults.js';
import { createFileGuard, type FileGuard } from './file-guard.js';
import { migrate } from './migrations.js';
import { untilUnlocked, type Pacing } from './pacing.js';
import type { Schema } from './schema.js';
import { isLocked, sqliteWords } from './sqlite-faults.js';
import { hashKeyBeside, IN_MEMORY, openFile, openingFault, OPENING_WAIT_MS, type SqliteFile } from './sqlite-file.js';
import { createRoutingRead } from './sqlite-routing.js';
import { createSqliteWriter, transactionsOf } from './sqlite-writer.js';
import { createSqlStore } from './store.js';

/** Where the database file is, and how it is used. */
export interface SqliteOptions {
  /**
   * The database file. It and its folder are created when missing, for the user of the process only (modes 0600 and 0700); modes
   * of what is there are not changed. `:memory:`: nothing is written to disk.
   */
  readonly path: string;
  /**
   * How long a commit, or a read, waits for a lock that another process holds, in milliseconds, before it is refused. The event loop
   * goes on meanwhile. Default: 1500, so that a caller hears something within two seconds.
   */
  readonly busyTimeoutMs?: number;
  /**
   * Whether the store provides a hash key, from the file `<path>.key`, which is created when missing, readable by its owner
   * only. Back it up apart from the database. Default: true.
   */
  readonly ownHashKey?: boolean;
  /** Default: nothing is logged. */
  readonly logger?: Logger | undefined;
}

/** `openSqliteStore`, with a time of its own in tests. */
export async function openSqlite(options: SqliteOptions, pacing: Pacing): Promise<OrderStore> {
  const { ownHashKey = true, busyTimeoutMs: waitMs = 1500, logger } = options;
  const path = options.path.trim();
  const file = await openFile(path, pacing);
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: { prepare: file.keep, close: () => file.database.close() } }),
  });
  try {
    await createTables(db, file, pacing);
    const provided = ownHashKey ? { hashKey: hashKeyBeside(path) } : {};
    const guard = path === IN_MEMORY ? undefined : createFileGuard({ path, prepare: file.prepare, pacing });
    const cleaner = guard === undefined ? undefined : createFileCleaner({ file, db, guard, logger, pacing });
    await cleaner?.begin();
    const parts = { file, db, guard, cleaner, waitMs, pacing };
    return { ...refuseOrRepeat(createStore(parts), parts), ...provided };
  } catch (error) {
    await db.destroy();
    throw openingFault(path, error);
  }
}

async function createTables(db: Kysely<Schema>, file: SqliteFile, pacing: Pacing): Promise<void> {
  const inTransaction = transactionsOf(file);
  const patiently = <T>(work: () => Promise<T>) => untilUnlocked(work, OPENING_WAIT_MS, pacing);
  const tables = file.prepare('select 1 from sqlite_schema');
  await patiently(() =>
    migrate(db, (work) =>
      patiently(() =>
        db.connection().execute((connection) =>
          inTransaction(async () => {
            const isNew = tables.get() === undefined;
            await work(connection);
            if (isNew) markClean(file);
          }),
        ),
      ),
    ),
  );
  // A file that may be read but not written is found now, and not by the first caller. Another process may be writing.
  await db
    .connection()
    .execute(() => inTransaction(() => Promise.resolve()))
    .catch((error: unknown) => {
      if (!isLocked(error)) throw error;
    });
}

interface Parts {
  readonly file: SqliteFile;
  readonly db: Kysely<Schema>;
  readonly guard: FileGuard | undefined;
  readonly cleaner: FileCleaner | undefined;
  readonly waitMs: number;
  readonly pacing: Pacing;
}

function createStore({ file, db, guard, cleaner, waitMs, pacing }: Parts): OrderStore {
  const writeChanges = createChangeWriter(db, { lockGuards: false });
  const applyChanges: ApplyChanges = async (transaction, changes) => {
    await writeChanges(transaction, changes);
    if (isErasure(changes)) cleaner?.markUnclean();
  };
  const writer = createSqliteWriter({ file, db, applyChanges, guard });
  const queue = createCommitQueue(
    async (batch) => {
      const results = await writer.write(batch);
      if (batch.some(isErasure)) await cleaner?.afterErasure();
      return results;
    },
    { isLocked, waitMs, pacing },
  );
  const store = createSqlStore(db, { routing: createRoutingRead(file), commit: queue.commit });
  return {
    ...store,
    async forget(before) {
      await (guard === undefined ? store.forget(before) : guard.whileWriting(() => store.forget(before)));
      await cleaner?.maintain();
    },
    ping: writer.probe,
    async close() {
      await queue.drain();
      await cleaner?.stop();
      guard?.stop();
      await store.close();
    },
  };
}

/** A changed phone is no erasure: what is left of it in the file is removed by maintenance. */
function isErasure({ scrub }: ChangeSet): boolean {
  return scrub?.clientId !== undefined || scrub?.persons !== undefined;
}

/**
 * Refuses everything while the file is not the one that was opened: what it says may be out of date. Repeats what met a lock: readers
 * meet one only while another process recovers the log or keeps the file to itself. Commits wait in their queue.
 */
function refuseOrRepeat(store: OrderStore, { guard, waitMs, pacing }: Parts): OrderStore {
  return wrapMethods(store, (method, name) => {
    if (name === 'close') return method;
    return (...args) => {
      // Whoever asks whether it is there again looks for it.
      const fault = name === 'ping' ? undefined : guard?.fault();
      if (fault !== undefined) return Promise.reject(fault);
      const result = method(...args);
      if (!(result instanceof Promise)) return result;
      return result.catch((error: unknown) => {
        if (name === 'commit' || !isLocked(error)) throw translate(error, UNUSABLE, sqliteWords);
        return untilUnlocked(() => method(...args), waitMs, pacing).catch(rejectTranslated);
      });
    };
  });
}

function rejectTranslated(error: unknown): never {
  throw translate(error, UNUSABLE, sqliteWords);
}
