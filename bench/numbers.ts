/**
 * How many shared numbers published loads need if the program chooses them, compared with the lower bound (the most that one
 * person holds at the same time), one number for each client, and one number for both participants of a session; and how long
 * the choice takes while 100,000 sessions are live.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { openPostgresStore } from '../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { startPostgres } from '../test/postgres.js';
import { analyze } from './analyze.js';
import { churn, evenLoad, powerLaw, worstForFirstFit, type Order } from './numbers/loads.js';
import { bound, ours, perClient, perSessionFirstFit } from './numbers/strategies.js';
import { timeChoice, timeOrders } from './numbers/timing.js';

const LIVE = Number(process.env['BENCH_LIVE'] ?? 100_000);
const print = (line: string) => process.stdout.write(`${line}\n`);

const loads: readonly (readonly [name: string, orders: Order[]])[] = [
  ['10,000 orders, 500 couriers x 20', evenLoad(1)],
  ['10,000 orders, 500 couriers x 20, clients x 20', evenLoad(20)],
  ['10,000 orders, 500 couriers by a power law', powerLaw(10_000, 500)],
  ['30 days, 2,000 orders a day, 200 couriers, cooling', churn(2000, 200, 20_000)],
  ['worst order of arrival for first fit, 20 each', worstForFirstFit(20)],
];
const columns = ['bound', 'ours', 'first fit', '2N-1', 'per client'] as const;
print(`${'numbers for'.padEnd(52)}${columns.map((column) => column.padStart(20)).join('')}`);
for (const [name, orders] of loads) {
  const least = bound(orders);
  const counts = [least, ours(orders), perSessionFirstFit(orders), 2 * least - 1, perClient(orders)];
  print(name.padEnd(52) + counts.map((count) => count.toLocaleString('en').padStart(20)).join(''));
}

print(`\nchoosing one of 100 numbers for a person with 50 participants: ${timeChoice().toFixed(1)} µs`);

const folder = await mkdtemp(join(tmpdir(), 'proxycall-bench-'));
const postgres = await startPostgres();
interface Timed {
  readonly store: OrderStore;
  readonly whenFilled?: () => Promise<void>;
}
const open: Readonly<Record<string, (live: number) => Promise<Timed>>> = {
  memory: () => Promise.resolve({ store: createMemoryStore() }),
  sqlite: async (live) => ({ store: await openSqliteStore({ path: join(folder, `${live.toString()}.db`) }) }),
  async postgres() {
    const url = await postgres.createDatabase();
    return { store: await openPostgresStore({ url }), whenFilled: () => analyze(url) };
  },
};
try {
  print(
    `\n${'an order with a courier takes, in ms'.padEnd(40)}${['median', '99 %'].map((head) => head.padStart(10)).join('')}`,
  );
  for (const [kind, openStore] of Object.entries(open)) {
    const medians: number[] = [];
    for (const live of [0, LIVE]) {
      const { store, whenFilled = () => Promise.resolve() } = await openStore(live);
      const { median, percentile99 } = await timeOrders(store, live, whenFilled);
      await store.close();
      medians.push(median);
      const name = `${kind}, ${live.toLocaleString('en')} live sessions`;
      print(name.padEnd(40) + [median, percentile99].map((time) => time.toFixed(2).padStart(10)).join(''));
    }
    const [none = 1, many = 1] = medians;
    print(`${kind}: ${(many / none).toFixed(2)} times as long with ${LIVE.toLocaleString('en')} live sessions`);
  }
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
