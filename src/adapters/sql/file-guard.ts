import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { storeUnavailable, UNUSABLE } from './faults.js';
import { isSame, statOf } from './file-state.js';
import { attempt, watchWrites, type PrepareStatement } from './file-writes.js';
import type { Pacing } from './pacing.js';

// A process keeps the file that it has opened, whatever happens to its name: it would go on answering from a file that was deleted,
// and acknowledge what nobody will ever read. So the file is looked at where its name says it is. It must not be opened for that:
// when a process closes any descriptor of a file, it loses all its locks on it, SQLite's too
// (https://www.sqlite.org/howtocorrupt.html, section 2.2).

/** How often it is looked at when nothing is written, in milliseconds. */
const EVERY_MS = 1000;

/** How often it is looked at while nobody knows who has written to it, in milliseconds. */
const UNSURE_EVERY_MS = 20;

/** Notices that the file, or its log, is not the one any more that was opened. */
export interface FileGuard {
  /** What was wrong when the files were last looked at. Free, for reads. */
  readonly fault: () => Error | undefined;
  /** Looks at the database file. Takes a few microseconds: once for each transaction. */
  readonly lookAfterCommit: () => Unsure;
  /** Looks at all files. */
  readonly lookAround: () => Unsure;
  /**
   * Runs what writes to the file by other means than commits.
   * @throws ProxyCallError with code `store_unavailable` when the file is not the one that was opened
   */
  readonly whileWriting: <T>(work: () => Promise<T>) => Promise<T>;
  readonly stop: () => void;
}

/** Nobody can tell yet whether another program has written to the file. Resolves when it is known; takes a second at most. */
export type Unsure = Promise<void> | undefined;

export interface FileGuardOptions {
  readonly path: string;
  /** Keeps a statement from the garbage collector. */
  readonly prepare: PrepareStatement;
  readonly pacing: Pacing;
}

export function createFileGuard({ path, prepare, pacing }: FileGuardOptions): FileGuard {
  const place = resolve(path);
  const target = realpathSync(place);
  const opened = statOf(place);
  const writes = watchWrites({ place, logName: `${target}-wal`, prepare, now: pacing.now });
  const lookAtLog = watchLog(target);
  const rescue = prepare('pragma wal_checkpoint(passive)');
  let fileFault: Error | undefined;
  let logFault: Error | undefined;
  let settling: Unsure;
  let isStopped = false;

  const look = (lookAtWrites: typeof writes.lookClosely) => {
    const found = statOf(place);
    if (found === 'unknown') return;
    if (found === undefined) fileFault = fault(FILE_GONE);
    else if (!isSame(found, opened)) fileFault = fault(FILE_REPLACED);
    else fileFault = lookAtWrites(found) === 'foreign' ? fault(FILE_OVERWRITTEN) : undefined;
  };
  const lookAround = () => {
    // Without its log there are no traces.
    look(logFault === undefined ? writes.lookClosely : () => 'sqlite');
    const before = logFault;
    const { isGone, fault: found } = lookAtLog();
    logFault = found;
    // Only this process still has the log: what was acknowledged goes into the file while it can, unless a backup was put there.
    if (isGone && before === undefined && fileFault === undefined && !writes.isUnsure()) attempt(() => rescue.get());
  };
  const isUnsure = () => fileFault === undefined && logFault === undefined && writes.isUnsure() && !isStopped;
  const settle = async () => {
    while (isUnsure()) {
      await pacing.pause(UNSURE_EVERY_MS);
      lookAround();
    }
  };
  const unsure = () => (isUnsure() ? (settling ??= settle().finally(() => (settling = undefined))) : undefined);
  const lookUntilSure = () => {
    lookAround();
    return unsure();
  };
  const timer = setInterval(() => void lookUntilSure(), EVERY_MS).unref();

  return {
    fault: () => fileFault ?? logFault,
    lookAfterCommit: () => {
      look(writes.lookAfterCommit);
      return unsure();
    },
    lookAround: lookUntilSure,
    async whileWriting(work) {
      await lookUntilSure();
      if (fileFault !== undefined) throw fileFault;
      return writes.whileWriting(work);
    },
    stop: () => {
      isStopped = true;
      clearInterval(timer);
    },
  };
}

/** Tells whether the log and its index are the files that they were. */
function watchLog(target: string): () => { readonly isGone: boolean; readonly fault: Error | undefined } {
  const log = watchName(`${target}-wal`);
  const index = watchName(`${target}-shm`);
  return () => {
    const state = log();
    if (state !== 'same') return { isGone: state === 'gone', fault: fault(LOG_GONE) };
    return { isGone: false, fault: index() === 'same' ? undefined : fault(INDEX_GONE) };
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

function fault(words: string): Error {
  return storeUnavailable(`${UNUSABLE}: ${words}`);
}

const FILE_GONE =
  'its file was deleted or moved while it was in use, so that nothing can be stored. Stop the service, put the file back with its -wal file, or restore a backup, and start the service';
const FILE_REPLACED =
  'its file was replaced by another one while it was in use, so that nothing can be stored. Restart the service to use the file that is there now';
const FILE_OVERWRITTEN =
  'another program has overwritten its file while it was in use, so that nothing can be stored. Stop the service, restore a backup without a -wal file, and start the service. If nobody has touched the file, but another process on it was killed, it is enough to restart the service';
const LOG_GONE =
  'the log of its file (-wal) was deleted or replaced while it was in use, so that nothing can be stored. Restart the service';
const INDEX_GONE =
  'its file -shm was deleted or replaced while it was in use, so that nothing can be stored. Restart the service';
