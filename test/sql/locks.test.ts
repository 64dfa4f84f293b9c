import test from 'ava';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { openSqlite } from '../../src/adapters/sql/sqlite-store.js';
import type { Retention } from '../../src/ports/order-store.js';
import { fakePacing } from './fake-pacing.js';
import { aConnection, addClient, aPlace, expectRefused, NOBODY } from './sqlite-files.js';

const NOTHING_OLD: Retention = { history: 0, keys: 0, day: 0, month: 0, audit: 0, plans: 0 };

for (const lock of ['begin immediate', 'begin exclusive', 'begin immediate; delete from replies'] as const) {
  test(`a commit waits while another connection has said "${lock}", and is written once`, async (t) => {
    const { path } = aPlace(t);
    await (await openSqliteStore({ path })).close();
    const other = aConnection(path);
    const pacing = fakePacing((now) => {
      if (now >= 900 && other.inTransaction) other.exec('commit');
    });
    const store = await openSqlite({ path, busyTimeoutMs: 1000 }, pacing);
    other.exec(lock);
    // Readers do not wait.
    t.is(await store.record('client', '1'), undefined);
    await Promise.all(['1', '2', '3'].map((id) => addClient(store, id)));
    t.true(pacing.now() >= 900 && pacing.now() < 1000);
    t.is((await store.records('client', { limit: 10 })).length, 3);
    await store.close();
    other.close();
  });

  test(`a commit is refused when "${lock}" lasts too long, and may be repeated`, async (t) => {
    const { path } = aPlace(t);
    const pacing = fakePacing();
    const store = await openSqlite({ path }, pacing);
    const other = aConnection(path);
    other.exec(lock);
    await expectRefused(t, addClient(store, '1'), /another program holds a lock.*\(SQLITE_BUSY\)/);
    await expectRefused(t, store.ping(), /another program holds a lock/);
    await expectRefused(t, store.forget(NOTHING_OLD), /another program holds a lock/);
    t.true(pacing.now() >= 1500 && pacing.now() < 5000, 'SQLite itself does not wait');
    t.is((await store.routing(NOBODY)).number, undefined);
    other.exec('rollback');
    await store.ping();
    await store.forget(NOTHING_OLD);
    await addClient(store, '1');
    t.truthy(await store.record('client', '1'));
    await store.close();
    other.close();
  });
}

test('a reader that meets a lock reads again', async (t) => {
  const { path } = aPlace(t);
  const pacing = fakePacing((now) => {
    if (now < 500 || !other.open) return;
    other.close();
  });
  await (await openSqliteStore({ path })).close();
  // Keeps the file to itself, as nobody else is there yet.
  const other = aConnection(path);
  other.exec('pragma locking_mode = exclusive; begin immediate; commit');
  const store = await openSqlite({ path }, pacing);
  t.is(await store.record('client', '1'), undefined);
  t.true(pacing.now() >= 500);
  await store.close();
});

test('a file is opened while another connection holds the lock: its tables are there', async (t) => {
  const { path } = aPlace(t);
  await (await openSqliteStore({ path })).close();
  const other = aConnection(path);
  other.exec('begin immediate');
  const pacing = fakePacing();
  const store = await openSqlite({ path }, pacing);
  t.is(pacing.now(), 0);
  t.is(await store.highestClientNumber(), 0);
  other.exec('rollback');
  await store.close();
  other.close();
});

test('a new file is not opened while another connection holds the lock, for as long as one may wait', async (t) => {
  const { path } = aPlace(t);
  const other = aConnection(path);
  other.exec('pragma journal_mode = wal; begin immediate');
  const pacing = fakePacing();
  await expectRefused(t, openSqlite({ path }, pacing), /proxycall\.db cannot be opened: another program holds a lock/);
  t.true(pacing.now() >= 30_000);
  other.exec('rollback');
  await (await openSqlite({ path }, pacing)).close();
  other.close();
});

test('a commit that is closed meanwhile is refused, and the store closes', async (t) => {
  const { path } = aPlace(t);
  const pacing = fakePacing();
  const store = await openSqlite({ path }, pacing);
  const other = aConnection(path);
  other.exec('begin immediate');
  const refused = expectRefused(t, addClient(store, '1'), /another program holds a lock/);
  await store.close();
  await refused;
  other.close();
});
