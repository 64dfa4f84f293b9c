import { chmodSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { openSqlite } from '../src/adapters/sql/sqlite-store.js';
import { personOf } from '../src/entry/testing/index.js';
import { filesBelow, tracesOf } from './erasure/traces.js';
import { erase, fill, leaveUnclean, NOTHING_OLD, SECRETS } from './sql/ada.js';
import { fakePacing } from './sql/fake-pacing.js';
import { aConnection, aPlace } from './sql/sqlite-files.js';

function aFolder(t: ExecutionContext): string {
  return aPlace(t).folder;
}

test('when an erasure has resolved nothing of it is left in the file or its log', async (t) => {
  const folder = aFolder(t);
  const store = await openSqliteStore({ path: join(folder, 'a.db') });
  await fill(store);
  t.deepEqual(new Set(tracesOf(SECRETS, filesBelow(folder)).map((trace) => trace.split(' in ')[0])).size, 4);
  await erase(store);
  t.deepEqual(tracesOf(SECRETS, filesBelow(folder)), []);
  await store.close();
  t.deepEqual(tracesOf(SECRETS, filesBelow(folder)), []);
});

test('several erasures at once, one of which is refused', async (t) => {
  const folder = aFolder(t);
  const store = await openSqliteStore({ path: join(folder, 'a.db') });
  await fill(store);
  const refused = { kind: 'client', key: 'nobody', expected: 1 } as const;
  const outcomes = await Promise.allSettled([
    erase(store),
    store.commit({ puts: [], removals: [refused], scrub: { clientId: 'nobody' } }),
    store.commit({ puts: [], scrub: { persons: [personOf(1)] } }),
  ]);
  t.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  t.deepEqual(tracesOf(SECRETS, filesBelow(folder)), []);
  await store.close();
});

test('while another connection reads, an erasure does not wait or fail, and maintenance finishes it', async (t) => {
  const folder = aFolder(t);
  const path = join(folder, 'a.db');
  const pacing = fakePacing();
  const store = await openSqlite({ path }, pacing);
  await fill(store);
  const reader = aConnection(path);
  reader.exec('begin; select count(*) from clients');
  reader.prepare('select count(*) from clients').get();
  await erase(store);
  await store.forget(NOTHING_OLD);
  t.is(pacing.now(), 0);
  t.is(await store.record('client', '1'), undefined);
  t.not(tracesOf(SECRETS, filesBelow(folder)).length, 0, 'the reader still sees it');
  reader.exec('commit');
  await store.forget(NOTHING_OLD);
  t.deepEqual(tracesOf(SECRETS, filesBelow(folder)), []);
  reader.close();
  await store.close();
});

for (const [what, inTheWay] of [
  ['reads', 'begin; select count(*) from clients'],
  ['writes', 'begin immediate'],
] as const) {
  test(`a file that was not left clean, opened while another connection ${what}, is cleaned afterwards`, async (t) => {
    const path = join(aFolder(t), 'a.db');
    const store = await openSqliteStore({ path });
    await fill(store);
    await store.close();
    const other = leaveUnclean(path);
    other.exec(inTheWay);
    if (what === 'reads') other.prepare('select count(*) from clients').get();
    const again = await openSqlite({ path }, fakePacing());
    await again.forget(NOTHING_OLD).catch(() => undefined);
    t.not(tracesOf(SECRETS, filesBelow(dirname(path))).length, 0);
    other.exec('commit');
    await again.forget(NOTHING_OLD);
    t.deepEqual(tracesOf(SECRETS, filesBelow(dirname(path))), []);
    other.close();
    await again.close();
  });
}

test('a file that was written without secure_delete is rebuilt once, when it is opened', async (t) => {
  const folder = aFolder(t);
  const path = join(folder, 'a.db');
  const store = await openSqliteStore({ path });
  await fill(store);
  await store.close();
  const earlier = aConnection(path);
  earlier.exec('pragma secure_delete = off; pragma user_version = 0');
  earlier.exec("delete from clients; update interactions set plan = null, from_masked = '', client_id = null");
  earlier.close();
  t.not(tracesOf(SECRETS, filesBelow(folder)).length, 0);
  const again = await openSqliteStore({ path });
  t.deepEqual(tracesOf(SECRETS, filesBelow(folder)), []);
  t.is((await again.interactions({ limit: 2000 })).length, 1000);
  await again.close();
  const { ino, mtimeMs } = statSync(path);
  await (await openSqliteStore({ path })).close();
  t.deepEqual([statSync(path).ino, statSync(path).mtimeMs], [ino, mtimeMs], 'a clean file is left alone');
});

test("all files are their owner's only, and new folders too", async (t) => {
  const folder = aFolder(t);
  const path = join(folder, 'new', 'newer', 'a.db');
  const store = await openSqliteStore({ path });
  await fill(store);
  const modeOf = (name: string) => (statSync(join(folder, 'new', name)).mode & 0o777).toString(8);
  t.deepEqual(
    readdirSync(join(folder, 'new', 'newer')).map((name) => [name, modeOf(`newer/${name}`)]),
    ['a.db', 'a.db-shm', 'a.db-wal', 'a.db.key'].map((name) => [name, '600']),
  );
  t.deepEqual([modeOf(''), modeOf('newer')], ['700', '700']);
  await store.close();
});

test('the modes of a folder and a file that were there are not changed', async (t) => {
  const folder = aFolder(t);
  chmodSync(folder, 0o755);
  const path = join(folder, 'a.db');
  await (await openSqliteStore({ path })).close();
  chmodSync(path, 0o640);
  const store = await openSqliteStore({ path });
  await fill(store);
  t.is(statSync(folder).mode & 0o777, 0o755);
  t.is(statSync(path).mode & 0o777, 0o640);
  await store.close();
});
