import test from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { DEFAULT_REPORT_SETTINGS } from '../../src/domain/model/report/report-settings.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { put } from '../../src/domain/services/commit.js';
import type { Ports } from '../../src/domain/services/ports.js';
import { sendWeeklyReport } from '../../src/domain/services/reports/send-weekly.js';
import { aClient, createFakeClock, createRecordingLogger, createSequentialIds } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { setUp } from '../services/set-up.js';

// Two instances send the weekly report: one is slow, suspended, or has a wrong clock.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** On the Monday on which the report of 2026-W12 is due. */
function start() {
  const mailer = createMemoryMailer();
  const clock = createFakeClock(Date.parse('2026-03-23T12:00:00Z'));
  const store = createMemoryStore();
  const settings = { ...DEFAULT_SETTINGS, report: { ...DEFAULT_REPORT_SETTINGS, mail: 'office@shop.example' } };
  const { telephony, provider } = setUp().carrier;
  const ports = { store, telephony, provider, mailer, settings, logger: createRecordingLogger() };
  /** @param aheadMs by how much its clock is wrong */
  const instance = (aheadMs = 0, of: OrderStore = store): (() => Promise<void>) => {
    const own = { ...clock, now: () => clock.now() + aheadMs };
    const its: Ports = { ...ports, store: of, clock: own, ids: createSequentialIds(aheadMs === 0 ? 1 : 7) };
    return () => sendWeeklyReport(its);
  };
  const sent = () => mailer.mails.map(({ subject }) => /\d{4}-W\d\d/.exec(subject)?.[0]);
  const onRecord = async () => (await store.record('fact', 'weekly_report'))?.value.value ?? '';
  return { instance, sent, onRecord, clock, store };
}

test('an instance whose clock is years ahead stops no report of the others, and makes none leave twice', async (t) => {
  const { instance, sent, onRecord, clock } = start();
  const [right, ahead] = [instance(), instance(4 * 364 * DAY)];
  await right();
  for (let day = 0; day < 35; day += 1) {
    await ahead();
    await right();
    clock.advance(DAY);
  }
  const weeks = sent();
  t.deepEqual(
    weeks.filter((week) => week?.startsWith('2026')),
    ['2026-W12', '2026-W13', '2026-W14', '2026-W15', '2026-W16'],
  );
  t.is(new Set(weeks).size, weeks.length);
  t.regex(await onRecord(), /2026-W16 sent 1 \d+/);
  // Whoever was ahead is right from now on.
  for (let day = 0; day < 7; day += 1) {
    await instance()();
    clock.advance(DAY);
  }
  t.deepEqual(sent().slice(weeks.length), ['2026-W17']);
});

test('a clock that was wrong at the very first report stops nothing either, and what is on record stays short', async (t) => {
  const { instance, sent, onRecord, clock } = start();
  const ahead = instance(400 * DAY);
  for (let week = 0; week < 30; week += 1) {
    await ahead();
    clock.advance(7 * DAY);
  }
  t.true((await onRecord()).length < 600);
  const before = sent().length;
  await instance()();
  t.deepEqual(sent().slice(before), ['2026-W42']);
});

test('a report whose counting takes hours is sent once, by the instance that began', async (t) => {
  const { instance, sent, onRecord, clock, store } = start();
  await store.commit({
    puts: Array.from({ length: 4000 }, (_, index) => put('client', aClient(index.toString()))),
  });
  const other = instance();
  let pages = 0;
  // Each page takes seven minutes. Meanwhile the other one looks every minute, as the service does.
  const slow = instance(0, {
    ...store,
    async records(kind, page) {
      for (let minute = 0; minute < 7; minute += 1) {
        clock.advance(MINUTE);
        await other();
      }
      pages += 1;
      return store.records(kind, page);
    },
  });
  await slow();
  t.true(pages >= 5);
  t.deepEqual(sent(), ['2026-W12']);
  t.regex(await onRecord(), /^2026-W12 sent 1 \d+ [\w-]{12}$/);
});

test('an instance that was suspended while it counted leaves the report to the one that has claimed it since', async (t) => {
  const { instance, sent, onRecord, clock, store } = start();
  const other = instance();
  let isSuspended = true;
  const suspended = instance(0, {
    ...store,
    async poolCounts(now) {
      if (isSuspended) {
        isSuspended = false;
        clock.advance(HOUR);
        await other();
      }
      return store.poolCounts(now);
    },
  });
  await suspended();
  t.deepEqual(sent(), ['2026-W12']);
  t.regex(await onRecord(), /^2026-W12 sent 2 \d+ [\w-]{12}$/);
  await Promise.all([suspended(), other()]);
  t.is(sent().length, 1);
});

test('of two instances that begin at the same moment, one sends, every week for a year, through both changes of the clock', async (t) => {
  const { instance, sent, clock } = start();
  const both = [instance(), instance()];
  for (let hour = 0; hour < 366 * 24; hour += 12) {
    await Promise.all(both.map((send) => send()));
    clock.advance(12 * HOUR);
  }
  const weeks = sent();
  t.is(new Set(weeks).size, weeks.length);
  t.is(weeks.length, 53);
  t.deepEqual([weeks[0], weeks.at(-1)], ['2026-W12', '2027-W11']);
});
