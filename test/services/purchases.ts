import { join } from 'node:path';
import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { ProxyCallError, isProxyCallError } from '../../src/domain/model/errors.js';
import type { NumberProvider } from '../../src/ports/number-provider.js';
import { temporaryFolder } from '../support.js';
import { setUp } from './set-up.js';

test('simultaneous orders on an empty pool are served by one top-up', async (t) => {
  const { order, proxyCall, carrier } = setUp({ settings: { topUpSize: 4 } });
  const receipts = await Promise.all([1, 2, 3, 4].map((index) => order(index)));
  t.is(new Set(receipts.map(({ clientProxyNumber }) => clientProxyNumber)).size, 4);
  t.is((await carrier.provider.list()).length, 4);
  await order(5);
  t.like((await proxyCall.poolStats()).pools[0], { owned: 8, assigned: 5, available: 3 });
});

for (const kind of ['memory', 'sqlite'] as const) {
  test(`${kind}: many orders at once on a pool that is too small are all served, and buy no more than they need`, async (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    const store = kind === 'memory' ? createMemoryStore() : await openSqliteStore({ path: join(folder.path, 'p.db') });
    const { order, proxyCall, carrier } = setUp({ store, settings: { topUpSize: 3 } });
    const receipts = await Promise.all(Array.from({ length: 60 }, (_, index) => order(index)));
    t.is(new Set(receipts.map(({ clientProxyNumber }) => clientProxyNumber)).size, 60);
    t.is((await carrier.provider.list()).length, 60);
    t.like((await proxyCall.poolStats()).pools[0], { owned: 60, assigned: 60, available: 0 });
    await proxyCall.close();
  });
}

/** A provider whose purchases fail after this many. */
function failingAfter(working: number, provider: NumberProvider): NumberProvider {
  let bought = 0;
  return {
    ...provider,
    buy: (...args) => {
      bought += 1;
      if (bought <= working) return provider.buy(...args);
      return Promise.reject(new ProxyCallError('provider_failed', 'no credit'));
    },
  };
}

test('numbers bought before a top-up fails midway are used', async (t) => {
  const { carrier, store } = setUp();
  const { order, proxyCall, logger } = setUp({ store, provider: failingAfter(1, carrier.provider) });
  await order(1);
  t.like((await proxyCall.poolStats()).pools[0], { owned: 1, assigned: 1 });
  t.true(logger.lines.some(({ event }) => event === 'pool.top_up_cut_short'));
});

test('a purchase that fails at once is reported, and nothing is written', async (t) => {
  const { carrier, store } = setUp();
  const { order } = setUp({ store, provider: failingAfter(0, carrier.provider) });
  t.true(isProxyCallError(await t.throwsAsync(order(1)), 'provider_failed'));
  t.is(await store.record('client', '1'), undefined);
  t.deepEqual(await store.numbers(), []);
});

test('a carrier that sells a number that the pool has already takes it from no client', async (t) => {
  const store = createMemoryStore();
  const first = setUp({ store });
  const second = setUp({ store });
  for (const index of [1, 2, 3]) await first.order(index);
  const taken = await store.numbers();
  await second.order(4);
  for (const { value } of taken) t.deepEqual((await store.record('number', value.number))?.value.state, value.state);
});
