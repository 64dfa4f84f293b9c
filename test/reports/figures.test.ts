import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createCalendar } from '../../src/domain/model/report/week.js';
import { creating } from '../../src/entry/testing/order-store-assertions.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { setUp } from '../services/set-up.js';
import { temporaryFolder } from '../support.js';
import { bruteForce, comparable, ZONE } from './brute-force.js';
import { DAY, histories, recordsOf, type History } from './history.js';

/** Usual ones, with both changes of the clock, and at the end and the beginning of a year. */
const WEEKS = ['2026-W12', '2026-W13', '2026-W43', '2026-W53', '2027-W01', '2024-W01', '2020-W53'];

/** The history happens: maintenance runs now and then, and people are erased. @returns who counts it */
async function live(store: OrderStore, history: History) {
  const { retentionDays, prices: numberPrices, maintenance, erased, countedAt } = history;
  const clock = createFakeClock(countedAt - 100 * DAY);
  const settings = { retentionMs: retentionDays * DAY, numberPrices };
  const { proxyCall } = setUp({ store, clock, settings });
  const records = recordsOf(history);
  if (records.length > 0) await store.commit({ puts: creating(records) });
  for (const at of maintenance) {
    clock.advance(at - clock.now());
    await proxyCall.runMaintenance();
  }
  clock.advance(countedAt - clock.now());
  for (const clientId of erased) await proxyCall.eraseClient(clientId);
  if (maintenance.length > 0) await proxyCall.runMaintenance();
  return proxyCall;
}

async function holds(
  t: ExecutionContext,
  open: () => Promise<{ store: OrderStore; close: () => Promise<void> }>,
  numRuns: number,
) {
  const calendar = createCalendar(ZONE);
  const weeks = WEEKS.map((name) => {
    const week = calendar.weekNamed(name);
    if (week === undefined) throw new TypeError(name);
    return week;
  });
  const drawn = fc
    .constantFrom(...weeks)
    .chain((week) => fc.record({ week: fc.constant(week), history: histories(week) }));
  const seen = { complete: 0, incomplete: 0, withoutWeekBefore: 0 };
  await fc.assert(
    fc.asyncProperty(drawn, async ({ week, history }) => {
      const { store, close } = await open();
      const proxyCall = await live(store, history);
      const report = await proxyCall.weeklyReport({ week: week.name });
      t.deepEqual([report.week, report.timeZone], [week.name, ZONE]);
      const { complete, now, inWeek } = comparable(report);
      const expected = bruteForce(history, { week, before: calendar.weekBefore(week) });
      t.is(complete, expected.complete);
      t.deepEqual(now, expected.now);
      if (complete) t.deepEqual(inWeek, expected.inWeek);
      else t.true(inWeek.texts.total <= expected.inWeek.texts.total && inWeek.orders <= expected.inWeek.orders);
      seen[complete ? 'complete' : 'incomplete'] += 1;
      if (complete && inWeek.numbersGiven.weekBefore === undefined) seen.withoutWeekBefore += 1;
      if (history.countedAt === week.until + 1000) t.deepEqual(await proxyCall.weeklyReport({}), report);
      const text = JSON.stringify(report);
      for (const { realPhone, name } of history.clients) t.false(text.includes(realPhone) || text.includes(name));
      await close();
    }),
    { numRuns },
  );
  return seen;
}

test('memory: every figure is what a count by hand gives', async (t) => {
  const open = () => Promise.resolve({ store: createMemoryStore(), close: () => Promise.resolve() });
  const seen = await holds(t, open, 200);
  t.true(
    Object.values(seen).every((count) => count > 0),
    JSON.stringify(seen),
  );
});

test('sqlite: every figure is what a count by hand gives', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  let file = 0;
  await holds(
    t,
    async () => {
      const store = await openSqliteStore({ path: join(folder.path, `${(file += 1).toString()}.db`) });
      return { store, close: () => store.close() };
    },
    6,
  );
});
