import { closeSync, openSync, readSync, realpathSync, statSync, type BigIntStats } from 'node:fs';
import { resolve } from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import { codeOf, storeUnavailable, UNUSABLE } from './faults.js';

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
  /** Looks at the database file. Takes a few microseconds: once for each transaction. */
  readonly lookAfterCommit: () => void;
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
  const writes = watchWrites(opened, `${target}-wal`, prepare);
  const log = watchName(`${target}-wal`);
  const index = watchName(`${target}-shm`);
  const rescue = prepare('pragma wal_checkpoint(passive)');
  let fileFault: Error | undefined;
  let logFault: Error | undefined;

  const look = (areForeign: (found: BigIntStats) => boolean) => {
    const found = statOf(place);
    if (found === 'unknown') return;
    if (found === undefined) fileFault = fault(FILE_GONE);
    else if (!isSame(found, opened)) fileFault = fault(FILE_REPLACED);
    else fileFault = areForeign(found) ? fault(FILE_OVERWRITTEN) : undefined;
  };
  const lookAround = () => {
    look(writes.lookClosely);
    const before = logFault;
    const state = log();
    logFault = state !== 'same' ? fault(LOG_GONE) : index() !== 'same' ? fault(INDEX_GONE) : undefined;
    // Only this process still has the log: what was acknowledged goes into the file while it can.
    if (state === 'gone' && before === undefined && fileFault === undefined) attempt(() => rescue.get());
  };
  const timer = setInterval(lookAround, EVERY_MS).unref();

  return {
    fault: () => fileFault ?? logFault,
    lookAfterCommit: () => {
      look(writes.lookAfterCommit);
    },
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
 * is in it. SQLite writes to the file of a WAL database in checkpoints only: these leave traces in the log.
 */
function watchWrites(opened: Found, logName: string, prepare: FileGuardOptions['prepare']) {
  const counts = prepare('pragma wal_checkpoint(noop)');
  const version = prepare('pragma data_version');
  const traces = () =>
    attempt((): Traces => {
      const { log, checkpointed } = counts.get() as { readonly log: number; readonly checkpointed: number };
      const { data_version: others } = version.get() as { readonly data_version: number };
      return { log, checkpointed, others, header: headerOf(logName) };
    });
  let file = opened;
  let before = traces();
  let isForeign = false;
  /** Whether this process has committed since. */
  let hasCommitted = false;
  let writing = 0;

  const note = (found: Found, now: Traces | undefined) => {
    [file, before, hasCommitted] = [found, now, false];
  };
  const lookClosely = (found: BigIntStats): boolean => {
    const now = traces();
    isForeign ||= isWritten(found) && writing === 0 && hadNoCheckpoint(before, now, hasCommitted);
    note(found, now);
    return isForeign;
  };

  return {
    lookClosely,
    lookAfterCommit: (found: BigIntStats): boolean => {
      hasCommitted = true;
      return isWritten(found) ? lookClosely(found) : isForeign;
    },
    async whileWriting<T>(work: () => Promise<T>, find: () => Found): Promise<T> {
      writing += 1;
      try {
        return await work();
      } finally {
        writing -= 1;
        note(find(), traces());
      }
    },
  };

  function isWritten(found: BigIntStats): boolean {
    return typeof file === 'object' && (found.mtimeNs !== file.mtimeNs || found.size !== file.size);
  }
}

/** What a checkpoint changes. */
interface Traces {
  /** How many pages the log has, and how many of them are in the file too. */
  readonly log: number;
  readonly checkpointed: number;
  /** Changes when another process commits. */
  readonly others: number;
  /** Of the log: another one after each checkpoint that emptied it, empty until the next commit. */
  readonly header: string;
}

function hadNoCheckpoint(before: Traces | undefined, now: Traces | undefined, hasCommitted: boolean): boolean {
  if (before === undefined || now === undefined) return false;
  // From this size on each commit tries one, which may fail when it has begun to write.
  if (now.log >= CHECKPOINT_PAGES) return false;
  if (now.checkpointed !== before.checkpointed || now.others !== before.others) return false;
  // An empty log had nothing to bring to the file, unless something was committed since.
  return now.header === '' ? before.log === 0 && !hasCommitted : now.header === before.header;
}

const HEADER_BYTES = 32;

/** SQLite has no locks on the log: it may be opened and closed. Source: https://www.sqlite.org/walformat.html, section 2.1 */
function headerOf(logName: string): string {
  const file = openSync(logName, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return header.toString('hex', 0, readSync(file, header, 0, HEADER_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

type Found = BigIntStats | undefined | 'unknown';

/** Undefined: it is not there. Unknown: the system does not say, for instance because the folder may not be read. */
function statOf(name: string): Found {
  try {
    return statSync(name, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    // A folder of its path is a file now.
    return codeOf(error) === 'ENOTDIR' ? undefined : 'unknown';
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
