import { realpathSync, statSync, type BigIntStats } from 'node:fs';
import { resolve } from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import { storeUnavailable, UNUSABLE } from './faults.js';

// A process keeps the file that it has opened, whatever happens to its name: it would go on answering from a file that was deleted,
// and acknowledge what nobody will ever read. So the file is looked at where its name says it is. It must not be opened for that:
// when a process closes any descriptor of a file, it loses all its locks on it, SQLite's too
// (https://www.sqlite.org/howtocorrupt.html, section 2.2).

/** How often it is looked at when nothing is written, in milliseconds. */
const EVERY_MS = 1000;

/** A log of 32 MiB instead of SQLite's 4: under load, checkpoints took a third of the time of a commit. */
export const CHECKPOINT_PAGES = 8000;

/** Notices that the file, or its log, is not the one any more that was opened. */
export interface FileGuard {
  /** What was wrong when the files were last looked at. Free, for reads. */
  readonly fault: () => Error | undefined;
  /** Looks at the database file. Takes five microseconds: once for each transaction. */
  readonly look: () => void;
  /** Looks at all files. */
  readonly lookAround: () => void;
  /** Runs what writes to the file by other means than commits. */
  readonly whileWriting: <T>(work: () => Promise<T>) => Promise<T>;
  readonly stop: () => void;
}

export interface FileGuardOptions {
  readonly path: string;
  /** Keeps a statement from the garbage collector. */
  readonly prepare: (text: string) => SqliteDatabase.Statement;
}

export function createFileGuard({ path, prepare }: FileGuardOptions): FileGuard {
  const place = resolve(path);
  const target = realpathSync(place);
  const opened = statOf(place);
  const writes = watchWrites(opened, prepare);
  const log = watchName(`${target}-wal`);
  const index = watchName(`${target}-shm`);
  const rescue = prepare('pragma wal_checkpoint(passive)');
  let fileFault: Error | undefined;
  let logFault: Error | undefined;

  const look = () => {
    const found = statOf(place);
    if (found === 'unknown') return;
    if (found === undefined) fileFault = fault(FILE_GONE);
    else if (!isSame(found, opened)) fileFault = fault(FILE_REPLACED);
    else fileFault = writes.areForeign(found) ? fault(FILE_OVERWRITTEN) : undefined;
  };
  const lookAround = () => {
    look();
    const before = logFault;
    const state = log();
    logFault = state !== 'same' ? fault(LOG_GONE) : index() !== 'same' ? fault(INDEX_GONE) : undefined;
    // Only this process still has the log: what was acknowledged goes into the file while it can.
    if (state === 'gone' && before === undefined && fileFault === undefined) attempt(() => rescue.get());
  };
  const timer = setInterval(lookAround, EVERY_MS).unref();

  return {
    fault: () => fileFault ?? logFault,
    look,
    lookAround,
    whileWriting: (work) => writes.whileWriting(work, () => statOf(place)),
    stop: () => {
      clearInterval(timer);
    },
  };
}

/** Tells whether the file of this name is the one that it was. */
function watchName(name: string): () => 'same' | 'gone' | 'other' {
  let opened = statOf(name);
  return () => {
    const found = statOf(name);
    if (typeof opened !== 'object') opened = found;
    if (found === 'unknown' || isSame(found, opened)) return 'same';
    return found === undefined ? 'gone' : 'other';
  };
}

/**
 * Tells the writes of SQLite from those of other programs, such as `cp backup.db proxycall.db`, which keeps the file and changes what
 * is in it. SQLite writes to the file of a WAL database in checkpoints only, and its counts of the log say whether there was one.
 */
function watchWrites(opened: Found, prepare: FileGuardOptions['prepare']) {
  const log = prepare('pragma wal_checkpoint(noop)');
  const version = prepare('pragma data_version');
  const countsNow = () => attempt(() => log.get() as LogCounts);
  const versionNow = () => attempt(() => version.get() as { readonly data_version: number })?.data_version;
  let file = opened;
  let counts = countsNow();
  let others = versionNow();
  let isForeign = false;
  let writing = 0;

  return {
    areForeign(found: BigIntStats): boolean {
      const before = counts;
      counts = countsNow();
      const isWritten = typeof file === 'object' && (found.mtimeNs !== file.mtimeNs || found.size !== file.size);
      file = found;
      if (!isWritten) return isForeign;
      const othersBefore = others;
      others = versionNow();
      // Another process that wrote may also have made a checkpoint.
      isForeign ||= writing === 0 && others === othersBefore && hadNoCheckpoint(before, counts);
      return isForeign;
    },
    async whileWriting<T>(work: () => Promise<T>, look: () => Found): Promise<T> {
      writing += 1;
      try {
        return await work();
      } finally {
        writing -= 1;
        [file, counts, others] = [look(), countsNow(), versionNow()];
      }
    },
  };
}

function hadNoCheckpoint(before: LogCounts | undefined, now: LogCounts | undefined): boolean {
  if (before === undefined || now === undefined) return false;
  // From this size on each commit tries one, which may fail when it has begun to write.
  if (now.log >= CHECKPOINT_PAGES) return false;
  return now.checkpointed === before.checkpointed && now.log >= before.log;
}

/** How many pages the log has, and how many of them are in the file too. */
interface LogCounts {
  readonly log: number;
  readonly checkpointed: number;
}

type Found = BigIntStats | undefined | 'unknown';

/** Undefined: it is not there. Unknown: the system does not say, for instance because the folder may not be read. */
function statOf(name: string): Found {
  try {
    return statSync(name, { bigint: true, throwIfNoEntry: false });
  } catch {
    return 'unknown';
  }
}

function isSame(one: Found, other: Found): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.ino === other.ino && one.dev === other.dev;
}

/** What SQLite refuses at the moment is looked at again a second later. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function fault(words: string): Error {
  return storeUnavailable(`${UNUSABLE}: ${words}`);
}

const FILE_GONE =
  'its file was deleted or moved while it was in use, so that nothing can be stored. Stop the service, put the file back with its -wal file, or restore a backup, and start the service';
const FILE_REPLACED =
  'its file was replaced by another one while it was in use, so that nothing can be stored. Restart the service to use the file that is there now';
const FILE_OVERWRITTEN =
  'another program has overwritten its file while it was in use, so that nothing can be stored. Stop the service, restore a backup without a -wal file, and start the service';
const LOG_GONE =
  'the log of its file (-wal) was deleted or replaced while it was in use, so that nothing can be stored. Restart the service';
const INDEX_GONE =
  'its file -shm was deleted or replaced while it was in use, so that nothing can be stored. Restart the service';
