import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { ProxyCallError, isProxyCallError } from '../../src/domain/model/errors.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { put } from '../../src/domain/services/commit.js';
import { aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import { setUp } from './set-up.js';

test('numbers of a carrier whose webhooks are not answered are neither given to anybody nor bought', async (t) => {
  const store = createMemoryStore();
  const [number, shared] = [aNumber(fictionalMobile(1)), aNumber(fictionalMobile(2))];
  await store.commit({
    puts: [
      put('number', { ...number, carrier: 'another' }),
      put('number', { ...shared, carrier: 'another', state: { status: 'shared', since: 1 } }),
    ],
  });
  const { carrier, order: unserved } = setUp({ store, provider: undefined });
  t.true(isProxyCallError(await t.throwsAsync(unserved(1)), 'pool_exhausted'));
  const { order: refused } = setUp({ store, provider: { ...carrier.provider, carrier: 'another' } });
  for (const fields of [{}, { courierPhone: fictionalMobile(3) }]) {
    t.true(isProxyCallError(await t.throwsAsync(refused(1, fields)), 'pool_exhausted'));
  }
  t.is((await store.numbers()).length, 2, 'nothing was bought');
});

test('a premium-rate phone is refused for new clients and for changes', async (t) => {
  const { order, proxyCall, store } = setUp();
  const premium = phoneNumber('+33899123456');
  t.true(isProxyCallError(await t.throwsAsync(order(1, { clientRealPhone: premium })), 'invalid_request'));
  t.is(await store.record('client', '1'), undefined);
  await order(2);
  const change = proxyCall.updateClient('2', { clientRealPhone: premium });
  t.true(isProxyCallError(await t.throwsAsync(change), 'invalid_request'));
});

test('a request that loses every race fails with a conflict', async (t) => {
  const { store, order } = setUp();
  const losing = setUp({
    store: { ...store, commit: () => Promise.reject(new ProxyCallError('conflict', 'lost', { retryable: true })) },
  });
  t.true(isProxyCallError(await t.throwsAsync(losing.order(1)), 'conflict'));
  await t.notThrowsAsync(order(1));
});

test('a session that the store does not let end stops nothing else of the maintenance, and is reported', async (t) => {
  const memory = createMemoryStore();
  const refused = new ProxyCallError('store_refused', 'tab Orders, row 3, column status');
  const store: typeof memory = {
    ...memory,
    commit: (changes) => {
      const closes = changes.puts.some(
        ({ kind, value }) => kind === 'order' && value.id === '2' && value.status === 'closed',
      );
      return closes ? Promise.reject(refused) : memory.commit(changes);
    },
  };
  const { order, proxyCall, clock } = setUp({ store, settings: { retentionMs: 30 * DAY_MS } });
  for (const index of [1, 2, 3]) await order(index, { courierPhone: fictionalMobile(900 + index) });
  clock.advance(10 * DAY_MS);
  t.is(await t.throwsAsync(proxyCall.runMaintenance()), refused);
  const status = async (id: string) => (await memory.record('order', id))?.value.status;
  t.deepEqual(await Promise.all(['1', '2', '3'].map(status)), ['closed', 'open', 'closed']);
  clock.advance(40 * DAY_MS);
  t.is(await t.throwsAsync(proxyCall.runMaintenance()), refused);
  t.deepEqual(
    await Promise.all(['1', '2', '3'].map(status)),
    [undefined, 'open', undefined],
    'what is old was forgotten',
  );
});
