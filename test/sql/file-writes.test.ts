import { copyFileSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openSqlite } from '../../src/adapters/sql/sqlite-store.js';
import { fakePacing } from './fake-pacing.js';
import { aConnection, addClient, aPlace, expectRefused, growLog, withBackup } from './sqlite-files.js';

/** What SQLite has written to the file in the middle of a checkpoint, as far as one can see. */
function touch(path: string): void {
  utimesSync(path, new Date(), new Date());
}

function checkpoint(path: string): void {
  const other = aConnection(path);
  other.prepare('pragma wal_checkpoint(passive)').get();
  other.close();
}

test('while another process is in the middle of a checkpoint, a commit waits for its end', async (t) => {
  const { path, store } = await withBackup(t);
  touch(path);
  const committed = addClient(store, '2');
  const ready = store.ping();
  t.is((await store.record('client', '1'))?.value.id, '1', 'reads do not wait');
  checkpoint(path);
  await t.notThrowsAsync(Promise.all([committed, ready]));
});

/** Time that passes with each pause, and when the test says so. */
async function withFakeTime(t: ExecutionContext) {
  const { folder, path } = aPlace(t);
  const pacing = fakePacing();
  const store = await openSqlite({ path }, pacing);
  t.teardown(() => store.close());
  const backup = join(folder, 'backup.db');
  aConnection(path).exec(`vacuum into '${backup}'`);
  await addClient(store, '1');
  await store.ping();
  return { path, backup, store, until: pacing.until };
}

test('a checkpoint of another process that takes longer than a second: refused until it ends', async (t) => {
  const { path, store } = await withFakeTime(t);
  touch(path);
  await expectRefused(t, addClient(store, '2'), /overwritten/);
  checkpoint(path);
  await store.ping();
  await addClient(store, '3');
});

test('what another program has overwritten stays refused, whoever empties the log later', async (t) => {
  const { path, backup, store, until } = await withFakeTime(t);
  copyFileSync(backup, path);
  await expectRefused(t, addClient(store, '2'), /overwritten/);
  await until(10_000);
  checkpoint(path);
  await expectRefused(t, store.ping(), /overwritten/);
  await expectRefused(t, addClient(store, '3'), /overwritten/);
});

test('a backup that was put in place of the file and its log is not written to', async (t) => {
  const { path, backup, store } = await withBackup(t);
  copyFileSync(backup, path);
  for (const suffix of ['-wal', '-shm']) rmSync(path + suffix);
  await expectRefused(t, store.ping(), /-wal.* deleted/);
  t.deepEqual(readFileSync(path), readFileSync(backup));
});

test('a backup that is copied over the file after a large checkpoint is noticed', async (t) => {
  const { path, backup, store } = await withBackup(t);
  await growLog(store);
  checkpoint(path);
  await store.ping();
  copyFileSync(backup, path);
  await expectRefused(t, store.ping(), /overwritten/);
});
