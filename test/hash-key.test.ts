import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { createSystemIds } from '../src/adapters/system/index.js';
import { hasConfirmationMac, signConfirmation } from '../src/domain/model/confirmation/confirmation-mac.js';
import { endConfirmation } from '../src/domain/model/confirmation/ending.js';
import { hasOutboxMac, signOutboxEntry } from '../src/domain/model/outbox-mac.js';
import { personWith } from '../src/domain/services/persons.js';
import { recordHash } from '../src/domain/services/record-hash.js';
import { isProxyCallError, ProxyCallError } from '../src/domain/model/errors.js';
import { checkHashKey, hasHashKey, rekeyStore } from '../src/domain/services/hash-key.js';
import { put } from '../src/domain/services/commit.js';
import { createProxyCall } from '../src/entry/library.js';
import {
  aConfirmation,
  anOutboxEntry,
  aToken,
  aWantedContact,
  createFakeClock,
  createSimulatedCarrier,
  fictionalMobile,
} from '../src/entry/testing/index.js';
import { phoneNumber } from '../src/domain/model/phone-number.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { COURIER, temporaryFolder } from './support.js';
import { cli } from './command-line.js';

const [FORMER, NEW] = ['the former key of this store', 'the new key of this store'];
const NOW = 5_000;
const courier = phoneNumber(COURIER);
const phoneOf = (index: number) => fictionalMobile(5000 + index);

function open(store: OrderStore, hashKey: string) {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  return createProxyCall({ store, ...carrier, hashKey, clock: createFakeClock() });
}

/** Clients 1 to 3: 1 is erased, 2 has a courier, 3 a number of their own. */
async function fill(store: OrderStore, hashKey: string) {
  const proxyCall = open(store, hashKey);
  await proxyCall.runMaintenance();
  const order = (index: number, courierPhone?: typeof courier) =>
    proxyCall.createOrder({
      orderId: index.toString(),
      clientId: index.toString(),
      clientName: 'Ada',
      clientMail: 'ada@shop.example',
      clientRealPhone: phoneOf(index),
      courierPhone,
    });
  const [erased, paired, own] = [await order(1, courier), await order(2, courier), await order(3)];
  await proxyCall.eraseClient('1');
  return { erased, paired, own };
}

async function decisionOf(store: OrderStore, hashKey: string, from: typeof courier, to: typeof courier) {
  return (await open(store, hashKey).simulateCall({ from, to })).decision;
}

test('a store that was written under another hash key is refused, by a sentence that says what to do', async (t) => {
  const store = createMemoryStore();
  await checkHashKey(store, createSystemIds(FORMER));
  await t.notThrowsAsync(checkHashKey(store, createSystemIds(FORMER)));
  const error = await t.throwsAsync(checkHashKey(store, createSystemIds(NEW)));
  t.true(isProxyCallError(error, 'hash_key_changed'));
  t.regex(error.message, /proxycall store rekey/);
  const { message } = error;
  const former = open(store, FORMER);
  const other = open(store, NEW);
  await t.throwsAsync(other.runMaintenance(), { message });
  await t.throwsAsync(other.getOrder('1'), { message });
  const unanswered = { method: 'POST', target: '/twilio/voice', headers: {}, body: new Uint8Array() };
  t.deepEqual([(await other.handle(unanswered)).status, (await former.handle(unanswered)).status], [503, 403]);
});

