import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { put } from '../../src/domain/services/commit.js';
import { aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { PairResult, PairTask } from './pair-worker.js';
import { run } from './programs.js';

const WORKER = fileURLToPath(new URL('pair-worker.js', import.meta.url));
const PROCESSES = 4;
const COURIER = '+33199001234';

/**
 * So many orders for the same courier, created at the same time by four processes on one store that has exactly as many
 * numbers: each gets one of its own for the courier, and no (party, number) stands twice.
 * @returns how it went, for the log
 */
export async function raceForOneCourier(
  t: ExecutionContext,
  open: () => Promise<OrderStore>,
  place: PairTask['store'],
  orders: number,
): Promise<string> {
  const store = await open();
  try {
    const numbers = Array.from({ length: orders }, (_, index) =>
      aNumber(fictionalMobile(9999 - index), {
        state: index % 2 === 0 ? { status: 'available' } : { status: 'shared', since: 1 },
      }),
    );
    for (let start = 0; start < numbers.length; start += 200) {
      await store.commit({
        puts: numbers.slice(start, start + 200).map((number) => put('number', number.number, number)),
      });
    }
    const started = performance.now();
    const ended = await Promise.all(
      Array.from({ length: PROCESSES }, (_, group) => {
        const share = Array.from({ length: orders }, (__, index) => index).filter(
          (index) => index % PROCESSES === group,
        );
        const task: PairTask = { store: place, orders: share, courier: COURIER };
        return run([JSON.stringify(task)], { script: WORKER });
      }),
    );
    const seconds = (performance.now() - started) / 1000;
    const made = ended.flatMap(({ code, stdout, stderr }) => {
      t.is(code, 0, stderr);
      return JSON.parse(stdout) as PairResult;
    });
    const failed = made.filter(({ courierNumber }) => !courierNumber.startsWith('+'));
    t.is(failed.length, 0, failed.map(({ courierNumber }) => courierNumber).join());
    t.is(new Set(made.map(({ courierNumber }) => courierNumber)).size, orders, 'the courier has no number twice');
    await expectOnePlaceEach(t, store, orders);
    return `${orders.toString()} orders by ${PROCESSES.toString()} processes in ${seconds.toFixed(1)} s`;
  } finally {
    await store.close();
  }
}

async function expectOnePlaceEach(t: ExecutionContext, store: OrderStore, orders: number): Promise<void> {
  const legs = (await store.records('leg', { limit: 10 * orders })).map(({ value }) => value);
  t.is(legs.length, 2 * orders);
  const places = legs
    .filter(({ releasedAt }) => releasedAt === undefined)
    .map(({ party, number }) => `${party} ${number}`);
  t.is(new Set(places).size, 2 * orders, 'no (party, number) stands twice');
  const pairs = (await store.records('pair', { limit: 10 * orders })).map(({ value }) => value);
  t.is(new Set(pairs.map(({ code }) => code)).size, orders, 'no code is given twice');
  // What was answered is what a call meets.
  for (const { number } of legs.slice(0, 50)) t.is((await store.number(number))?.value.state.status, 'shared');
}
