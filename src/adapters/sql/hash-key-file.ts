import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { ProxyCallError } from '../../domain/model/errors.js';

const KEY_BYTES = 32;
/** `KEY_BYTES` in base64url, or a longer key. */
const KEY = /^[\w-]{43,}$/;

export function randomHashKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/**
 * Reads the hash key from a file, which is created when missing, readable by its owner only. Processes that create it at
 * the same time get the same key. Throws `store_unavailable` when the file has no valid key or cannot be created.
 */
export function hashKeyIn(path: string): string {
  try {
    return readKey(path) ?? createKey(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = 'code' in error ? String(error.code) : error.message;
    throw new ProxyCallError('store_unavailable', `the hash key file ${path} cannot be used: ${reason}`, {
      cause: error,
    });
  }
}

function readKey(path: string): string | undefined {
  const key = ifThere(() => readFileSync(path, 'utf8').trim());
  if (key !== undefined && !KEY.test(key)) {
    throw new Error('it does not contain a key; restore it from a backup, or remove it if nothing was stored yet');
  }
  return key;
}

/** Writes the key under another name first, so that the file never exists without its key. */
function createKey(path: string): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomHashKey()}\n`, { flag: 'wx', mode: 0o600, flush: true });
    linkSync(draft, path);
  } catch (error) {
    // Another process was first; its key is read below.
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  syncFolder(dirname(path));
  const key = readKey(path);
  if (key === undefined) throw new Error('it was removed right after it was created');
  return key;
}

/** The new name must survive a power failure too: without the key, the store would recognise nobody. */
function syncFolder(folder: string): void {
  // Windows does not open folders.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
