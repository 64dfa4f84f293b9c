/**
 * One of several processes on one store: creates its share of the orders for the same courier, so many at a time, and closes
 * some of them again. Takes its task, and prints what came of it, as JSON.
 */
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { Settings } from '../../src/domain/model/settings.js';
import { createProxyCall } from '../../src/entry/library.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';

export interface SharedNumberTask {
  readonly store: { readonly sqlite: string } | { readonly postgres: string; readonly hashKey: string };
  readonly orders: readonly number[];
  readonly courier: string;
  /** How many orders are under way at a time. */
  readonly lanes: number;
  /** Closes each order at once, except those whose index this divides. Closes none when absent. */
  readonly keepEvery?: number | undefined;
  readonly settings?: Partial<Settings> | undefined;
}
export type SharedNumberResult = readonly {
  readonly order: number;
  /** The number of the courier, or the code of the error. */
  readonly outcome: string;
  readonly closed: boolean;
}[];

const task = JSON.parse(process.argv[2] ?? '{}') as SharedNumberTask;
const { telephony } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
const store =
  'sqlite' in task.store
    ? await openSqliteStore({ path: task.store.sqlite, busyTimeoutMs: 60_000 })
    : await openPostgresStore({ url: task.store.postgres, poolSize: 10, timeoutMs: 60_000 });
const hashKey = 'sqlite' in task.store ? undefined : task.store.hashKey;
const proxyCall = createProxyCall({ store, telephony, hashKey, settings: task.settings });

async function orderAndClose(order: number): Promise<SharedNumberResult[number]> {
  const orderId = order.toString();
  try {
    const { courierProxyNumber = 'none' } = await proxyCall.createOrder({
      orderId,
      clientId: orderId,
      clientName: 'Ada',
      clientMail: 'ada@shop.example',
      clientRealPhone: fictionalMobile(order),
      courierPhone: task.courier as E164,
    });
    const closed = task.keepEvery !== undefined && order % task.keepEvery !== 0;
    if (closed) await proxyCall.closeOrder(orderId);
    return { order, outcome: courierProxyNumber, closed };
  } catch (error) {
    return { order, outcome: isProxyCallError(error) ? error.code : String(error), closed: false };
  }
}

const result: SharedNumberResult[number][] = [];
const waiting = [...task.orders];
await Promise.all(
  Array.from({ length: task.lanes }, async () => {
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
      result.push(await orderAndClose(order));
    }
  }),
);
process.stdout.write(JSON.stringify(result satisfies SharedNumberResult));
await proxyCall.close();
