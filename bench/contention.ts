/**
 * Four stores on one database assign numbers at the same time: how many commits meet a conflict, for pools that are much
 * larger than the demand and for one that is almost too small. A conflict costs a round trip and a short pause.
 */
import Table from 'cli-table3';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { openPostgresStore } from '../src/adapters/sql/postgres.js';
import { isProxyCallError } from '../src/domain/model/errors.js';
import type { E164 } from '../src/domain/model/phone-number.js';
import { put } from '../src/domain/services/commit.js';
import { createProxyCall } from '../src/entry/library.js';
import { aNumber, fictionalMobile } from '../src/entry/testing/index.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { HASH_KEY, startPostgres } from '../test/postgres.js';

const ORDERS = 500;
const INSTANCES = 4;
const AT_ONCE = 32;

const postgres = await startPostgres();
const table = new Table({
  style: { head: [], border: [] },
  head: ['free numbers', 'orders', 'conflicts', 'conflicts per order', 'orders per second'],
});
for (const free of [10_000, 1_000, 510]) {
  const url = await postgres.createDatabase();
  const stores = await Promise.all(Array.from({ length: INSTANCES }, () => openPostgresStore({ url })));
  let conflicts = 0;
  const counting = (store: OrderStore): OrderStore => ({
    ...store,
    commit: (changes) =>
      store.commit(changes).catch((error: unknown) => {
        if (isProxyCallError(error, 'conflict')) conflicts += 1;
        throw error;
      }),
  });
  await stores[0]?.commit({
    puts: Array.from({ length: free }, (_, index) => {
      const number = fictionalMobile(index);
      return put('number', aNumber(number));
    }),
  });
  const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const instances = stores.map((store) => createProxyCall({ store: counting(store), telephony, hashKey: HASH_KEY }));
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, lane) => {
      while (next < ORDERS) {
        const id = (next += 1).toString();
        await instances[lane % INSTANCES]?.createOrder({
          orderId: id,
          clientId: id,
          clientName: 'Ada',
          clientMail: 'ada@shop.example',
          clientRealPhone: `+3319900${id.padStart(4, '0')}` as E164,
          clientIsoResidency: 'FR',
        });
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  table.push([
    free.toLocaleString('en'),
    ORDERS.toString(),
    conflicts.toString(),
    (conflicts / ORDERS).toFixed(3),
    Math.round(ORDERS / seconds).toString(),
  ]);
  await Promise.all(stores.map((store) => store.close()));
}
await postgres.stop();
process.stdout.write(
  `${INSTANCES.toString()} instances on one Postgres, ${AT_ONCE.toString()} orders at a time\n${table.toString()}\n`,
);
