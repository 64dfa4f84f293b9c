import { join } from 'node:path';
import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { temporaryFolder } from '../support.js';
import { setUp } from './set-up.js';

/** Methods with private fields, on an object that nobody can change. */
class PrivateStore {
  readonly #store = createMemoryStore();
  readonly hashKey = this.#store.hashKey;
  constructor() {
    for (const [name, member] of Object.entries(this.#store)) {
      if (!(name in this)) Object.defineProperty(this, name, { value: this.#bound(member) });
    }
    Object.freeze(this);
  }
  #bound(member: unknown) {
    return function (this: PrivateStore, ...args: unknown[]): unknown {
      return (member as (...given: unknown[]) => unknown).apply(this.#store, args);
    };
  }
}

test('a store may be a frozen instance of a class with private fields', async (t) => {
  const { order } = setUp({ store: new PrivateStore() as unknown as OrderStore });
  t.truthy((await order(1)).clientProxyNumber);
});

test('a store that is closed is unavailable, and never empty', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const store = await openSqliteStore({ path: join(folder.path, 'p.db') });
  await store.close();
  for (const asked of [store.record('client', '1'), store.ping(), store.commit({ puts: [] }), store.poolCounts(0)]) {
    t.true(isProxyCallError(await t.throwsAsync(asked), 'store_unavailable'));
  }
});

test('a database that a newer version has written is not touched', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const path = join(folder.path, 'p.db');
  await (await openSqliteStore({ path })).close();
  const { default: Database } = await import('better-sqlite3');
  const raw = new Database(path);
  raw.exec("insert into kysely_migration values ('9999_future', '2100-01-01')");
  raw.close();
  // On Node 24 this one must not be met by the garbage collector: see pinnedAgainstGc in sqlite.ts.
  t.teardown(() => raw);
  const error = await t.throwsAsync(openSqliteStore({ path }));
  t.true(isProxyCallError(error, 'store_unavailable'));
  t.regex(error.message, /9999_future/);
});

test('processes that find the same new file open it together', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const stores = await Promise.all(
    Array.from({ length: 5 }, () => openSqliteStore({ path: join(folder.path, 'new', 'p.db') })),
  );
  await t.notThrowsAsync(Promise.all(stores.map((store) => store.ping())));
  await Promise.all(stores.map((store) => store.close()));
});
