import type { Kysely } from 'kysely';
import type { ChangeSet } from '../../ports/order-store.js';
import type { ApplyChanges } from './change-writer.js';
import type { BatchResult } from './commit-queue.js';
import type { FileGuard } from './file-guard.js';
import type { Schema } from './schema.js';
import { isLocked, isOfFile } from './sqlite-faults.js';
import { createIncomingWriter } from './sqlite-incoming.js';
import type { SqliteFile } from './sqlite-file.js';

/** Writes to a SQLite file, and knows whether that works. */
export interface SqliteWriter {
  /** Applies a batch in one transaction, each change set whole or not at all. Rejects when nothing was applied. */
  readonly write: (batch: readonly ChangeSet[]) => Promise<BatchResult>;
  /** Rejects while nothing can be written. */
  readonly probe: () => Promise<void>;
}

/** Each transaction adds a page to the log. A call needs about ten. */
const PROBED_PAGES = 16;

export interface SqliteWriterOptions {
  readonly file: SqliteFile;
  readonly db: Kysely<Schema>;
  readonly applyChanges: ApplyChanges;
  /** Absent: there is no file. */
  readonly guard: FileGuard | undefined;
}

export function createSqliteWriter(options: SqliteWriterOptions): SqliteWriter {
  const { file, db, guard } = options;
  const { database, prepare } = file;
  const inTransaction = transactionsOf(file);
  const applyBatch = batchesOf(options);
  const version = prepare('pragma user_version');
  /** Whether the last transaction could not be written. */
  let hasFailed = false;
  let probing: Promise<void> | undefined;

  return {
    async write(batch) {
      const results = await noteFaults(() => applyBatch(batch));
      // What was written to a file that is gone will not be read again: nobody may be told that it lasts.
      const unsure = guard?.lookAfterCommit();
      // Hardly ever: no other commit waits for a promise.
      if (unsure !== undefined) await unsure;
      throwIf(guard?.fault());
      return results;
    },

    // Whoever asks meanwhile gets the same answer.
    probe: () => (probing ??= probe().finally(() => (probing = undefined))),
  };

  async function probe(): Promise<void> {
    await guard?.lookAround();
    throwIf(guard?.fault());
    // A transaction that writes nothing succeeds on a full disk too, and so does a small one where there is hardly any space left.
    if (hasFailed) for (let page = 0; page < PROBED_PAGES; page += 1) await transaction(rewriteVersion);
    else await transaction(() => undefined);
    hasFailed = false;
  }

  function rewriteVersion(): void {
    const { user_version: value } = version.get() as { readonly user_version: number };
    database.exec(`pragma user_version = ${value.toString()}`);
  }

  function transaction(work: () => void): Promise<void> {
    return db.connection().execute(() =>
      inTransaction(() => {
        work();
        return Promise.resolve();
      }),
    );
  }

  async function noteFaults<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      const result = await work();
      hasFailed = false;
      return result;
    } catch (error) {
      if (!isLocked(error)) hasFailed ||= isOfFile(error);
      throw error;
    }
  }
}

function throwIf(fault: Error | undefined): void {
  if (fault !== undefined) throw fault;
}

export type InTransaction = <T>(work: () => Promise<T>) => Promise<T>;

/** Commits the work, or rolls it back when it rejects. */
export function transactionsOf({ database, prepare }: SqliteFile): InTransaction {
  // Takes the write lock at once: a transaction that began as a reader could not wait for another process.
  const begin = prepare('begin immediate');
  const commit = prepare('commit');
  const rollback = prepare('rollback');
  return async (work) => {
    begin.run();
    try {
      const result = await work();
      commit.run();
      return result;
    } catch (error) {
      // When the disk is full, for instance, SQLite has rolled back already.
      if (database.inTransaction) rollback.run();
      throw error;
    }
  };
}

type ApplyBatch = (batch: readonly ChangeSet[]) => BatchResult | Promise<BatchResult>;

/**
 * Writes a batch in one transaction. Nearly always all of it can be applied; when something cannot, it is written
 * again with a savepoint for each change set, so that one that fails is undone without the others.
 */
function batchesOf({ file, db, applyChanges }: SqliteWriterOptions): ApplyBatch {
  const writeIncoming = createIncomingWriter(file);
  const inTransaction = transactionsOf(file);
  const save = file.prepare('savepoint change_set');
  const undo = file.prepare('rollback to change_set');
  const keep = file.prepare('release change_set');

  return (batch) =>
    writeIncoming(batch)
      ? batch.map(() => undefined)
      : // After other work on the connection.
        db.connection().execute((connection) => applyAny(connection, batch));

  async function applyAny(connection: Kysely<Schema>, batch: readonly ChangeSet[]): Promise<BatchResult> {
    try {
      return await inTransaction(async () => {
        for (const changes of batch) await applyChanges(connection, changes);
        return batch.map(() => undefined);
      });
    } catch (error) {
      if (isOfFile(error)) throw error;
      if (batch.length === 1) return [error];
      return inTransaction(async () => {
        const results: unknown[] = [];
        for (const changes of batch) results.push(await applyOrUndo(connection, changes));
        return results;
      });
    }
  }

  /** What kept a change set from being applied; undefined when nothing did. */
  async function applyOrUndo(connection: Kysely<Schema>, changes: ChangeSet): Promise<unknown> {
    save.run();
    try {
      await applyChanges(connection, changes);
      keep.run();
      return undefined;
    } catch (error) {
      // SQLite may have ended the transaction: what follows would be applied by itself.
      if (isOfFile(error)) throw error;
      undo.run();
      keep.run();
      return error;
    }
  }
}
