import { closeSync, existsSync, fchmodSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf } from './faults.js';

/**
 * Creates an empty file for the user of the process only, with its folder, unless they are there: their modes are not changed then.
 * SQLite gives its log and its index of the log the mode of the database.
 * Source: https://www.sqlite.org/src/doc/trunk/src/os_unix.c (findCreateFileMode)
 */
export function createPrivately(path: string): void {
  makeFolder(dirname(resolve(path)));
  try {
    const file = openSync(path, 'wx', 0o600);
    // Whatever the umask is.
    fchmodSync(file, 0o600);
    closeSync(file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** With those above it. Not by Node's `recursive`, which never ends where the system answers ENOENT to mkdir, such as below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process was first.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
