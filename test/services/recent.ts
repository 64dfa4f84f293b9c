import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createRecent } from '../../src/domain/services/recent.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { setUp } from './set-up.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Counts that end when the test wants. */
function held() {
  const waiting: (() => void)[] = [];
  const count = () =>
    new Promise<number>((resolve) => {
      waiting.push(() => {
        resolve(waiting.length);
      });
    });
  return { count, waiting };
}

/** Lets everything that has been resolved go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('recent: an answer is a minute old at most, also when the clock is set back meanwhile', async (t) => {
  const fake = createFakeClock();
  let ahead = 0;
  const clock = { ...fake, now: () => fake.now() + ahead };
  const recent = createRecent();
  let counted = 0;
  const ask = () => recent('report', 'k', clock, () => Promise.resolve((counted += 1)));
  t.deepEqual([await ask(), await ask()], [1, 1]);
  fake.advance(MINUTE - 1);
  t.is(await ask(), 1);
  ahead = -2 * HOUR;
  t.is(await ask(), 2);
  fake.advance(MINUTE);
  t.is(await ask(), 3);
});

test('recent: a count that never ends keeps back none of the other kind', async (t) => {
  const recent = createRecent();
  const clock = createFakeClock();
  void recent('plan', 'k', clock, held().count);
  t.is(await recent('report', 'k', clock, () => Promise.resolve(7)), 7);
});

test('recent: one after the other, and only so many wait; whoever asks for one of these waits with it', async (t) => {
  const recent = createRecent();
  const clock = createFakeClock();
  const { count, waiting } = held();
  const asked = Array.from({ length: 8 }, (_, index) => recent('plan', index.toString(), clock, count));
  const last = asked.at(-1);
  const ninth = () => recent('plan', '9', clock, () => Promise.resolve(9));
  const error = await t.throwsAsync(ninth());
  t.like(error, { code: 'too_many_counts', retryable: true, retryAfterSeconds: 10 });
  const again = recent('plan', '7', clock, () => Promise.resolve(0));
  t.is(await recent('report', '9', clock, () => Promise.resolve(9)), 9);
  await settled();
  t.is(waiting.length, 1);
  for (let index = 0; index < 8; index += 1) {
    waiting[index]?.();
    await settled();
  }
  t.is(await again, (await last) ?? 0);
  t.is(await ninth(), 9);
});

/** A store whose sessions are read when the test wants. */
function slowStore() {
  const memory = createMemoryStore();
  const { count, waiting } = held();
  const store: OrderStore = {
    ...memory,
    async records(kind, page) {
      if (kind === 'session' || kind === 'participant') await count();
      return memory.records(kind, page);
    },
  };
  return { store, waiting };
}

test('recent: a week that is none is refused at once, whatever is being counted', async (t) => {
  const { store, waiting } = slowStore();
  const { proxyCall } = setUp({ store });
  const [plan, report] = [proxyCall.planPool({}), proxyCall.weeklyReport({})];
  for (const week of ['2026-W99', '2999-W01'])
    await t.throwsAsync(proxyCall.weeklyReport({ week }), { message: /^week: / });
  await settled();
  for (const answer of waiting) answer();
  await Promise.all([plan, report]);
});

test('recent: many plans of one viewer are refused when too many wait, and reports are counted meanwhile', async (t) => {
  const { store, waiting } = slowStore();
  const { proxyCall } = setUp({ store });
  const viewer = proxyCall.as({ name: 'v', role: 'viewer' });
  const plans = Array.from({ length: 30 }, (_, index) => viewer.planPool({ days: index + 1 }));
  const results = Promise.allSettled(plans);
  const report = proxyCall.weeklyReport({});
  const progress = { isOver: false };
  void Promise.all([results, report]).then(() => (progress.isOver = true));
  while (!progress.isOver) {
    for (const answer of waiting.splice(0)) answer();
    await settled();
  }
  const refused = (await results).filter(({ status }) => status === 'rejected').length;
  t.is(refused, 22);
  t.is((await report).orders, 0);
});

test('recent: what somebody changes in their report is not in that of others; the last week and its name are one', async (t) => {
  const { proxyCall, store } = setUp();
  let reads = 0;
  const orders = store.orders.bind(store);
  Object.assign(store, { orders: (query: Parameters<typeof orders>[0]) => ((reads += 1), orders(query)) });
  const mine = await proxyCall.weeklyReport({});
  Object.assign(mine, { orders: 99 });
  Object.assign(mine.calls, { total: 99 });
  const other = await proxyCall.weeklyReport({ week: mine.week });
  t.deepEqual([other.orders, other.calls.total], [0, 0]);
  t.is(reads, 1);
});
