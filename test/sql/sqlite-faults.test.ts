import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { translate } from '../../src/adapters/sql/faults.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { isOfFile, sqliteWords } from '../../src/adapters/sql/sqlite-faults.js';
import { cli } from '../command-line.js';
import { startService } from '../support.js';
import { aConnection, addClient, aPlace, expectRefused } from './sqlite-files.js';

/** A fault as better-sqlite3 throws it, or the operating system. */
function aFault(code: string, message = 'what +33199001234 wrote'): Error {
  return Object.assign(new Error(message), { code });
}

for (const [codes, words] of [
  [
    ['SQLITE_BUSY', 'SQLITE_BUSY_RECOVERY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED'],
    /lock on the file: end its transaction/,
  ],
  [['SQLITE_FULL', 'ENOSPC', 'EDQUOT'], /disk is full.*free some space.*not lost/],
  [
    ['SQLITE_READONLY', 'SQLITE_READONLY_DIRECTORY', 'SQLITE_PERM', 'EACCES', 'EPERM', 'EROFS'],
    /cannot be written: check owner/,
  ],
  [
    ['SQLITE_IOERR', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_SHORT_READ', 'EIO'],
    /disk reports an error.*check the disk/,
  ],
  [['SQLITE_CORRUPT', 'SQLITE_CORRUPT_VTAB', 'SQLITE_CORRUPT_INDEX'], /damaged: stop the service and restore a backup/],
  [['SQLITE_NOTADB'], /not a database, or an encrypted one: name a file/],
  [
    ['SQLITE_CANTOPEN', 'SQLITE_CANTOPEN_ISDIR', 'EISDIR', 'ENOTDIR', 'ENOENT', 'ENAMETOOLONG', 'ELOOP'],
    /check the path/,
  ],
  [['EMFILE', 'ENFILE'], /too many files open/],
  [['SQLITE_NOMEM'], /no memory left/],
] as const) {
  for (const code of codes) {
    test(`${code} has words, and says nothing of what was stored`, (t) => {
      const { message } = translate(aFault(code), 'the database cannot be used', sqliteWords) as Error;
      t.regex(message, words);
      t.true(message.endsWith(`(${code})`));
      t.notRegex(message, /33199001234/);
    });
  }
}

test('tables that are missing have words too', (t) => {
  for (const message of ['no such table: orders', 'no such column: due_at']) {
    t.regex((translate(aFault('SQLITE_ERROR', message), 'x', sqliteWords) as Error).message, /restore a backup/);
  }
  t.is((translate(aFault('SQLITE_ERROR'), 'it failed', sqliteWords) as Error).message, 'it failed (SQLITE_ERROR)');
});

test('what concerns one change set is told from what concerns the file', (t) => {
  for (const code of ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_BUSY', 'SQLITE_READONLY_DBMOVED', 'SQLITE_CORRUPT'])
    t.true(isOfFile(aFault(code)), code);
  for (const code of ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_TOOBIG', 'SQLITE_MISMATCH', 'SQLITE_ERROR'])
    t.false(isOfFile(aFault(code)), code);
});

/** Makes what is at the path, and says what is answered at the start. */
const OBSTACLES: Readonly<Record<string, readonly [(path: string) => string, RegExp]>> = {
  'a folder': [(path) => (mkdirSync(path), path), /cannot be opened: .*check the path/],
  'a file in a file': [(path) => (writeFileSync(path, ''), join(path, 'a.db')), /a part of the path is not a folder/],
  'a file in a file, below a folder': [
    (path) => (writeFileSync(path, ''), join(path, 'folder', 'a.db')),
    /a part of the path is not a folder/,
  ],
  'a name that is too long': [(path) => `${path}${'x'.repeat(300)}`, /the path is too long/],
  'a folder that the system does not let us make': [() => '/proc/nothing/a.db', /check the path|check owner/],
  'a text': [
    (path) => (writeFileSync(path, 'this is not a database, whatever its name says. '.repeat(50)), path),
    /not a database, or an encrypted one/,
  ],
  'an encrypted file': [
    (path) => (
      writeFileSync(path, Buffer.from(Array.from({ length: 8192 }, (_, index) => (index * 7919) % 251))),
      path
    ),
    /not a database, or an encrypted one/,
  ],
  'a damaged file': [
    (path) => {
      const other = aConnection(path);
      other.exec('create table clients (id text)');
      other.close();
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0xff, 100, 4096));
      return path;
    },
    /the file is damaged/,
  ],
  "another program's database": [
    (path) => (aConnection(path).exec('create table songs (id text); create table albums (id text)'), path),
    /another program's: it has tables \(songs, albums\).*Name another file/,
  ],
  "another program's database, with a table of the same name": [
    (path) => (aConnection(path).exec('create table clients (id text)'), path),
    /another program's: it has tables \(clients\)/,
  ],
  "another program's database that kysely migrates": [
    (path) => {
      const other = aConnection(path);
      other.exec('create table kysely_migration (name text primary key, timestamp text)');
      other.exec("insert into kysely_migration values ('2024-01-01-songs', '2024')");
      return path;
    },
    /kysely_migration is another program's \(2024-01-01-songs\)/,
  ],
};

for (const [what, [make, words]] of Object.entries(OBSTACLES)) {
  test(`${what} is no database: a sentence, at the start and in doctor`, async (t) => {
    const path = make(aPlace(t).path);
    await expectRefused(t, openSqliteStore({ path }), words);
    const env = { DATABASE_PATH: path, PROXYCALL_TELEPHONY: 'simulated' };
    const served = await cli('serve', { ...env, PORT: '8000' });
    t.is(served.code, 3);
    t.regex(served.stderr.replaceAll(/\s+/g, ' '), words);
    t.notRegex(served.stderr, /^ +at /m, 'without a stack');
    const doctor = await cli('doctor --live --json', env);
    t.is(doctor.code, 3);
    t.regex(doctor.stdout, words);
  });
}

/** What another version has left in the database, and what is said of it. */
const VERSIONS: Readonly<Record<string, readonly [string, RegExp]>> = {
  newer: [
    "insert into kysely_migration values ('0002_more', '2030-01-01T00:00:00.000Z')",
    /a newer version of ProxyCall has brought it up to date \(0002_more\).*Install that version/,
  ],
  'much newer': [
    "insert into kysely_migration values ('0002_more', '2030-01-01T00:00:00.000Z'), ('0019_most', '2031-01-01T00:00:00.000Z')",
    /a newer version of ProxyCall .*\(0019_most\)/,
  ],
  'of before the first release': [
    "update kysely_migration set name = '0001_00000000'",
    /tables are those of another version of ProxyCall \(0001_00000000; this version makes 0001_\w+\)/,
  ],
  'of another line of versions': [
    "update kysely_migration set name = '0001_ffffffff'; insert into kysely_migration values ('0002_more', '2030')",
    /another version of ProxyCall \(0002_more/,
  ],
};

for (const [what, [statement, words]] of Object.entries(VERSIONS)) {
  test(`a database ${what} is refused by a sentence, and left as it is`, async (t) => {
    const { path } = aPlace(t);
    const store = await openSqliteStore({ path });
    await addClient(store, '1');
    await store.close();
    const other = aConnection(path);
    other.exec(statement);
    await expectRefused(t, openSqliteStore({ path }), words);
    const { code, stderr } = await cli('store verify --store sqlite', { DATABASE_PATH: path });
    t.is(code, 3);
    t.regex(stderr, words);
    t.is(other.prepare('select count(*) from clients').pluck().get(), 1);
    other.close();
  });
}

test('a table that another program drops while the service runs: not a stack, but a sentence', async (t) => {
  const { path } = aPlace(t);
  const service = await startService({ store: { kind: 'sqlite', path } });
  t.teardown(() => service.stop());
  const other = aConnection(path);
  other.exec('drop table replies; drop table interactions');
  other.close();
  t.like(await service.send('GET', '/interactions'), { status: 503, json: { code: 'store_unavailable' } });
  t.regex(service.log(), /tables are missing, or another program has changed them/);
  for (const line of service.log().trim().split('\n')) t.notThrows(() => JSON.parse(line) as unknown);
});
