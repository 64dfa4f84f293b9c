import { codeOf, wordsFor, type Words } from './faults.js';

const OWNER =
  'the file, its folder, or the disk that they are on cannot be written: check owner, permissions and whether the disk is mounted read-only';
const FULL = 'the disk is full, or a quota is used up: free some space. What was acknowledged is not lost';
const NO_FILE = 'check the path: it must be that of a file, in a folder in which this program may create files';
const OTHER_TABLES = 'tables are missing, or another program has changed them: stop the service and restore a backup';

/**
 * By the beginning of the code: SQLite's, and those of the operating system when the file is created.
 * Source: https://www.sqlite.org/rescode.html, errno(3)
 */
const WORDS = wordsFor({
  SQLITE_BUSY: 'another program holds a lock on the file: end its transaction, or wait until its backup is done',
  SQLITE_LOCKED: 'another program holds a lock on the file: end its transaction, or wait until its backup is done',
  SQLITE_PROTOCOL: 'too many programs open the file at once: try again in a moment',
  SQLITE_FULL: FULL,
  SQLITE_READONLY: OWNER,
  SQLITE_PERM: OWNER,
  SQLITE_IOERR:
    'the disk reports an error, or a limit on the size of files or a quota is reached: check the disk. What was acknowledged is not lost unless the disk has lost it',
  SQLITE_CORRUPT: 'the file is damaged: stop the service and restore a backup, or try the command .recover of sqlite3',
  SQLITE_NOTADB:
    'the file is not a database, or an encrypted one: name a file of ProxyCall, or one that does not exist yet',
  SQLITE_CANTOPEN: `the file cannot be opened: ${NO_FILE}`,
  SQLITE_NOLFS: 'the disk cannot hold files of this size: use another one',
  SQLITE_NOMEM: 'this computer has no memory left',
  SQLITE_SCHEMA: OTHER_TABLES,
  EACCES: OWNER,
  EPERM: OWNER,
  EROFS: OWNER,
  ENOSPC: FULL,
  EDQUOT: FULL,
  EISDIR: `it is a folder: ${NO_FILE}`,
  ENOTDIR: `a part of the path is not a folder: ${NO_FILE}`,
  EEXIST: `a part of the path is not a folder: ${NO_FILE}`,
  ENOENT: `a part of the path does not exist and cannot be created: ${NO_FILE}`,
  ENAMETOOLONG: `the path is too long: ${NO_FILE}`,
  ELOOP: `symbolic links in the path lead in circles: ${NO_FILE}`,
  EMFILE: 'this process has too many files open: raise its limit (ulimit -n)',
  ENFILE: 'this computer has too many files open',
  EIO: 'the disk reports an error: check the disk',
});

export const sqliteWords: Words = (code, message) =>
  /no such (table|column)/.test(message) ? OTHER_TABLES : WORDS(code, message);

/** Another connection, of this process or another one, holds a lock on a SQLite file. Nothing was done. */
export function isLocked(error: unknown): boolean {
  return LOCKED.test(codeOf(error));
}

const LOCKED = /^SQLITE_(BUSY|PROTOCOL)/;

/** The file as a whole cannot be used at the moment: nothing of a transaction is kept, and SQLite may have ended it. */
export function isOfFile(error: unknown): boolean {
  return OF_FILE.test(codeOf(error));
}

const OF_FILE =
  /^SQLITE_(BUSY|LOCKED|PROTOCOL|FULL|READONLY|PERM|IOERR|CORRUPT|NOTADB|CANTOPEN|NOLFS|NOMEM|INTERRUPT|SCHEMA)/;
