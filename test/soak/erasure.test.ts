import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import pg from 'pg';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSheetsStore } from '../../src/adapters/sheets/index.js';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { put } from '../../src/domain/services/commit.js';
import { aClient } from '../../src/entry/testing/index.js';
import { nothingIsLeft } from '../erasure/nothing-is-left.js';
import { live, openShop } from '../erasure/people.js';
import { filesBelow, tracesOf, type Bytes } from '../erasure/traces.js';
import { optionsAt } from '../google/account.js';
import { startStandIn } from '../google/stand-in.js';
import { startPostgres } from '../postgres.js';
import { run } from '../programs.js';
import { temporaryFolder } from '../support.js';
import { ROUNDS } from './rounds.js';

const READER = fileURLToPath(new URL('sqlite-reader-worker.js', import.meta.url));
const UMASK_WORKER = fileURLToPath(new URL('umask-worker.js', import.meta.url));

async function readFrom(path: string): Promise<() => Promise<void>> {
  const reader = spawn(process.execPath, [READER, path]);
  await once(reader.stdout, 'data');
  return async () => {
    const ended = once(reader, 'exit');
    reader.stdin.end();
    await ended;
  };
}

test.serial('memory: nothing is left of 300 erased clients', async (t) => {
  t.timeout(ROUNDS * 300_000);
  const bytes = () => Promise.resolve([]);
  await nothingIsLeft(t, { people: 300, open: () => Promise.resolve(createMemoryStore()), bytes });
});

test.serial('sqlite: nothing is left of 300 erased clients, while another process reads', async (t) => {
  t.timeout(ROUNDS * 600_000);
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const path = join(folder.path, 'proxycall.db');
  await nothingIsLeft(t, {
    people: 300,
    open: () => openSqliteStore({ path }),
    bytes: () => Promise.resolve(filesBelow(folder.path)),
    read: () => readFrom(path),
  });
});

test.serial('sheets: nothing is left of erased clients', async (t) => {
  t.timeout(ROUNDS * 600_000);
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const standIn = await startStandIn();
  t.teardown(() => {
    standIn.close();
  });
  await nothingIsLeft(t, {
    people: 60,
    open: () => openSheetsStore(optionsAt(standIn, folder.path, { carrier: 'simulated' })),
    bytes: () =>
      Promise.resolve([['spreadsheet', Buffer.from(JSON.stringify(standIn.book.sheets))], ...filesBelow(folder.path)]),
  });
});

test.serial('postgres: no row says anything of 300 erased clients', async (t) => {
  t.timeout(ROUNDS * 600_000);
  const postgres = await startPostgres();
  t.teardown(() => postgres.stop());
  const url = await postgres.createDatabase();
  await nothingIsLeft(t, { people: 300, open: () => openPostgresStore({ url }), bytes: () => rowsOf(url) });
});

/** What a dump would contain, without versions: these are random digits, among which the digits of a phone occur by chance. */
async function rowsOf(url: string): Promise<readonly Bytes[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    const dumps: Bytes[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(
        `select (to_jsonb(t) - 'version')::text as row from "${name}" t`,
      );
      dumps.push([name, Buffer.from(rows.map(({ row }) => row).join('\n'))]);
    }
    return dumps;
  } finally {
    await client.end();
  }
}

for (const umask of ['000', '022', '027', '077']) {
  test(`sqlite: with umask ${umask} new files and folders are their owner's only`, async (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    const { stdout, stderr } = await run([join(folder.path, 'new', 'a.db'), umask], { script: UMASK_WORKER });
    t.is(stdout, '700 600 600 600 600', stderr);
  });
}

test('sqlite: a file that is made under a umask that takes its own rights is usable', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  mkdirSync(join(folder.path, 'there'), { mode: 0o700 });
  const { stdout, stderr } = await run([join(folder.path, 'there', 'a.db'), '377'], { script: UMASK_WORKER });
  t.regex(stdout, /^700 600/, stderr);
});

test.serial('sqlite: a file that is too large to be rebuilt for each erasure is cleaned by maintenance', async (t) => {
  t.timeout(ROUNDS * 120_000);
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const path = join(folder.path, 'proxycall.db');
  const store = await openSqliteStore({ path });
  const filler = 'x'.repeat(2 ** 20);
  for (let index = 0; index < 40; index += 1) {
    await store.commit({ puts: [put('client', aClient(`filler ${index.toString()}`, { name: filler }))] });
  }
  const shop = openShop(store);
  const people = [await live(shop, 0, undefined), await live(shop, 1, undefined)];
  const secrets = people.flatMap((person) => person.secrets);
  for (const { id } of people) await shop.eraseClient(id);
  await shop.runMaintenance();
  t.deepEqual(tracesOf(secrets, filesBelow(folder.path)), []);
  await shop.close();
  t.deepEqual(tracesOf(secrets, filesBelow(folder.path)), []);
});
