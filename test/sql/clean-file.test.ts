import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import test from 'ava';
import { Kysely, SqliteDialect } from 'kysely';
import { createFileCleaner } from '../../src/adapters/sql/clean-file.js';
import { createFileGuard } from '../../src/adapters/sql/file-guard.js';
import type { Schema } from '../../src/adapters/sql/schema.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { openFile } from '../../src/adapters/sql/sqlite-file.js';
import { openSqlite } from '../../src/adapters/sql/sqlite-store.js';
import { createLogger } from '../../src/adapters/system/index.js';
import { filesBelow, tracesOf } from '../erasure/traces.js';
import { erase, fill, leaveUnclean, SECRETS } from './ada.js';
import { fakePacing } from './fake-pacing.js';
import { aConnection, aPlace } from './sqlite-files.js';

function aLog() {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { logger: createLogger({ level: 'debug', destination }), lines };
}

test('a command that ends while another connection reads waits for it, and leaves the file clean', async (t) => {
  const { path } = aPlace(t);
  const reader = aConnection(path);
  const { logger, lines } = aLog();
  const pacing = fakePacing((now) => {
    if (now >= 1000 && reader.inTransaction) reader.exec('commit');
  });
  const store = await openSqlite({ path, logger }, pacing);
  await fill(store);
  reader.exec('begin');
  reader.prepare('select count(*) from clients').get();
  await erase(store);
  t.not(tracesOf(SECRETS, filesBelow(dirname(path))).length, 0);
  await store.close();
  t.deepEqual(tracesOf(SECRETS, filesBelow(dirname(path))), []);
  t.deepEqual(lines, []);
  reader.close();
});

test('when the other one reads on, the log says so, and the next process cleans the file', async (t) => {
  const { path } = aPlace(t);
  const { logger, lines } = aLog();
  const pacing = fakePacing();
  const store = await openSqlite({ path, logger }, pacing);
  await fill(store);
  const reader = aConnection(path);
  reader.exec('begin');
  reader.prepare('select count(*) from clients').get();
  await erase(store);
  const before = pacing.now();
  await store.close();
  t.true(pacing.now() - before <= 2100);
  t.is(lines.length, 1);
  t.regex(lines[0] ?? '', /"level":"warn".*sqlite\.not_cleaned/);
  reader.exec('commit');
  const next = await openSqliteStore({ path });
  t.deepEqual(tracesOf(SECRETS, filesBelow(dirname(path))), []);
  await next.close();
  reader.close();
});

test('a large file that could not be rebuilt when it was opened is rebuilt later', async (t) => {
  const { path } = aPlace(t);
  const store = await openSqliteStore({ path });
  await fill(store);
  await store.close();
  const writer = leaveUnclean(path);
  writer.exec(`insert into facts values ('large', 1, hex(zeroblob(${(17 * 2 ** 20).toString()})))`);
  writer.exec('begin immediate');
  const again = await openSqlite(
    { path },
    fakePacing(() => {
      if (writer.inTransaction) writer.exec('commit');
    }),
  );
  t.is(writer.prepare('pragma user_version').pluck().get(), 0);
  await again.close();
  t.is(writer.prepare('pragma user_version').pluck().get(), 1);
  writer.close();
  t.deepEqual(tracesOf(SECRETS, filesBelow(dirname(path))), []);
});

test('a file that cannot be rebuilt, as on a full disk: the log says so once, and it is tried again', async (t) => {
  const { path } = aPlace(t);
  const { logger, lines } = aLog();
  const file = await openFile(path, fakePacing());
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: { prepare: file.keep, close: () => file.database.close() } }),
  });
  let attempts = 0;
  let isFull = true;
  const exec = (statement: string) => {
    if (statement === 'vacuum') {
      attempts += 1;
      if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    }
    return file.database.exec(statement);
  };
  const database = new Proxy(file.database, {
    get: (target, name) => (name === 'exec' ? exec : Reflect.get(target, name)) as unknown,
  });
  const pacing = fakePacing(() => {
    isFull = attempts < 4;
  });
  const guard = createFileGuard({ path, prepare: file.prepare, pacing });
  const cleaner = createFileCleaner({ file: { ...file, database }, db, guard, logger, pacing });
  await cleaner.begin();
  await cleaner.afterErasure();
  await t.throwsAsync(cleaner.maintain(), { message: /full/ });
  t.is(attempts, 3);
  await cleaner.stop();
  t.is(attempts, 5);
  t.is(lines.length, 1);
  t.regex(
    lines[0] ?? '',
    /"level":"error".*what was erased is still in the file: the disk is full.*sqlite\.cleaning_failed/,
  );
  guard.stop();
  await db.destroy();
});
