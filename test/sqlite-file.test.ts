import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import SqliteDatabase from 'better-sqlite3';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import type { TextInteraction } from '../src/domain/model/interaction.js';
import { put } from '../src/domain/services/commit.js';
import { aClient, aTextInteraction, fictionalMobile as phone, personOf } from '../src/entry/testing/index.js';
import type { OrderStore, Retention } from '../src/ports/order-store.js';
import { filesBelow, tracesOf } from './erasure/traces.js';
import { temporaryFolder } from './support.js';

const NOTHING_OLD: Retention = { history: 0, keys: 0, day: 0, month: 0, plans: 0 };
const SECRETS = [phone(9000), 'ada@shop.example', 'Ada Lovelace', 'the key is under the mat'];
const ERASURE = { clientId: '1', persons: [personOf(9000)] };

/** Databases that a test opens itself: from Node 24.19 on the process ends when one is garbage-collected. */
const pinnedAgainstGc: unknown[] = [];

function aDatabase(path: string): SqliteDatabase.Database {
  const database = new SqliteDatabase(path);
  pinnedAgainstGc.push(database);
  return database;
}

function aFolder(t: ExecutionContext): string {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  return folder.path;
}

/** Every tenth text is Ada's. */
function aText(index: number): TextInteraction {
  const isAdas = index % 10 === 0;
  const [to, body] = isAdas ? [phone(9000), 'the key is under the mat'] : [phone(index), 'something else'];
  const message = { from: phone(1), to, body: body.padEnd(24 + ((index * 37) % 200), '.'), media: [] };
  const id = `text ${index.toString()}`;
  const plan = { kind: 'texts', interactionId: id, messages: [message] } as const;
  return aTextInteraction(id, { clientId: isAdas ? '1' : '2', plan });
}

/** Ada among others, with texts whose records grow and shrink: so that the pages of the file are divided, and joined again. */
async function fill(store: OrderStore): Promise<void> {
  const client = aClient('1', { name: 'Ada Lovelace', mail: 'ada@shop.example' });
  const texts = Array.from({ length: 1000 }, (_, index) => aText(index));
  await store.commit({ puts: [put('client', client), ...texts.map((text) => put('interaction', text))] });
  const change = async (wanted: (index: number) => boolean, to: Partial<TextInteraction>) => {
    const puts = texts.map(async ({ id }, index) => {
      const read = wanted(index) ? await store.record('interaction', id) : undefined;
      return read?.value.channel === 'message' ? [put('interaction', { ...read.value, ...to }, read)] : [];
    });
    await store.commit({ puts: (await Promise.all(puts)).flat() });
  };
  await change((index) => index % 3 === 0, { outcome: 'undelivered', endedAt: 2 ** 50, failedParts: PARTS });
  await change((index) => index % 7 === 0, { retriedParts: PARTS });
  await change((index) => index % 10 !== 0 && index % 4 === 0, { plan: undefined });
  await change((index) => index % 5 === 0, { failedParts: PARTS, retriedParts: PARTS });
}

const PARTS = Array.from({ length: 60 }, (_, part) => part);

async function erase(store: OrderStore): Promise<void> {
  const read = await store.record('client', '1');
  const removals = [{ kind: 'client', key: '1', expected: read?.version ?? 0 }] as const;
  await store.commit({ puts: [], removals, scrub: ERASURE });
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
  const store = await openSqliteStore({ path });
  await fill(store);
  const reader = aDatabase(path);
  reader.exec('begin; select count(*) from clients');
  reader.prepare('select count(*) from clients').get();
  const start = performance.now();
  await erase(store);
  await store.forget(NOTHING_OLD);
  t.true(performance.now() - start < 3000, 'SQLite would wait five seconds for the reader');
  t.is(await store.record('client', '1'), undefined);
  t.not(tracesOf(SECRETS, filesBelow(folder)).length, 0, 'the reader still sees it');
  reader.exec('commit');
  await store.forget(NOTHING_OLD);
  t.deepEqual(tracesOf(SECRETS, filesBelow(folder)), []);
  reader.close();
  await store.close();
});

test('while another connection writes, an erasure is finished later too', async (t) => {
  const folder = aFolder(t);
  const path = join(folder, 'a.db');
  const store = await openSqliteStore({ path });
  await fill(store);
  await store.close();
  // As a file is left by a process that was killed before it could clean it.
  const earlier = aDatabase(path);
  earlier.exec("delete from clients; update interactions set plan = null, from_masked = ''; pragma user_version = 0");
  earlier.exec('begin immediate');
  const opening = openSqliteStore({ path, busyTimeoutMs: 2000 });
  setTimeout(() => earlier.exec('commit'), 50);
  const again = await opening;
  await again.forget(NOTHING_OLD);
  earlier.close();
  await again.forget(NOTHING_OLD);
  t.deepEqual(tracesOf(SECRETS, filesBelow(folder)), []);
  await again.close();
});

test('a file that was written without secure_delete is rebuilt once, when it is opened', async (t) => {
  const folder = aFolder(t);
  const path = join(folder, 'a.db');
  const store = await openSqliteStore({ path });
  await fill(store);
  await store.close();
  const earlier = aDatabase(path);
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
