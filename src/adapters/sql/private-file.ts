import { closeSync, fchmodSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates an empty file for the user of the process only, with its folder, unless they are there: their modes are not changed then.
 * SQLite gives its log and its index of the log the mode of the database.
 * Source: https://www.sqlite.org/src/doc/trunk/src/os_unix.c (findCreateFileMode)
 */
export function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const file = openSync(path, 'wx', 0o600);
    // Whatever the umask is.
    fchmodSync(file, 0o600);
    closeSync(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
