import { join } from 'node:path';
import test from 'ava';
import { openPostgresStore } from '../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { RESERVATION_MS, type NumberState } from '../src/domain/model/proxy-number.js';
import { put } from '../src/domain/services/commit.js';
import { aCallInteraction, aNumber, fictionalMobile as phone } from '../src/entry/testing/index.js';
import { createPoolCounts } from '../src/entry/metrics/pool-counts.js';
import type { OrderStore, PoolCount } from '../src/ports/order-store.js';
import { startPostgres } from './postgres.js';
import { temporaryFolder } from './support.js';

const postgres = await startPostgres();
const folder = temporaryFolder();
test.after.always(async () => {
  await postgres.stop();
  folder.remove();
});

const stores: Readonly<Record<string, () => Promise<OrderStore>>> = {
  sqlite: () => openSqliteStore({ path: join(folder.path, 'upkeep.db') }),
  postgres: async () => openPostgresStore({ url: await postgres.createDatabase() }),
};

/** More than two batches, the last one not full. */
const OLD = 1200;

for (const [name, open] of Object.entries(stores)) {
  test(`${name}: however much is old, all of it is forgotten, and others are let in between`, async (t) => {
    const store = await open();
    await store.commit({
      puts: Array.from({ length: OLD + 10 }, (_, index) =>
        // Many at the same time.
        put(
          'interaction',
          aCallInteraction(index.toString(), { at: Math.floor(index / 100), plan: { kind: 'hang_up' } }),
        ),
      ),
    });
    let turns = 0;
    const count = () => {
      turns += 1;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    const nothing = { history: 0, keys: 0, day: 0, month: 0, audit: 0, plans: 0 };
    const found = async () => (await store.interactions({ limit: 2 * OLD })).length;
    await store.forget({ ...nothing, plans: 12 });
    const planned = (await store.interactions({ limit: 2 * OLD })).filter(({ plan }) => plan !== undefined);
    t.is(planned.length, 10);
    await store.forget({ ...nothing, history: 12 });
    t.is(await found(), 10);
    await store.forget({ ...nothing, history: 12, keys: 12 });
    t.is((await store.records('interaction', { limit: 2 * OLD })).length, 10);
    clearImmediate(turning);
    t.true(turns >= 6, `${turns.toString()} turns of the event loop`);
    await store.close();
  });

  test(`${name}: numbers that are free by now are found and counted, whatever their status says`, async (t) => {
    const store = await open();
    const now = 10 * RESERVATION_MS;
    const reserved = { status: 'reserved', by: '1', token: 't' } as const;
    const states: readonly NumberState[] = [
      { status: 'available' },
      { status: 'quarantined', until: now },
      { status: 'quarantined', until: now + 1 },
      { ...reserved, since: now - RESERVATION_MS },
      { ...reserved, since: now - RESERVATION_MS + 1 },
      { status: 'assigned', to: '1', since: 1 },
      { status: 'released', since: 1 },
    ];
    await store.commit({ puts: states.map((state, index) => put('number', aNumber(phone(index), { state }))) });
    const free = async (limit: number) =>
      (await store.freeNumbers({ now, limit })).map(({ value }) => value.number).sort();
    t.deepEqual(await free(9), [phone(0), phone(1), phone(3)]);
    t.is((await free(2)).length, 2);
    const [pool, ...others] = await store.poolCounts(now);
    t.like(pool, { owned: 6, available: 3, quarantined: 1, reserved: 1, assigned: 1, shared: 0, held: 0, error: 0 });
    t.is(others.length, 0);
    await store.close();
  });
}

test('a count of the pool that took long is used again for a while, and one that failed is not', async (t) => {
  let [counted, takes] = [0, 0];
  const counts = createPoolCounts({
    poolCounts(): Promise<readonly PoolCount[]> {
      counted += 1;
      if (takes === Infinity) return Promise.reject(new Error('away'));
      const end = performance.now() + takes;
      while (performance.now() < end);
      return Promise.resolve([]);
    },
  });
  // Both gauges of a scrape.
  await Promise.all([counts(), counts()]);
  t.is(counted, 1);
  takes = Infinity;
  t.deepEqual(await counts(), []);
  takes = 30;
  await counts();
  await counts();
  t.is(counted, 3);
});
