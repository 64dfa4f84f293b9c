import test from 'ava';
import { call, setUp } from './set-up.js';

const DAY_MS = 86_400_000;

test('interactions are forgotten after their time, what was answered after a day', async (t) => {
  const { order, proxyCall, store, clock } = setUp({ settings: { retentionMs: 90 * DAY_MS } });
  const { clientProxyNumber: to } = await order(1);
  await call(proxyCall, '+33199001234', to);
  clock.advance(2 * DAY_MS);
  await proxyCall.runMaintenance();
  t.is((await store.records('interaction', { limit: 9 }))[0]?.value.plan, undefined);
  t.is((await proxyCall.listInteractions({})).items.length, 1);
  clock.advance(89 * DAY_MS);
  await proxyCall.runMaintenance();
  t.is((await proxyCall.listInteractions({})).items.length, 0);
});
