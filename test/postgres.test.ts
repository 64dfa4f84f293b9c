import test from 'ava';
import { openPostgresStore } from '../src/adapters/sql/postgres.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { isProxyCallError } from '../src/domain/model/errors.js';
import { put } from '../src/domain/services/commit.js';
import { createProxyCall } from '../src/entry/library.js';
import { aClient, fictionalMobile } from '../src/entry/testing/index.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { freePort } from './programs.js';
import { HASH_KEY, startPostgres } from './postgres.js';
import { anOrderBody, startService } from './support.js';

const TOKEN = 'postgres-token';
const postgres = await startPostgres();
test.after.always(() => postgres.stop());

test('a decision that relied on a record is refused while another transaction changes it', async (t) => {
  const url = await postgres.createDatabase();
  const [one, other] = [await openPostgresStore({ url }), await openPostgresStore({ url })];
  const client = aClient('1');
  await one.commit({ puts: [put('client', client)] });
  for (let round = 0; round < 20; round += 1) {
    const read = await one.record('client', '1');
    const guard = { kind: 'client', key: '1', expected: read?.version ?? 0 } as const;
    const bystander = aClient(`other-${round.toString()}`);
    // Both rely on what the other one writes: at most one of them can be right.
    const outcomes = await Promise.allSettled([
      one.commit({ puts: [put('client', bystander)], guards: [guard] }),
      other.commit({ puts: [put('client', { ...client, name: round.toString() }, read)] }),
    ]);
    t.is(outcomes[1].status, 'fulfilled');
    if (outcomes[0].status === 'rejected') t.true(isProxyCallError(outcomes[0].reason, 'conflict'));
  }
  await Promise.all([one.close(), other.close()]);
});

test('several instances may start on a new database at the same moment', async (t) => {
  const url = await postgres.createDatabase();
  const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresStore({ url, poolSize: 1 })));
  for (const store of stores) t.is(await store.highestClientNumber(), 0);
  const { telephony } = createSimulatedCarrier({ authToken: TOKEN, webhookBaseUrl: () => 'http://localhost' });
  const start = (hashKey: string) => (store: OrderStore) =>
    createProxyCall({ store, telephony, hashKey }).runMaintenance();
  await Promise.all(stores.map(start(HASH_KEY)));
  const others = await Promise.allSettled(stores.map(start(`another ${HASH_KEY}`)));
  for (const other of others) {
    t.true(other.status === 'rejected' && isProxyCallError(other.reason, 'hash_key_changed'));
  }
  await Promise.all(stores.map((store) => store.close()));
});

test('of several instances with different hash keys only those with one of them may use a new database', async (t) => {
  const url = await postgres.createDatabase();
  const stores = await Promise.all(Array.from({ length: 4 }, () => openPostgresStore({ url, poolSize: 1 })));
  const { telephony } = createSimulatedCarrier({ authToken: TOKEN, webhookBaseUrl: () => 'http://localhost' });
  const outcomes = await Promise.allSettled(
    stores.map((store, index) =>
      createProxyCall({ store, telephony, hashKey: `${HASH_KEY} ${index.toString()}` }).runMaintenance(),
    ),
  );
  t.is(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') t.true(isProxyCallError(outcome.reason, 'hash_key_changed'));
  }
  await Promise.all(stores.map((store) => store.close()));
});

test('a database needs a hash key from outside', async (t) => {
  const store = await openPostgresStore({ url: await postgres.createDatabase() });
  const { telephony } = createSimulatedCarrier({ authToken: TOKEN, webhookBaseUrl: () => 'http://localhost' });
  t.is(store.hashKey, undefined);
  t.true(
    isProxyCallError(
      t.throws(() => createProxyCall({ store, telephony })),
      'invalid_request',
    ),
  );
  await store.close();
});

test('a database that cannot be reached is reported at the start, without its password', async (t) => {
  const port = await freePort();
  const url = `postgres://u:topsecret@127.0.0.1:${port.toString()}/none`;
  const error = await t.throwsAsync(openPostgresStore({ url }));
  t.true(isProxyCallError(error, 'store_unavailable'));
  t.regex(error.message, /nothing answers at its address.*\(ECONNREFUSED\)/);
  const right = new URL(await postgres.createDatabase());
  right.password = 'topsecret';
  const refused = await t.throwsAsync(openPostgresStore({ url: right.href }));
  t.regex(refused.message, /28P01/);
  t.false(refused.message.includes('topsecret'));
});

test('text that a database cannot hold is refused as invalid, not as a fault', async (t) => {
  const url = await postgres.createDatabase();
  const service = await startService({
    store: { kind: 'postgres', url, poolSize: 2, timeoutMs: 1000 },
    hashKey: HASH_KEY,
  });
  const reply = await service.send('POST', '/orders', anOrderBody(1, { order_id: 'A\u0000B' }));
  t.is(reply.status, 400, reply.text);
  t.is((await service.send('GET', '/orders/%00')).status, 400);
  t.is((await service.send('GET', `/clients/by-proxy/${encodeURIComponent(fictionalMobile(1))}`)).status, 404);
  await service.stop();
});
