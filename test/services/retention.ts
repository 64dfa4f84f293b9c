import test from 'ava';
import { DAY_MS } from '../../src/domain/model/time.js';
import { call, setUp } from './set-up.js';

test('interactions are deleted after the retention time, their plans after a day', async (t) => {
  const { order, proxyCall, store, clock } = setUp({ settings: { retentionMs: 90 * DAY_MS } });
  const { clientProxyNumber: to } = await order(1);
  await call(proxyCall, '+33199001234', to);
  clock.advance(2 * DAY_MS);
  await proxyCall.runMaintenance();
  t.like((await store.records('interaction', { limit: 9 }))[0]?.value, { channel: 'call', plan: undefined });
  t.is((await proxyCall.listInteractions({})).items.length, 1);
  clock.advance(89 * DAY_MS);
  await proxyCall.runMaintenance();
  t.is((await proxyCall.listInteractions({})).items.length, 0);
});
