/**
 * One of several processes on one store: creates its share of the orders that all go to the same courier, all at once.
 * Takes its task, and prints what came of it, as JSON.
 */
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { createProxyCall } from '../../src/entry/library.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';

export interface PairTask {
  readonly store: { readonly sqlite: string } | { readonly postgres: string };
  readonly orders: readonly number[];
  readonly courier: string;
}
export type PairResult = readonly {
  readonly order: number;
  readonly courierNumber: string;
  readonly clientNumber: string;
}[];

const { store: place, orders, courier } = JSON.parse(process.argv[2] ?? '{}') as PairTask;
const store =
  'sqlite' in place
    ? await openSqliteStore({ path: place.sqlite, busyTimeoutMs: 60_000 })
    : await openPostgresStore({ url: place.postgres, poolSize: 10, timeoutMs: 60_000 });
const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
const proxyCall = createProxyCall({ store, telephony });

const result = await Promise.all(
  orders.map(async (order) => {
    const made = await proxyCall
      .createOrder({
        orderId: order.toString(),
        clientId: order.toString(),
        clientName: 'Ada',
        clientMail: 'ada@shop.example',
        clientRealPhone: fictionalMobile(order),
        courierPhone: courier as E164,
      })
      .catch((error: unknown) => ({
        courierProxyNumber: isProxyCallError(error) ? error.code : String(error),
        clientProxyNumber: '',
      }));
    return { order, courierNumber: made.courierProxyNumber ?? '', clientNumber: made.clientProxyNumber };
  }),
);
process.stdout.write(JSON.stringify(result satisfies PairResult));
await proxyCall.close();
