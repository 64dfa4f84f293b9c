import test from 'ava';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { execute, startPostgres } from '../postgres.js';
import { refused, startRefusing } from './postgres-stand-in.js';

const postgres = await startPostgres();
test.after.always(() => postgres.stop());

for (const [what, statement, words] of [
  [
    'newer',
    "insert into kysely_migration values ('0002_more', '2030-01-01T00:00:00.000Z')",
    /a newer version of ProxyCall has brought it up to date \(0002_more\)/,
  ],
  ['of before the first release', "update kysely_migration set name = '0001_00000000'", /another version of ProxyCall/],
  [
    "another program's",
    "update kysely_migration set name = '2024-01-01-songs'",
    /kysely_migration is another program's/,
  ],
] as const) {
  test(`a database that is ${what} is refused by a sentence`, async (t) => {
    const url = await postgres.createDatabase();
    await (await openPostgresStore({ url })).close();
    await execute(url, statement);
    await refused(t, url, words);
  });
}

test('tables of the same names are not taken for ours; others may be beside them', async (t) => {
  const url = await postgres.createDatabase();
  await execute(url, 'create table songs (id text)');
  await (await openPostgresStore({ url })).close();
  const taken = await postgres.createDatabase();
  await execute(taken, 'create table clients (id text)');
  await refused(t, taken, /tables with the names of ProxyCall's that another program has made/);
});

test('an instance waits for another one that is creating the tables, and finds them', async (t) => {
  const url = await postgres.createDatabase();
  const stores = await Promise.all(Array.from({ length: 8 }, () => openPostgresStore({ url, poolSize: 1 })));
  for (const store of stores) t.is(await store.highestClientNumber(), 0);
  await Promise.all(stores.map((store) => store.close()));
});

for (const mode of ['prefer', 'require', 'verify-ca', 'verify-full']) {
  test.serial(`sslmode=${mode} warns of nothing`, async (t) => {
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(warning.message);
    process.on('warning', note);
    const server = await startRefusing(Buffer.from('N'));
    await refused(
      t,
      `postgres://u:p@127.0.0.1:${server.port.toString()}/d?application_name=a&sslmode=${mode}`,
      /sslmode/,
    );
    // Warnings are emitted in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    server.stop();
    t.deepEqual(
      warnings.filter((text) => text.includes('SSL')),
      [],
    );
  });
}
