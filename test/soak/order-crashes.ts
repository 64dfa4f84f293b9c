import type { ExecutionContext } from 'ava';
import { temporaryFolder, anOrderBody } from '../support.js';
import { serve, type RunningProgram } from '../programs.js';

const ORDERS = 500;
const AT_ONCE = 25;

interface Receipt {
  readonly order_id: string;
  readonly client_id: string;
  readonly client_proxy_number: string;
  readonly courier_proxy_number?: string;
  readonly order_code?: string;
}

/** Every second order is for one of ten couriers. */
function courierOf(index: number): string | undefined {
  return index % 2 === 0 ? undefined : `+3319900100${(Math.floor(index / 2) % 10).toString()}`;
}

/** Kills the server somewhere in 500 order requests, starts it again, and checks everything that it had acknowledged. */
export async function crashAmongOrders(t: ExecutionContext, round: number): Promise<void> {
  const folder = temporaryFolder();
  const env = { PROXYCALL_POOL_SIZE: '20', LOG_LEVEL: 'error', DATABASE_PATH: 'crash.db' };
  let server = await serve(env, folder.path);
  try {
    const acknowledged = await orderUntilKilled(server, 40 + ((round * 97) % 400));
    t.true(acknowledged.length < ORDERS, 'the server was killed before the last order');

    server = await serve(env, folder.path);
    t.is((await fetch(`${server.url}/readyz`)).status, 200);
    for (const receipt of acknowledged) {
      const found = await fetch(`${server.url}/orders/${receipt.order_id}`);
      t.like(await found.json(), { ...receipt, status: 'open' });
    }

    // Every order, the interrupted ones included, can be requested again and always gets the same answer.
    const all = await inGroups(ORDERS, (index) => postOrder(server.url, index));
    for (const receipt of acknowledged) t.deepEqual(all[Number(receipt.client_id)], receipt);
    const dedicated = all.filter((receipt) => receipt.courier_proxy_number === undefined);
    const numbers = dedicated.map((receipt) => receipt.client_proxy_number);
    t.is(new Set(numbers).size, ORDERS / 2, 'no number has two holders');
    const paired = all.filter((receipt) => receipt.courier_proxy_number !== undefined);
    const ofCouriers = paired.map(
      ({ client_id: id, courier_proxy_number: number }) => `${courierOf(Number(id)) ?? ''} ${number ?? ''}`,
    );
    t.is(new Set(ofCouriers).size, ORDERS / 2, 'no courier has a number twice');
    t.is(new Set(paired.map(({ order_code: code }) => code)).size, ORDERS / 2, 'every order has a code of its own');
    t.false(
      paired.some(({ client_proxy_number: number }) => numbers.includes(number)),
      'no number is dedicated and shared',
    );
    const stats = (await (await fetch(`${server.url}/pool/stats`)).json()) as {
      pools: { assigned: number; reserved: number }[];
    };
    t.is(stats.pools[0]?.assigned, ORDERS / 2);
    // The one that was being bought for an order when the server was killed: it becomes free after ten minutes.
    t.true((stats.pools[0]?.reserved ?? 0) <= 1);
  } finally {
    await server.kill();
    folder.remove();
  }
}

/** Creates orders as fast as it can, and kills the server as soon as so many were acknowledged. */
async function orderUntilKilled(server: RunningProgram, killAfter: number): Promise<Receipt[]> {
  const acknowledged: Receipt[] = [];
  let killed: Promise<void> | undefined;
  await inGroups(ORDERS, async (index) => {
    if (killed !== undefined) return;
    // No answer, or half of one: not acknowledged.
    const receipt = await postOrder(server.url, index).catch(() => undefined);
    if (receipt !== undefined) acknowledged.push(receipt);
    if (acknowledged.length >= killAfter) killed ??= server.kill();
  });
  await killed;
  return acknowledged;
}

async function postOrder(url: string, index: number): Promise<Receipt> {
  const response = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(anOrderBody(index, { courier_phone: courierOf(index) })),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`order ${index.toString()}: ${response.status.toString()} ${text}`);
  return JSON.parse(text) as Receipt;
}

/** Runs `task` for every index below `count`, so many at a time, and keeps the results in order. */
async function inGroups<T>(count: number, task: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        const index = next;
        next += 1;
        results[index] = await task(index);
      }
    }),
  );
  return results;
}
