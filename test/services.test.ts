import { join } from 'node:path';
import test from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { ProxyCallError, isProxyCallError } from '../src/domain/model/errors.js';
import { phoneNumber } from '../src/domain/model/phone-number.js';
import type { NumberType } from '../src/domain/model/proxy-number.js';
import { put } from '../src/domain/services/commit.js';
import { sign } from '../src/adapters/twiml/index.js';
import { createProxyCall, type ProxyCall, type ProxyCallOptions } from '../src/entry/library.js';
import {
  aNumber,
  createFakeClock,
  createRecordingLogger,
  createSequentialIds,
  fictionalMobile,
} from '../src/entry/testing/index.js';
import type { NumberProvider } from '../src/ports/number-provider.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { temporaryFolder } from './support.js';

const DAY_MS = 86_400_000;

/** A call as the carrier reports it. */
async function call(
  proxyCall: Pick<ProxyCall, 'handleWebhook'>,
  from: string,
  to: string,
  digits?: string,
): Promise<string> {
  const params = { CallSid: 'CA1', From: from, To: to, ...(digits === undefined ? {} : { Digits: digits }) };
  return webhook(proxyCall, `/twilio/voice${digits === undefined ? '' : '?attempt=1'}`, params);
}

async function webhook(
  proxyCall: Pick<ProxyCall, 'handleWebhook'>,
  target: string,
  params: Record<string, string>,
): Promise<string> {
  const url = `http://localhost${target}`;
  const response = await proxyCall.handleWebhook(
    new Request(url, {
      method: 'POST',
      headers: { 'x-twilio-signature': sign('x', url, params) },
      body: new URLSearchParams(params),
    }),
  );
  return response.text();
}

/** ProxyCall over a store of its own; what matters to a test is handed in. */
function setUp(options: Partial<ProxyCallOptions> & { sells?: (type: NumberType) => boolean } = {}) {
  const { sells = () => true, ...given } = options;
  const carrier = createSimulatedCarrier({
    authToken: 'x',
    webhookBaseUrl: () => 'http://localhost',
    sells: (_country, type) => sells(type),
  });
  const store = options.store ?? createMemoryStore();
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const proxyCall = createProxyCall({ ...carrier, store, clock, logger, ids: createSequentialIds(), ...given });
  const order = (index: number, fields: object = {}) =>
    proxyCall.createOrder({
      orderId: index.toString(),
      clientId: index.toString(),
      clientName: 'Ada',
      clientMail: 'ada@shop.example',
      clientRealPhone: fictionalMobile(8000 + index),
      ...fields,
    });
  return { carrier, store, clock, logger, proxyCall, order };
}

test('the country of a number is that of residence, else of the phone, else the default', async (t) => {
  const { order, store } = setUp({ settings: { defaultCountry: 'BE' } });
  const countryOf = async (asked: ReturnType<typeof order>) =>
    (await store.record('number', (await asked).clientProxyNumber))?.value.country;
  t.is(await countryOf(order(1)), 'FR');
  t.is(await countryOf(order(2, { clientIsoResidency: 'GB' })), 'GB');
  t.is(await countryOf(order(3, { clientRealPhone: phoneNumber('+12025550123'), clientIsoResidency: 'FR' })), 'FR');
  t.is(await countryOf(order(4, { clientRealPhone: phoneNumber('+88213123456') })), 'BE');
});

test('another type in the pool is taken before anything is bought, and keeps its own type', async (t) => {
  const { order, store, carrier } = setUp();
  const local = aNumber(phoneNumber('+33199005555'), { type: 'local' });
  await store.commit({ puts: [put('number', local)] });
  t.is((await order(1)).clientProxyNumber, local.number);
  t.is((await store.record('number', local.number))?.value.type, 'local');
  t.deepEqual(await carrier.provider.list(), []);
});

test('where the preferred type is not sold, the next one is, and is recorded as what it is', async (t) => {
  const { order, store } = setUp({ sells: (type) => type === 'local', settings: { numberType: 'national' } });
  t.is((await store.record('number', (await order(1)).clientProxyNumber))?.value.type, 'local');
});

test('an empty pool is filled once for requests that come together: one number is kept, the rest wait', async (t) => {
  const { order, proxyCall, carrier } = setUp({ settings: { topUpSize: 4 } });
  const receipts = await Promise.all([1, 2, 3, 4].map((index) => order(index)));
  t.is(new Set(receipts.map(({ clientProxyNumber }) => clientProxyNumber)).size, 4);
  t.is((await carrier.provider.list()).length, 4);
  await order(5);
  t.like((await proxyCall.poolStats()).pools[0], { owned: 8, assigned: 5, available: 3 });
});

for (const kind of ['memory', 'sqlite'] as const) {
  test(`${kind}: many orders at once on a pool that is too small are all served, and buy no more than it takes`, async (t) => {
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

test('who finds the pool empty because the same order was served meanwhile gets its answer', async (t) => {
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

test('numbers of another carrier than the one whose webhooks are answered serve nobody, and are not bought', async (t) => {
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
  test(`in ${kind}, a text that was decided before its receiver opted out is not sent`, async (t) => {
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

/** A provider whose purchases fail from the one after `working`. */
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

test('a purchase that fails midway leaves what was bought to be used', async (t) => {
  const { carrier, store } = setUp();
  const { order, proxyCall, logger } = setUp({ store, provider: failingAfter(1, carrier.provider) });
  await order(1);
  t.like((await proxyCall.poolStats()).pools[0], { owned: 1, assigned: 1 });
  t.true(logger.lines.some(({ event }) => event === 'pool.top_up_cut_short'));
});

test('a purchase that fails at once is said, and nothing is written', async (t) => {
  const { carrier, store } = setUp();
  const { order } = setUp({ store, provider: failingAfter(0, carrier.provider) });
  t.true(isProxyCallError(await t.throwsAsync(order(1)), 'provider_failed'));
  t.is(await store.record('client', '1'), undefined);
  t.deepEqual(await store.numbers(), []);
});

test('a carrier that sells what the pool has already takes it from nobody', async (t) => {
  const store = createMemoryStore();
  const first = setUp({ store });
  const second = setUp({ store });
  for (const index of [1, 2, 3]) await first.order(index);
  const taken = await store.numbers();
  await second.order(4);
  for (const { value } of taken) t.deepEqual((await store.record('number', value.number))?.value.state, value.state);
});

test('a premium-rate phone is refused whoever asks', async (t) => {
  const { order, proxyCall, store } = setUp();
  const premium = phoneNumber('+33899123456');
  t.true(isProxyCallError(await t.throwsAsync(order(1, { clientRealPhone: premium })), 'invalid_request'));
  t.is(await store.record('client', '1'), undefined);
  await order(2);
  const change = proxyCall.updateClient('2', { clientRealPhone: premium });
  t.true(isProxyCallError(await t.throwsAsync(change), 'invalid_request'));
});

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

test('a request that loses every race is told to come back', async (t) => {
  const { store, order } = setUp();
  const losing = setUp({
    store: { ...store, commit: () => Promise.reject(new ProxyCallError('conflict', 'lost', { retryable: true })) },
  });
  t.true(isProxyCallError(await t.throwsAsync(losing.order(1)), 'conflict'));
  await t.notThrowsAsync(order(1));
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
