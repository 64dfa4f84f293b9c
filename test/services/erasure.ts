import { createHash, randomUUID } from 'node:crypto';
import test from 'ava';
import { ProxyCallError, isProxyCallError } from '../../src/domain/model/errors.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/time.js';
import { put } from '../../src/domain/services/commit.js';
import { aClient, fictionalMobile as phone } from '../../src/entry/testing/index.js';
import type { NumberProvider } from '../../src/ports/number-provider.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { call, setUp, webhook } from './set-up.js';

const COURIER = '+33199001234' as E164;

async function dumped(store: OrderStore): Promise<string> {
  const kinds = ['interaction', 'session', 'participant', 'request', 'order', 'reply', 'number', 'lockout'] as const;
  const all = await Promise.all(kinds.map((kind) => store.records(kind, { limit: 999 })));
  return JSON.stringify(all);
}

const text = (shop: Parameters<typeof webhook>[0], From: string, To: string, Body: string) =>
  webhook(shop, '/twilio/sms', { MessageSid: `SM${randomUUID()}`, From, To, Body });

/** What a client may have done at numbers that are not theirs. Each leaves a plan in which there is their phone, or what they wrote. */
const ELSEWHERE: Readonly<Record<string, (shop: ReturnType<typeof setUp>, other: string) => Promise<unknown>>> = {
  'a text to a number of nobody': ({ proxyCall }) => text(proxyCall, phone(8001), phone(4711), 'hush'),
  'a text to another client': ({ proxyCall }, other) => text(proxyCall, phone(8001), other, 'hush'),
  'a call to another client': ({ proxyCall }, other) => call(proxyCall, phone(8001), other),
  'HELP to another client': ({ proxyCall }, other) => text(proxyCall, phone(8001), other, 'HELP'),
  'STOP to another client': ({ proxyCall }, other) => text(proxyCall, phone(8001), other, 'STOP'),
  async 'a text to a shared number, which is replied to'({ order, proxyCall }) {
    const { clientProxyNumber } = await order(3, { courierPhone: COURIER });
    await text(proxyCall, phone(8001), clientProxyNumber, 'hush');
  },
  async 'a call to a shared number, which asks for a code'({ order, proxyCall }) {
    const { clientProxyNumber } = await order(3, { courierPhone: COURIER });
    await call(proxyCall, phone(8001), clientProxyNumber);
  },
  async 'a text as the courier of a closed order'({ order, proxyCall }) {
    const { courierProxyNumber } = await order(3, { courierPhone: phone(8001) });
    await text(proxyCall, phone(8001), String(courierProxyNumber), 'hush');
    await text(proxyCall, phone(8003), String(courierProxyNumber), 'hush');
    await proxyCall.closeOrder('3', { endSession: true });
  },
};

for (const [what, happens] of Object.entries(ELSEWHERE)) {
  test(`erasing a client removes their phone and words from ${what}`, async (t) => {
    const shop = setUp();
    await shop.order(1);
    const { clientProxyNumber: other } = await shop.order(2);
    await happens(shop, other);
    await shop.proxyCall.eraseClient('1');
    const left = await dumped(shop.store);
    t.false(left.includes(phone(8001)));
    t.false(left.includes('hush'));
  });

  test(`a changed phone leaves nothing of ${what} to an erasure`, async (t) => {
    const shop = setUp();
    await shop.order(1);
    const { clientProxyNumber: other } = await shop.order(2);
    await happens(shop, other);
    await shop.proxyCall.updateClient('1', { clientRealPhone: phone(8009) });
    await shop.proxyCall.eraseClient('1');
    const interactions = JSON.stringify(await shop.store.records('interaction', { limit: 99 }));
    t.false(interactions.includes(phone(8001)));
    t.false(interactions.includes('hush'));
  });
}

test('what others said to each other is not touched by an erasure', async (t) => {
  const { order, proxyCall, store } = setUp();
  await order(1);
  const { clientProxyNumber: other } = await order(2);
  await text(proxyCall, COURIER, other, 'hello');
  const before = await store.records('interaction', { limit: 9 });
  await proxyCall.updateClient('1', { clientRealPhone: phone(8009) });
  await proxyCall.eraseClient('1');
  t.deepEqual(await store.records('interaction', { limit: 9 }), before);
});

test('a courier who is an erased client too is still reached in open orders, and by nobody else', async (t) => {
  const { order, proxyCall, store, clock } = setUp();
  await order(1);
  const { clientProxyNumber, courierProxyNumber } = await order(2, { courierPhone: phone(8001) });
  await proxyCall.eraseClient('1');
  t.regex(await call(proxyCall, phone(8002), clientProxyNumber), new RegExp(phone(8001).slice(1)));
  await proxyCall.closeOrder('2', { endSession: true });
  clock.advance(8 * DAY_MS);
  await proxyCall.runMaintenance();
  t.false((await dumped(store)).includes(phone(8001)));
  t.not(courierProxyNumber, undefined);
});

