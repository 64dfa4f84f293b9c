import type { Kysely } from 'kysely';
import type { Logger } from '../../ports/runtime.js';
import { translate } from './faults.js';
import type { FileGuard } from './file-guard.js';
import type { Pacing } from './pacing.js';
import type { Schema } from './schema.js';
import { isLocked, sqliteWords } from './sqlite-faults.js';
import type { SqliteFile } from './sqlite-file.js';

// What is deleted stays in a SQLite file in three ways: in the write-ahead log, until a checkpoint has emptied it; in what is free
// within a page, which `secure_delete` overwrites, except for the copies that are left when a page is divided; and in files that
// were written without `secure_delete`. So the file is rebuilt (VACUUM), and the log emptied.

/** `user_version`: what is left of deleted data in the file. In a file of an earlier version it is 0. */
const UNCLEAN = 0;
const CLEAN = 1;
/** The file was rebuilt, and its log still has to be emptied. */
const LOG_UNCLEAN = 2;

/** A file of this size is rebuilt in a third of a second, during which nothing else happens; a larger one is not, for each erasure. */
const SMALL_BYTES = 32 * 2 ** 20;
/** How often a larger one is rebuilt at most, in milliseconds. */
const LARGE_PAUSE_MS = 24 * 3_600_000;

/** Pauses until it is tried again while another process reads or writes, in milliseconds. */
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [1_000, 60_000];

/** How often the file is looked at for what another process has left, in milliseconds: a command ends before its retries do. */
const LOOK_EVERY_MS = 60_000;

/** How long a process that ends goes on trying, in milliseconds. */
const LAST_WAIT_MS = 2_000;
const LAST_PAUSE_MS = 50;

/** Removes from the file what was deleted from the tables. While another process is in the way it is tried again later. */
export interface FileCleaner {
  /** Marks the file, inside the transaction that deletes: if this process ends before it is clean, another one knows. */
  readonly markUnclean: () => void;
  /** After an erasure: a large file is left to maintenance. Never rejects. */
  readonly afterErasure: () => Promise<void>;
  /** When the file is opened: cleans one that was not left clean. Never rejects. */
  readonly begin: () => Promise<void>;
  /** In maintenance, which drops what was kept long enough: cleans a large file too, once a day. */
  readonly maintain: () => Promise<void>;
  /** Tries once more, for two seconds, what another process has prevented. */
  readonly stop: () => Promise<void>;
}

export interface FileCleanerOptions {
  readonly file: SqliteFile;
  readonly db: Kysely<Schema>;
  readonly guard: FileGuard;
  readonly logger: Logger | undefined;
  readonly pacing: Pacing;
}

export function createFileCleaner({ file, db, guard, logger, pacing }: FileCleanerOptions): FileCleaner {
  const contents = contentsOf(file);
  /** Whether what is still to be done includes a large file. */
  let mayTakeLong = false;
  let hasReported = false;
  const again = () => tryToClean({ mayTakeLong: false });
  const retries = createRetries(again);
  const timer = setInterval(() => {
    if (!contents.isClean()) void again();
  }, LOOK_EVERY_MS).unref();

  return {
    markUnclean: contents.markUnclean,
    afterErasure: again,
    begin: () => tryToClean({ mayTakeLong: true }),
    maintain: () => clean({ mayTakeLong: true, afterChanges: true }),
    async stop() {
      clearInterval(timer);
      retries.stop();
      const giveUpAt = pacing.now() + LAST_WAIT_MS;
      while (retries.isWaiting() && pacing.now() < giveUpAt) {
        await pacing.pause(LAST_PAUSE_MS);
        await again();
      }
      if (retries.isWaiting()) logger?.warn('sqlite.not_cleaned', { reason: 'another process uses the file' });
    },
  };

  /** Other statements of this process wait meanwhile, and no transaction is open. */
  async function clean(how: Cleaning): Promise<void> {
    // Nothing more is written to a file that is gone, or over one that another program has put there.
    if (guard.fault() !== undefined) return;
    mayTakeLong ||= how.mayTakeLong;
    try {
      const isDone = await guard.whileWriting(() =>
        db.connection().execute(() => Promise.resolve(contents.clean({ ...how, mayTakeLong }))),
      );
      if (!isDone) {
        retries.next();
        return;
      }
      mayTakeLong = false;
      hasReported = false;
      retries.end();
    } catch (error) {
      retries.next();
      throw error;
    }
  }

  function tryToClean(how: Cleaning): Promise<void> {
    return clean(how).catch((error: unknown) => {
      // Once, and not for each attempt.
      if (!hasReported)
        logger?.error('sqlite.cleaning_failed', translate(error, 'what was erased is still in the file', sqliteWords));
      hasReported = true;
    });
  }
}

