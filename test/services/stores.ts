import { join } from 'node:path';
import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { temporaryFolder } from '../support.js';
import { setUp } from './set-up.js';

/** A store whose methods use private fields, and which cannot be changed. */
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

test('a closed store is unavailable, not empty', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const store = await openSqliteStore({ path: join(folder.path, 'p.db') });
  await store.close();
  for (const asked of [store.record('client', '1'), store.ping(), store.commit({ puts: [] }), store.poolCounts(0)]) {
    t.true(isProxyCallError(await t.throwsAsync(asked), 'store_unavailable'));
  }
});

test('stores that open the same new file at the same time all work', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const stores = await Promise.all(
    Array.from({ length: 5 }, () => openSqliteStore({ path: join(folder.path, 'new', 'p.db') })),
  );
  await t.notThrowsAsync(Promise.all(stores.map((store) => store.ping())));
  await Promise.all(stores.map((store) => store.close()));
});
