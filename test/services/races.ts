import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { put } from '../../src/domain/services/commit.js';
import type { ProxyCall } from '../../src/entry/library.js';
import { aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import { call, webhook, setUp } from './set-up.js';

test('a request that finds the pool empty because the same order was served meanwhile gets the answer to that order', async (t) => {
  const store = createMemoryStore();
  await store.commit({ puts: [put('number', aNumber(fictionalMobile(1)))] });
  const first = setUp({ store, provider: undefined });
  let overtaken = false;
  const late = setUp({
    provider: undefined,
    store: {
      ...store,
      freeNumbers: async (query) => {
        if (!overtaken) {
          overtaken = true;
          await first.order(1);
        }
        return store.freeNumbers(query);
      },
    },
  });
  t.is((await late.order(1)).clientProxyNumber, fictionalMobile(1));
  t.true(isProxyCallError(await t.throwsAsync(late.order(2)), 'pool_exhausted'));
});

for (const [what, end] of [
  ['the order is closed', (proxyCall) => proxyCall.closeOrder('1')],
  ['another courier comes', (proxyCall) => proxyCall.changeCourier('1', { courierPhone: fictionalMobile(4) })],
  ['the client is erased', (proxyCall) => proxyCall.eraseClient('1')],
] as const satisfies readonly (readonly [string, (proxyCall: ProxyCall) => Promise<unknown>])[]) {
  test(`a caller who is admitted by the code while ${what} is not forgotten`, async (t) => {
    const store = createMemoryStore();
    const { proxyCall, order } = setUp({ store });
    const { orderCode = '', courierProxyNumber = '' } = await order(1, { courierPhone: fictionalMobile(3) });
    const guest = fictionalMobile(5);
    let overtaken = '';
    const ending = setUp({
      store: {
        ...store,
        participants: async (query) => {
          const read = await store.participants(query);
          if (query.by !== 'person') overtaken ||= await call(proxyCall, guest, courierProxyNumber, orderCode);
          return read;
        },
      },
    });
    await end(ending.proxyCall);
    t.regex(overtaken, /<Dial/);
    t.notRegex(await call(proxyCall, guest, courierProxyNumber), /<Dial/);
  });
}

for (const [kind, fields] of [
  ['an open session', {}],
  ['a paired session', { courierPhone: fictionalMobile(3) }],
] as const) {
  test(`in ${kind}, a text that was decided on before its recipient opted out is not sent`, async (t) => {
    const store = createMemoryStore();
    const { proxyCall, order } = setUp({ store });
    const [client, courier] = [fictionalMobile(8001), fictionalMobile(3)];
    const { clientProxyNumber: ours, courierProxyNumber: theirs = ours } = await order(1, fields);
    const text = (by: ProxyCall, sid: string, from: string, to: string, body: string) =>
      webhook(by, '/twilio/sms', { MessageSid: sid, From: from, To: to, Body: body });
    t.regex(await text(proxyCall, 'SM1', courier, theirs, 'I am at the door'), /I am at the door/);
    let hasOptedOut = false;
    const { proxyCall: overtaken } = setUp({
      store: {
        ...store,
        commit: async (changes) => {
          if (!hasOptedOut && changes.puts.some((put) => put.kind === 'interaction')) {
            hasOptedOut = true;
            await text(proxyCall, 'SM2', courier, theirs, 'STOP');
          }
          await store.commit(changes);
        },
      },
    });
    t.notRegex(await text(overtaken, 'SM3', client, ours, 'coming'), /coming/);
    t.true(hasOptedOut);
  });
}