/** Tries again, after longer and longer pauses, until it ends. */
function createRetries(attempt: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let isWaiting = false;
  let isStopped = false;
  return {
    next() {
      isWaiting = true;
      clearTimeout(timer);
      if (isStopped) return;
      timer = setTimeout(() => void attempt(), pauseMs);
      timer.unref();
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    },
    end() {
      isWaiting = false;
      clearTimeout(timer);
      pauseMs = FIRST_PAUSE_MS;
    },
    isWaiting: () => isWaiting,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Nothing was ever deleted from a file that was just made: it need not be rebuilt. */
export function markClean({ database }: Pick<SqliteFile, 'database'>): void {
  database.exec(`pragma user_version = ${CLEAN.toString()}`);
}

interface Cleaning {
  /** Whether a large file is rebuilt too. */
  readonly mayTakeLong: boolean;
  /** Whether any change of the tables makes it unclean: each may have removed a name or a phone. */
  readonly afterChanges?: boolean;
}

function contentsOf({ database, prepare }: SqliteFile) {
  const version = prepare('pragma user_version');
  const size = prepare('select page_count * page_size as bytes from pragma_page_count, pragma_page_size');
  const changes = prepare('select total_changes() as ours, data_version as others from pragma_data_version');
  const emptyLog = prepare('pragma wal_checkpoint(truncate)');
  const changesNow = () => JSON.stringify(changes.get());
  let rebuiltAt = -Infinity;
  let rebuiltAfter = changesNow();

  return {
    markUnclean,
    /** @returns false to try again, because another process reads or writes */
    clean({ mayTakeLong, afterChanges = false }: Cleaning): boolean {
      try {
        if (afterChanges && changesNow() !== rebuiltAfter) markUnclean();
        if (state() === UNCLEAN && mayRebuild(mayTakeLong)) rebuild();
        if ((emptyLog.get() as { readonly busy: number }).busy !== 0) return false;
        if (state() === LOG_UNCLEAN) mark(CLEAN);
        return true;
      } catch (error) {
        if (!isLocked(error)) throw error;
        return false;
      }
    },
    /** Whether nothing is to be done, as far as one can see at the moment. */
    isClean(): boolean {
      try {
        return state() === CLEAN;
      } catch {
        return true;
      }
    },
  };

  function state(): number {
    return (version.get() as { readonly user_version: number }).user_version;
  }

  function mark(value: number): void {
    database.exec(`pragma user_version = ${value.toString()}`);
  }

  function markUnclean(): void {
    if (state() !== UNCLEAN) mark(UNCLEAN);
  }

  function mayRebuild(mayTakeLong: boolean): boolean {
    if ((size.get() as { readonly bytes: number }).bytes <= SMALL_BYTES) return true;
    return mayTakeLong && performance.now() - rebuiltAt >= LARGE_PAUSE_MS;
  }

  function rebuild(): void {
    database.exec('vacuum');
    mark(LOG_UNCLEAN);
    rebuiltAt = performance.now();
    rebuiltAfter = changesNow();
  }
}
