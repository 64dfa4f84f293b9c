import { copyFileSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import type { Retention } from '../../src/ports/order-store.js';
import { cli } from '../command-line.js';
import { anOrderBody, startService } from '../support.js';
import { aConnection, addClient, aPlace, expectRefused, growLog, NOBODY, withBackup } from './sqlite-files.js';

const NOTHING_OLD: Retention = { history: 0, keys: 0, day: 0, month: 0, audit: 0, plans: 0 };

type Place = Awaited<ReturnType<typeof withBackup>>;

const REMOVALS: Readonly<Record<string, readonly [(place: Place) => void, RegExp]>> = {
  'the file is deleted': [({ path }) => rmSync(path), /deleted or moved/],
  'all its files are deleted': [
    ({ path }) => ['', '-wal', '-shm'].forEach((suffix) => rmSync(path + suffix)),
    /deleted or moved/,
  ],
  'the file is moved': [({ path }) => renameSync(path, `${path}.old`), /deleted or moved/],
  'its folder is deleted': [({ folder }) => rmSync(folder, { recursive: true }), /deleted or moved/],
  'its folder is deleted, and there is a file of that name': [
    ({ folder }) => {
      rmSync(folder, { recursive: true });
      writeFileSync(folder, '');
    },
    /deleted or moved/,
  ],
  'another file is moved there': [({ path, backup }) => renameSync(backup, path), /replaced by another/],
  'another file is linked there': [
    ({ path, backup }) => {
      rmSync(path);
      symlinkSync(backup, path);
    },
    /replaced by another/,
  ],
  'a folder is there': [
    ({ path }) => {
      rmSync(path);
      mkdirSync(path);
    },
    /replaced by another/,
  ],
  'its folder is replaced by a copy': [
    ({ folder }) => {
      renameSync(folder, `${folder}.old`);
      cpSync(`${folder}.old`, folder, { recursive: true });
      rmSync(`${folder}.old`, { recursive: true });
    },
    /replaced by another/,
  ],
  'a backup is copied over it': [({ path, backup }) => copyFileSync(backup, path), /overwritten/],
  'it is truncated': [({ path }) => truncateSync(path), /overwritten/],
  'something else is written over it': [({ path }) => writeFileSync(path, 'no database'), /overwritten/],
  'its log is deleted': [({ path }) => rmSync(`${path}-wal`), /log .*-wal.* deleted or replaced/],
  'its log is replaced': [
    ({ path }) => {
      copyFileSync(`${path}-wal`, `${path}-new`);
      renameSync(`${path}-new`, `${path}-wal`);
    },
    /log .*-wal.* deleted or replaced/,
  ],
  'the index of its log is deleted': [({ path }) => rmSync(`${path}-shm`), /-shm was deleted or replaced/],
};

for (const [what, [remove, words]] of Object.entries(REMOVALS)) {
  test(`${what}: not ready, and neither writes nor reads say otherwise`, async (t) => {
    const place = await withBackup(t);
    remove(place);
    await expectRefused(t, place.store.ping(), words);
    await expectRefused(t, addClient(place.store, '2'), words);
    await expectRefused(t, place.store.record('client', '1'), words);
    await expectRefused(t, place.store.routing(NOBODY), words);
    await expectRefused(t, place.store.forget(NOTHING_OLD), words);
  });
}

for (const what of ['the file is deleted', 'another file is moved there', 'a backup is copied over it'] as const) {
  test(`${what}: the next commit is refused, before anybody has asked`, async (t) => {
    const place = await withBackup(t);
    const [remove, words] = REMOVALS[what] ?? [];
    remove?.(place);
    await expectRefused(t, addClient(place.store, '2'), words ?? /./);
  });
}

test('a file that is moved back is used again', async (t) => {
  const { path, store } = await withBackup(t);
  renameSync(path, `${path}.old`);
  await expectRefused(t, store.ping(), /deleted or moved/);
  renameSync(`${path}.old`, path);
  await store.ping();
  await addClient(store, '2');
  t.is((await store.records('client', { limit: 10 })).length, 2);
});

test('what was acknowledged before the log was deleted is in the file', async (t) => {
  const { path, store } = await withBackup(t);
  rmSync(`${path}-wal`);
  await expectRefused(t, store.ping(), /-wal/);
  const copy = join(dirname(path), 'copy.db');
  copyFileSync(path, copy);
  t.deepEqual(aConnection(copy).prepare('select id from clients').pluck().all(), ['1']);
});

/** What is no reason to refuse anything: other connections, and our own writes. */
const HARMLESS: Readonly<Record<string, (place: Place, turn: string) => Promise<void> | void>> = {
  'another connection reads': ({ path }) => {
    const other = aConnection(path);
    other.prepare('select count(*) from clients').get();
    other.close();
  },
  'another connection writes, and empties the log': ({ path }, turn) => {
    const other = aConnection(path);
    other.exec(`update facts set version = version + 1; insert into replies values ('${turn}', 1, 1)`);
    other.exec('pragma wal_checkpoint(truncate)');
    other.close();
  },
  'another connection empties the log': ({ path }) => {
    const other = aConnection(path);
    other.prepare('pragma wal_checkpoint(truncate)').get();
    other.close();
  },
  'another connection rebuilds the file': ({ path }) => {
    const other = aConnection(path);
    other.exec('vacuum; pragma wal_checkpoint(truncate)');
    other.close();
  },
  'another store opens it, writes and closes': async ({ path }, turn) => {
    const other = await openSqliteStore({ path });
    await addClient(other, turn);
    await other.close();
  },
  'a backup is made': ({ path, folder }, turn) => {
    aConnection(path).exec(`vacuum into '${join(folder, turn)}'`);
  },
  'the log grows beyond its limit': ({ store }) => growLog(store),
  'maintenance drops what is old': async ({ store }) => {
    await store.forget({
      history: 2 ** 50,
      keys: 2 ** 50,
      day: 2 ** 50,
      month: 2 ** 50,
      audit: 2 ** 50,
      plans: 2 ** 50,
    });
  },
};

for (const [what, happen] of Object.entries(HARMLESS)) {
  test(`${what}: the file is still the one that was opened`, async (t) => {
    const place = await withBackup(t);
    for (const id of ['2', '3']) {
      await happen(place, `before ${id}`);
      await addClient(place.store, id);
      await happen(place, `after ${id}`);
      await place.store.ping();
    }
    t.truthy(await place.store.record('client', '3'));
  });
}

test('the service says that it is not ready, and why, and so does doctor', async (t) => {
  const { path } = aPlace(t);
  const service = await startService({ store: { kind: 'sqlite', path } });
  t.teardown(() => service.stop());
  t.like(await service.send('GET', '/readyz'), { status: 200, json: { status: 'ready' } });
  t.is((await service.send('POST', '/orders', anOrderBody(1))).status, 200);
  rmSync(path);
  const { status, json } = await service.send('GET', '/readyz');
  t.is(status, 503);
  t.is(json['status'], 'store_unavailable');
  t.regex(String(json['detail']), /file was deleted or moved while it was in use.*Stop the service/);
  t.false(String(json['detail']).includes(path), 'everyone may read it');
  t.is((await service.send('GET', '/healthz')).status, 200);
  t.like(await service.send('POST', '/orders', anOrderBody(2)), { status: 503, json: { code: 'store_unavailable' } });
  t.like(await service.send('GET', '/orders/O-1'), { status: 503, json: { code: 'store_unavailable' } });

  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: 'sesame-open-4711' };
  const doctor = await cli('doctor', env);
  t.is(doctor.code, 3);
  t.regex(doctor.stdout, /not ready \(503\): the database cannot be used: its file was deleted or moved/);
  t.regex((await cli('doctor --lang fr', env)).stdout, /n'est pas prêt \(503\) : the database/);
});
