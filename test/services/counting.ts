import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { put } from '../../src/domain/services/commit.js';
import { aCallInteraction, createFakeClock, fictionalMobile } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { setUp } from './set-up.js';

const CALLS = 6400;

/** A store with some pages of calls. Its pages are counted, and a pause of the clock is a turn of the event loop. */
async function withHistory() {
  const [memory, fake] = [createMemoryStore(), createFakeClock()];
  const read = { calls: 0, orders: 0 };
  const store: OrderStore = {
    ...memory,
    records(kind, page) {
      if (kind === 'interaction') read.calls += 1;
      return memory.records(kind, page);
    },
    orders(query) {
      read.orders += 1;
      return memory.orders(query);
    },
  };
  const clock = { ...fake, sleep: () => new Promise<void>((wake) => void setImmediate(wake)) };
  const scene = setUp({ store, clock });
  await scene.order(1, { courierPhone: fictionalMobile(8100) });
  const session = (await store.liveSessionsOf('1'))[0]?.value;
  const calls = Array.from({ length: CALLS }, (_, index) =>
    aCallInteraction(`i${index.toString()}`, { at: fake.now() - index, clientId: '1', sessionId: session?.id }),
  );
  await store.commit({ puts: calls.map((each) => put('interaction', each)) });
  read.orders = 0;
  return { ...scene, clock: fake, read };
}

/** How often others came in while it was under way. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let [turns, isOver] = [0, false];
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isOver = true;
  return turns;
}

test('counting: while a plan is made, others come in after every page', async (t) => {
  const { proxyCall } = await withHistory();
  t.true((await turnsDuring(proxyCall.planPool({}))) >= CALLS / 250);
});

test('counting: while a report is made, others come in after every page', async (t) => {
  const { proxyCall } = await withHistory();
  t.true((await turnsDuring(proxyCall.weeklyReport({ week: '2026-W01' }))) >= CALLS / 250);
});

test('counting: a curve reads the log once, for all who look at it, and for a minute', async (t) => {
  const { proxyCall, read, clock } = await withHistory();
  const viewer = proxyCall.as({ name: 'v', role: 'viewer' });
  const pages = Math.ceil(CALLS / 250);
  const shares = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1];
  const plans = await Promise.all(
    shares.flatMap((blocking) => [proxyCall, viewer].map((api) => api.planPool({ blocking }))),
  );
  t.is(read.calls, pages);
  t.deepEqual(
    plans.map(({ blocking, pools }) => [blocking, pools[0]?.interactions]),
    shares.flatMap((share) => [
      [share, CALLS],
      [share, CALLS],
    ]),
  );
  await proxyCall.planPool({ blocking: 0.1 });
  t.is(read.calls, pages);
  await proxyCall.planPool({ blocking: 0.03 });
  t.is(read.calls, 2 * pages);
  clock.advance(60_000);
  await proxyCall.planPool({});
  t.is(read.calls, 3 * pages);
});

test('counting: numbers that were bought since are in a plan at once', async (t) => {
  const { proxyCall } = await withHistory();
  const owned = async () => (await proxyCall.planPool({})).pools[0]?.owned;
  const before = await owned();
  await proxyCall.provisionNumbers({
    ...{ countryIso: 'FR', batchSize: 3, numberType: 'mobile', candidatesLimit: 9 },
    ...{ requireSmsCapability: false, requireVoiceCapability: true },
  });
  t.is(await owned(), (before ?? 0) + 3);
});

test('counting: a report is counted once for all who ask at the same time, and for a minute', async (t) => {
  const { proxyCall, read, clock } = await withHistory();
  const [one, other] = await Promise.all([proxyCall.weeklyReport({}), proxyCall.weeklyReport({})]);
  t.is(read.orders, 1);
  t.deepEqual(one, other);
  await proxyCall.weeklyReport({ week: '2026-W01' });
  t.is(read.orders, 2);
  clock.advance(60_000);
  await proxyCall.weeklyReport({});
  t.is(read.orders, 3);
});

test('counting: what failed is counted again', async (t) => {
  const { proxyCall, read } = await withHistory();
  await t.throwsAsync(proxyCall.weeklyReport({ week: 'x' }), { code: 'invalid_request' });
  await t.throwsAsync(proxyCall.weeklyReport({ week: 'x' }), { code: 'invalid_request' });
  t.is(read.orders, 0);
  t.is((await proxyCall.weeklyReport({})).orders, 0);
});
