import { closeSync, openSync, readSync, type BigIntStats } from 'node:fs';
import type SqliteDatabase from 'better-sqlite3';
import { statOf, type Found } from './file-state.js';

// Tells the writes of SQLite from those of other programs, such as `cp backup.db proxycall.db`, which keeps the file and changes what
// is in it. SQLite writes to the file of a WAL database in checkpoints only. These leave traces in the log and its index, but only
// when they end: while another process is in the middle of one, the file changes and the traces do not.

/** A log of 32 MiB instead of SQLite's 4: under load, checkpoints took a third of the time of a commit. */
export const CHECKPOINT_PAGES = 8000;

/** How long commits wait for the trace of a checkpoint, in milliseconds. Nearly always it comes within a few. */
const PATIENCE_MS = 1000;
/** A trace that comes later than this is that of another checkpoint. */
const LONGEST_CHECKPOINT_MS = 5000;

export type PrepareStatement = (text: string) => SqliteDatabase.Statement;

/**
 * Who has written to the file since it was last known: SQLite or nobody; another program; or nobody knows yet. It counts as another
 * program after a second, and for good after five.
 */
export type Writer = 'sqlite' | 'foreign' | 'unsure';

export interface FileWrites {
  /** @param found the file as it is now */
  readonly lookClosely: (found: BigIntStats) => Writer;
  /** The same, cheaper when nothing was written. To be called after each commit of this process. */
  readonly lookAfterCommit: (found: BigIntStats) => Writer;
  readonly isUnsure: () => boolean;
  readonly whileWriting: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface FileWritesOptions {
  readonly place: string;
  readonly logName: string;
  readonly prepare: PrepareStatement;
  readonly now: () => number;
}

export function watchWrites({ place, logName, prepare, now }: FileWritesOptions): FileWrites {
  const traces = tracesOf(logName, prepare);
  let before: Traces | undefined;
  let file: Found;
  /** Whether this process has committed since. */
  let hasCommitted = false;
  let writer: Writer = 'sqlite';
  let unsureSince = 0;
  let writing = 0;
  note(traces());

  return {
    lookClosely,
    lookAfterCommit(found) {
      hasCommitted = true;
      return isWritten(found) ? lookClosely(found) : writer;
    },
    isUnsure: () => writer === 'unsure',
    async whileWriting(work) {
      writing += 1;
      try {
        return await work();
      } finally {
        writing -= 1;
        note(traces());
      }
    },
  };

  function lookClosely(found: BigIntStats): Writer {
    if (writing > 0 || isForGood()) return writer;
    const seen = traces();
    if (!isWritten(found) || mayHaveCheckpointed(before, seen, hasCommitted)) {
      note(seen);
    } else {
      if (writer === 'sqlite') unsureSince = now();
      writer = now() - unsureSince < PATIENCE_MS ? 'unsure' : 'foreign';
    }
    return writer;
  }

  function isForGood(): boolean {
    return writer === 'foreign' && now() - unsureSince >= LONGEST_CHECKPOINT_MS;
  }

  /** The traces come before the file: a checkpoint that writes to the file afterwards leaves a trace afterwards. */
  function note(seen: Traces | undefined): void {
    [before, file, hasCommitted, writer] = [seen, statOf(place), false, 'sqlite'];
  }

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

function tracesOf(logName: string, prepare: PrepareStatement): () => Traces | undefined {
  const counts = prepare('pragma wal_checkpoint(noop)');
  const version = prepare('pragma data_version');
  return () =>
    attempt(() => {
      const { log, checkpointed } = counts.get() as { readonly log: number; readonly checkpointed: number };
      const { data_version: others } = version.get() as { readonly data_version: number };
      return { log, checkpointed, others, header: headerOf(logName) };
    });
}

function mayHaveCheckpointed(before: Traces | undefined, now: Traces | undefined, hasCommitted: boolean): boolean {
  if (before === undefined) return true;
  // The log is gone, or SQLite does not say at the moment.
  if (now === undefined) return false;
  // From this size on each commit tries one, which may fail when it has begun to write.
  if (now.log >= CHECKPOINT_PAGES && now.checkpointed < now.log) return true;
  if (now.checkpointed !== before.checkpointed || now.log < before.log) return true;
  if (now.header !== '') return now.header !== before.header;
  // An empty log had nothing to bring to the file, unless something was committed since.
  return before.log > 0 || hasCommitted || now.others !== before.others;
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

/** What SQLite refuses at the moment is looked at again a second later. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
