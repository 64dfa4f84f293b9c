import type { ExecutionContext } from 'ava';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { put } from '../../src/domain/services/commit.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { aClient } from '../../src/entry/testing/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { temporaryFolder } from '../support.js';

/** Databases that a test opens itself: from Node 24.19 on the process ends when one is garbage-collected. */
const pinnedAgainstGc: unknown[] = [];

/** Another connection to a file, which does not wait. */
export function aConnection(path: string): SqliteDatabase.Database {
  const database = new SqliteDatabase(path, { timeout: 0 });
  pinnedAgainstGc.push(database);
  return database;
}

/** A folder of its own, and the path of a database that does not exist yet. */
export function aPlace(t: ExecutionContext): { readonly folder: string; readonly path: string } {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  return { folder: folder.path, path: join(folder.path, 'proxycall.db') };
}

export function addClient(store: OrderStore, id: string): Promise<void> {
  return store.commit({ puts: [put('client', aClient(id))] });
}

/** That everything rejects with `store_unavailable`, in words that match. */
export async function expectRefused(t: ExecutionContext, asked: Promise<unknown>, words: RegExp): Promise<void> {
  const error = await t.throwsAsync(asked);
  t.true(isProxyCallError(error, 'store_unavailable'), error.message);
  t.regex(error.message, words);
}

export const NOBODY = '+33639980099' as E164;

/** A store with a client, and a complete backup from before that client. */
export async function withBackup(t: ExecutionContext) {
  const { folder, path } = aPlace(t);
  const store = await openSqliteStore({ path });
  t.teardown(() => store.close());
  const backup = join(folder, 'backup.db');
  aConnection(path).exec(`vacuum into '${backup}'`);
  await addClient(store, '1');
  await store.ping();
  return { folder, path, backup, store };
}

/** Beyond the size from which it is emptied. */
export async function growLog(store: OrderStore): Promise<void> {
  const name = 'x'.repeat(2 ** 20);
  for (let index = 0; index < 40; index += 1) {
    const read = await store.record('client', 'large');
    await store.commit({ puts: [put('client', aClient('large', { name }), read)] });
  }
}
