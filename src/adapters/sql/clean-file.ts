import type SqliteDatabase from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { isLocked } from './faults.js';
import type { Schema } from './schema.js';

// What is deleted stays in a SQLite file in three ways: in the write-ahead log, until a checkpoint has emptied it; in what is free
// within a page, which `secure_delete` overwrites, except for the copies that are left when a page is divided; and in files that
// were written without `secure_delete`. So the file is rebuilt (VACUUM), and the log emptied.

/** `user_version` of a file that was rebuilt since something was deleted. In a file of an earlier version it is 0. */
const CLEAN = 1;
const UNCLEAN = 0;

/** A file of this size is rebuilt in a third of a second, during which nothing else happens; a larger one is not, for each erasure. */
const SMALL_BYTES = 32 * 2 ** 20;
/** How often a larger one is rebuilt at most, in milliseconds. */
const LARGE_PAUSE_MS = 24 * 3_600_000;

/** Pauses until it is tried again while another process reads or writes, in milliseconds. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [1_000, 60_000];

/** Removes from the file what was deleted from the tables. While another process is in the way it is tried again later. */
export interface FileCleaner {
  /** Marks the file, inside the transaction that deletes: if this process ends before it is clean, the next one knows. */
  readonly markUnclean: () => void;
  /** After an erasure: a large file is left to maintenance. Never rejects. */
  readonly afterErasure: () => Promise<void>;
  /** When the file is opened: cleans one that was not left clean. Never rejects. */
  readonly begin: () => Promise<void>;
  /** In maintenance, which drops what was kept long enough: cleans a large file too, once a day. */
  readonly maintain: () => Promise<void>;
  readonly stop: () => void;
}

export interface FileCleanerOptions {
  readonly database: SqliteDatabase.Database;
  readonly db: Kysely<Schema>;
  readonly busyTimeoutMs: number;
  /** Keeps a statement from the garbage collector. */
  readonly prepare: (text: string) => SqliteDatabase.Statement;
}

export function createFileCleaner(options: FileCleanerOptions): FileCleaner {
  const file = openFile(options);
  const retries = createRetries(() => clean({ mayTakeLong: false }));

  return {
    markUnclean: () => {
      file.markUnclean();
    },
    afterErasure: () => clean({ mayTakeLong: false }).catch(retries.next),
    begin: () => clean({ mayTakeLong: true }).catch(retries.next),
    maintain: () => clean({ mayTakeLong: true, afterChanges: true }),
    stop: () => {
      retries.stop();
    },
  };

  /** Other statements of this process wait meanwhile, and no transaction is open. */
  async function clean(how: Cleaning): Promise<void> {
    const isDone = await options.db.connection().execute(() => Promise.resolve(file.clean(how)));
    if (isDone) retries.end();
    else retries.next();
  }
}

/** Tries again, after longer and longer pauses, until it ends. */
function createRetries(attempt: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let isStopped = false;
  const next = () => {
    clearTimeout(timer);
    if (isStopped) return;
    timer = setTimeout(() => void attempt().catch(next), pauseMs);
    timer.unref();
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  };
  const end = () => {
    clearTimeout(timer);
    pauseMs = FIRST_PAUSE_MS;
  };
  return {
    next,
    end,
    stop() {
      isStopped = true;
      end();
    },
  };
}

interface Cleaning {
  /** Whether a large file is rebuilt too. */
  readonly mayTakeLong: boolean;
  /** Whether any change of the tables makes it unclean: each may have removed a name or a phone. */
  readonly afterChanges?: boolean;
}

function openFile({ database, busyTimeoutMs, prepare }: FileCleanerOptions) {
  const version = prepare('pragma user_version');
  const size = prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size');
  const changes = prepare('select total_changes() as ours, data_version as others from pragma_data_version');
  const emptyLog = prepare('pragma wal_checkpoint(truncate)');
  const changesNow = () => JSON.stringify(changes.get());
  let rebuiltAt = -Infinity;
  let rebuiltAfter = changesNow();

  return {
    markUnclean,
    /** @returns false to try again. SQLite would block the event loop while another process reads or writes: so it does not wait */
    clean({ mayTakeLong, afterChanges = false }: Cleaning): boolean {
      database.exec('pragma busy_timeout = 0');
      try {
        if (afterChanges && changesNow() !== rebuiltAfter) markUnclean();
        if (!isClean() && mayRebuild(mayTakeLong)) rebuild();
        return (emptyLog.get() as { readonly busy: number }).busy === 0;
      } catch (error) {
        if (!isLocked(error)) throw error;
        return false;
      } finally {
        database.exec(`pragma busy_timeout = ${busyTimeoutMs.toString()}`);
      }
    },
  };

  function isClean(): boolean {
    return (version.get() as { readonly user_version: number }).user_version === CLEAN;
  }

  function markUnclean(): void {
    if (isClean()) database.exec(`pragma user_version = ${UNCLEAN.toString()}`);
  }

  function mayRebuild(mayTakeLong: boolean): boolean {
    if ((size.get() as { readonly bytes: number }).bytes <= SMALL_BYTES) return true;
    return mayTakeLong && performance.now() - rebuiltAt >= LARGE_PAUSE_MS;
  }

  function rebuild(): void {
    database.exec('vacuum');
    database.exec(`pragma user_version = ${CLEAN.toString()}`);
    rebuiltAt = performance.now();
    rebuiltAfter = changesNow();
  }
}