test('of two processes that start at once with different keys one is refused', async (t) => {
  const store = createMemoryStore();
  const starts = [FORMER, NEW].map((key) => checkHashKey(store, createSystemIds(key)));
  t.deepEqual((await Promise.allSettled(starts)).map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('a rekeyed store recognises everybody whose phone it has, and says how many it does not', async (t) => {
  const store = createMemoryStore();
  const { erased, paired, own } = await fill(store, FORMER);
  const { courierProxyNumber = courier } = paired;
  t.regex(await decisionOf(store, FORMER, phoneOf(1), erased.clientProxyNumber), /order_closed/);
  t.deepEqual(await rekeyStore(store, createSystemIds(NEW), NOW), { renewed: 4, lost: 1 });
  await t.notThrowsAsync(checkHashKey(store, createSystemIds(NEW)));
  t.regex(await decisionOf(store, NEW, courier, courierProxyNumber), /connected to the client/);
  t.regex(await decisionOf(store, NEW, phoneOf(2), paired.clientProxyNumber), /connected to the courier/);
  t.regex(await decisionOf(store, NEW, phoneOf(3), own.clientProxyNumber), /nobody_to_reach/);
  // The tombstone of the erased client has no phone to compute a key from.
  t.regex(await decisionOf(store, NEW, phoneOf(1), erased.clientProxyNumber), /asked for the order's code/);
});

test('who knew a number for the same contact, and who opted out, is known after a rekey', async (t) => {
  const store = createMemoryStore();
  const { paired } = await fill(store, FORMER);
  const ids = createSystemIds(NEW);
  await rekeyStore(store, ids, NOW);
  const proxyCall = open(store, NEW);
  await proxyCall.closeOrder('2');
  const again = await proxyCall.createOrder({
    orderId: '22',
    clientId: '2',
    clientName: 'Ada',
    clientMail: 'ada@shop.example',
    clientRealPhone: phoneOf(2),
    courierPhone: courier,
  });
  t.is(again.clientProxyNumber, paired.clientProxyNumber);
  t.is(again.courierProxyNumber, paired.courierProxyNumber);
});

test('a rekey ends the tokens of the API: their digests cannot be computed again', async (t) => {
  const store = createMemoryStore();
  await fill(store, FORMER);
  await store.commit({ puts: [put('token', aToken('0011223344556677'))] });
  await rekeyStore(store, createSystemIds(NEW), NOW);
  t.deepEqual(await store.records('token', { limit: 9 }), []);
});

test('after a rekey confirmations are genuine and known by their phone, and what was proved and sent counts no more', async (t) => {
  const store = createMemoryStore();
  await fill(store, FORMER);
  const former = createSystemIds(FORMER);
  const ids = createSystemIds(NEW);
  const wanted = aWantedContact(fictionalMobile(9100));
  const { personKey } = personWith(former, wanted.phone);
  const pending = aConfirmation('pending', { wanted, personKey, proved: ['former_phone'] });
  const messages = [
    anOutboxEntry('code', 'pending', { to: wanted.phone }),
    anOutboxEntry('claimed', 'pending', { to: wanted.phone, status: 'claimed' }),
    anOutboxEntry('told', 'pending', { to: wanted.phone, message: 'changed', digits: '00' }),
  ];
  await store.commit({
    puts: [
      ...[pending, endConfirmation(aConfirmation('over', { proved: ['phone'] }), 'confirmed', 5)].map((each) =>
        put('confirmation', signConfirmation(recordHash(former), each)),
      ),
      ...messages.map((each) => put('outbox', signOutboxEntry(recordHash(former), each))),
    ],
  });
  for (let times = 0; times < 2; times += 1) await rekeyStore(store, ids, NOW);
  const confirmations = (await store.records('confirmation', { limit: 9 })).map(({ value }) => value);
  for (const each of confirmations) t.true(hasConfirmationMac(recordHash(ids), each));
  t.deepEqual(
    confirmations.map(({ id, proved }) => [id, proved]),
    [
      ['over', ['phone']],
      ['pending', []],
    ],
  );
  const { personKey: renewed } = personWith(ids, wanted.phone);
  t.is((await store.liveConfirmations({ by: 'person', personKey: renewed })).length, 1);
  const outbox = (await store.outboxOf('pending')).map(({ value }) => value);
  for (const each of outbox) t.true(hasOutboxMac(recordHash(ids), each));
  t.deepEqual(outbox.map(({ id, status, to }) => [id, status, to]).sort(), [
    ['claimed', 'claimed', undefined],
    ['code', 'refused', undefined],
    ['told', 'pending', wanted.phone],
  ]);
});

test('a rekey that was interrupted, after any of its commits, is completed by another one', async (t) => {
  for (let kept = 0; ; kept += 1) {
    const store = createMemoryStore();
    const { paired, own } = await fill(store, FORMER);
    let commits = 0;
    const interrupted: OrderStore = {
      ...store,
      async commit(changes) {
        if (commits === kept) throw new ProxyCallError('store_unavailable', 'the process ended');
        commits += 1;
        await store.commit(changes);
      },
    };
    const ids = createSystemIds(NEW);
    const isComplete = await rekeyStore(interrupted, ids, NOW).then(
      () => true,
      () => false,
    );
    if (!isComplete) {
      await t.throwsAsync(checkHashKey(store, ids), undefined, 'it is not taken for done');
      const isUntouched = await hasHashKey(store, createSystemIds(FORMER));
      t.is(isUntouched, kept === 0, 'once begun, it starts with neither key');
      if (!isUntouched) await t.throwsAsync(checkHashKey(store, ids), { message: /interrupted.*store rekey/ });
      await rekeyStore(store, ids, NOW);
    }
    await checkHashKey(store, ids);
    const { courierProxyNumber = courier } = paired;
    t.regex(await decisionOf(store, NEW, courier, courierProxyNumber), /connected to the client/);
    t.regex(await decisionOf(store, NEW, phoneOf(3), own.clientProxyNumber), /nobody_to_reach/);
    if (isComplete) return;
  }
});

test('SQLite keeps its hash key in a file beside the database, readable by its owner only', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const path = join(folder.path, 'p.db');
  const first = await openSqliteStore({ path });
  await first.close();
  const key = readFileSync(`${path}.key`, 'utf8').trim();
  t.is(first.hashKey, key);
  t.true(key.length >= 43);
  if (process.platform !== 'win32') t.is(statSync(`${path}.key`).mode & 0o777, 0o600);
  const second = await openSqliteStore({ path });
  t.is(second.hashKey, key);
  await second.close();
  t.false(readFileSync(path).includes(key), 'it is not in the store');
});

test('a store without a key of its own wants one, in the library', (t) => {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const { hashKey: _, ...store } = createMemoryStore();
  const error = t.throws(() => createProxyCall({ store, ...carrier }));
  t.true(isProxyCallError(error, 'invalid_request'));
  t.notThrows(() => createProxyCall({ store, ...carrier, hashKey: NEW }));
});

test('the command line refuses another key, moves the store to it, and goes on', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const env = { PROXYCALL_MODE: 'live', DATABASE_PATH: join(folder.path, 'p.db') };
  const order =
    'order create --order-id O-1 --client-id 1 --client-name Ada --client-mail a@shop.example --client-real-phone +33639985001';
  t.is((await cli(order, env)).code, 0);
  const other = { ...env, PROXYCALL_HASH_KEY: 'another key, of my own' };
  const refused = await cli('client get --client-id 1', other);
  t.is(refused.code, 3);
  t.regex(refused.stderr, /written under another hash key.*store rekey/s);
  const moved = await cli('store rekey --store sqlite --json', other);
  t.deepEqual(JSON.parse(moved.stdout), { renewed: 1, lost: 0 });
  t.is((await cli('client get --client-id 1', other)).code, 0);
  t.is((await cli('client get --client-id 1', env)).code, 3, 'the former key is another one now');
});

test('no key of a person tells their phone', async (t) => {
  const store = createMemoryStore();
  await fill(store, FORMER);
  for (const { value } of await store.records('participant', { limit: 99 })) {
    t.false(value.personKey.includes('3363998'));
    t.not(value.personKey, createSystemIds(NEW).keyedHash('person', value.phone ?? ''));
  }
});