test('a request is recognised by a keyed hash, which an erasure removes', async (t) => {
  const { order, proxyCall, store } = setUp();
  const body = { orderId: '1', clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };
  const request = { ...body, clientRealPhone: phone(8001) };
  const first = await proxyCall.createOrder(request, { idempotencyKey: 'k' });
  t.deepEqual(await proxyCall.createOrder(request, { idempotencyKey: 'k' }), first);
  const other = proxyCall.createOrder({ ...request, orderId: '2' }, { idempotencyKey: 'k' });
  t.true(isProxyCallError(await t.throwsAsync(other), 'idempotency_key_reused'));

  const fingerprint = (await store.record('order', '1'))?.value.fingerprint;
  const parts = ['1', '1', 'Ada', 'ada@shop.example', phone(8001), null];
  t.not(fingerprint, createHash('sha256').update(JSON.stringify(parts)).digest('base64url'));
  t.is((await store.record('request', 'k'))?.value.fingerprint, fingerprint);
  t.is((await store.record('request', 'k'))?.value.clientId, '1');

  await proxyCall.eraseClient('1');
  t.false((await dumped(store)).includes(String(fingerprint)));
  const again = proxyCall.createOrder(request, { idempotencyKey: 'k' });
  t.true(isProxyCallError(await t.throwsAsync(again), 'idempotency_key_reused'));
  t.true(isProxyCallError(await t.throwsAsync(proxyCall.createOrder(request)), 'order_conflict'));
  await t.notThrowsAsync(order(2));
});

test('an erasure replaces the label of the number, here and at the provider', async (t) => {
  const { proxyCall, store, carrier } = setUp();
  await store.commit({ puts: [put('client', aClient('1', { realPhone: phone(8001) }))] });
  const request = {
    clientId: '1',
    countryIso: 'FR',
    numberType: 'mobile',
    buy: true,
  } as const;
  const { proxy } = await proxyCall.assignNumber(request);
  await proxyCall.eraseClient('1');
  t.is((await store.record('number', proxy))?.value.friendlyName, 'ProxyCall');
  t.is((await carrier.provider.find(proxy))?.friendlyName, 'ProxyCall');
  t.deepEqual(await store.records('intent', { limit: 9 }), []);
});

test('a label that could not be replaced at the provider is replaced by maintenance', async (t) => {
  const { carrier, ...others } = setUp();
  let isAway = false;
  const provider: NumberProvider = {
    ...carrier.provider,
    configure: (...args) =>
      isAway
        ? Promise.reject(new ProxyCallError('provider_unavailable', 'no answer', { retryable: true }))
        : carrier.provider.configure(...args),
  };
  const { proxyCall, store, clock, order } = setUp({ store: others.store, provider });
  await store.commit({ puts: [put('client', aClient('1', { realPhone: phone(8001) }))] });
  const request = {
    clientId: '1',
    countryIso: 'FR',
    numberType: 'mobile',
    buy: true,
  } as const;
  const { proxy } = await proxyCall.assignNumber(request);
  isAway = true;
  t.is((await proxyCall.eraseClient('1')).quarantinedNumber, proxy);
  t.is((await carrier.provider.find(proxy))?.friendlyName, '1');
  await proxyCall.runMaintenance();
  t.is((await store.records('intent', { limit: 9 })).length, 1);
  // Meanwhile the number may come to somebody else, whose label stays.
  clock.advance(8 * DAY_MS);
  await order(2);
  isAway = false;
  await proxyCall.runMaintenance();
  t.is((await carrier.provider.find(proxy))?.friendlyName, 'ProxyCall');
  t.deepEqual(await store.records('intent', { limit: 9 }), []);
  clock.advance(HOUR_MS);
  await t.notThrowsAsync(proxyCall.runMaintenance());
});

test('a number is given back although its label was not replaced yet', async (t) => {
  const { carrier, ...others } = setUp();
  const refusing: NumberProvider = {
    ...carrier.provider,
    configure: ({ length }, changes) =>
      changes.friendlyName === 'ProxyCall'
        ? Promise.reject(new ProxyCallError('provider_failed', `refused ${length.toString()}`))
        : Promise.resolve(true),
  };
  const { proxyCall, store } = setUp({ store: others.store, provider: refusing });
  await store.commit({ puts: [put('client', aClient('1', { realPhone: phone(8001) }))] });
  const request = {
    clientId: '1',
    countryIso: 'FR',
    numberType: 'mobile',
    buy: true,
  } as const;
  const { proxy } = await proxyCall.assignNumber(request);
  await proxyCall.eraseClient('1');
  t.is((await store.records('intent', { limit: 9 })).length, 1);
  t.deepEqual((await proxyCall.releaseNumbers({ numbers: [proxy], force: false })).released, [proxy]);
  t.deepEqual(await store.records('intent', { limit: 9 }), []);
});
