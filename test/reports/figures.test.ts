import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { hasConfirmationMac } from '../../src/domain/model/confirmation/confirmation-mac.js';
import type { CallInteraction } from '../../src/domain/model/interaction.js';
import { createCalendar } from '../../src/domain/model/report/week.js';
import { creating } from '../../src/entry/testing/order-store-assertions.js';
import { createFakeClock, createSequentialIds } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { WeeklyReport } from '../../src/ports/reports-api.js';
import { setUp } from '../services/set-up.js';
import { temporaryFolder } from '../support.js';
import { histories, recordsOf, type History } from './history.js';

const ids = createSequentialIds();
const ZONE = 'Europe/Paris';
/** Usual ones, with both changes of the clock, and at the end and the beginning of a year. */
const WEEKS = ['2026-W12', '2026-W13', '2026-W43', '2026-W53', '2027-W01', '2024-W01', '2020-W53'];

/** The ISO week of a time, by Thursday and the day of the year, from the wall clock as text. */
function weekOf(time: number): string {
  const [year = 0, month = 0, day = 0] = new Date(time)
    .toLocaleDateString('sv-SE', { timeZone: ZONE })
    .split('-')
    .map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  while (date.getUTCDay() !== 4) date.setUTCDate(date.getUTCDate() + ([1, 2, 3].includes(date.getUTCDay()) ? 1 : -1));
  let thursdays = 0;
  for (
    const each = new Date(Date.UTC(date.getUTCFullYear(), 0, 1));
    each <= date;
    each.setUTCDate(each.getUTCDate() + 1)
  )
    if (each.getUTCDay() === 4) thursdays += 1;
  return `${date.getUTCFullYear().toString()}-W${thursdays.toString().padStart(2, '0')}`;
}

const DIALLED = ['connecting', 'answered', 'busy', 'no_answer', 'failed', 'canceled'];

type Call = readonly CallInteraction[];

/** The steps of each call, in order. */
function callsOf({ calls }: History): readonly Call[] {
  const byId = new Map<string, CallInteraction[]>();
  for (const step of calls) {
    const key = JSON.stringify([step.carrier, step.callId]);
    byId.set(key, [...(byId.get(key) ?? []), step].sort(byTime));
  }
  return [...byId.values()];
}

function byTime(one: CallInteraction, other: CallInteraction): number {
  return one.at - other.at || (one.id < other.id ? -1 : 1);
}

const tally = (words: readonly string[]) =>
  Object.fromEntries(words.map((word) => [word, words.filter((each) => each === word).length]));

function callFigures(calls: readonly Call[]) {
  const ends = calls.map((steps) => steps.at(-1)?.outcome ?? '');
  const ended = ends.filter((outcome) => DIALLED.includes(outcome) && outcome !== 'connecting');
  const answered = ended.filter((outcome) => outcome === 'answered').length;
  const rings = calls
    .flatMap((steps) => steps.slice(-1))
    .filter(({ outcome, durationSeconds }) => outcome === 'answered' && durationSeconds !== undefined)
    .map(({ at, endedAt = 0, durationSeconds = 0 }) => Math.max(0, (endedAt - at - durationSeconds * 1000) / 1000))
    .sort((a, b) => a - b);
  const half = rings.length / 2;
  const [low, high] = Number.isInteger(half) ? [half - 1, half] : [Math.floor(half), Math.floor(half)];
  const ring = ((rings[low] ?? 0) + (rings[high] ?? 0)) / 2;
  const seconds = calls.reduce((sum, steps) => sum + (steps.at(-1)?.durationSeconds ?? 0), 0);
  return {
    total: calls.length,
    outcomes: tally(ends),
    answeredRate: ended.length === 0 ? undefined : Math.round((1000 * answered) / ended.length) / 1000,
    medianRingSeconds: rings.length === 0 ? undefined : Math.round(ring * 10) / 10,
    minutes: Math.round(seconds / 6) / 10,
  };
}

/** How many sessions were first put through in a call that began in the week. */
function firstCalls(history: History, week: string): number {
  const through = callsOf(history)
    .flatMap((steps) => steps.map((step) => ({ step, began: steps[0]?.at ?? 0 })))
    .filter(({ step }) => DIALLED.includes(step.outcome))
    .sort((a, b) => byTime(a.step, b.step));
  const sessions = [...new Set(through.map(({ step }) => step.sessionId))].filter((id) => id !== undefined);
  const firsts = sessions.map((id) => through.find(({ step }) => step.sessionId === id)?.began ?? 0);
  return firsts.filter((began) => weekOf(began) === week).length;
}

function clientFigures({ clients, confirmations }: History) {
  const hash = (purpose: 'record', text: string) => ids.keyedHash(purpose, text);
  return {
    total: clients.length,
    withNumber: clients.filter(({ proxyNumber }) => proxyNumber !== undefined).length,
    withoutNumber: clients.filter(({ proxyNumber }) => proxyNumber === undefined).length,
    confirmed: clients.filter(({ id, createdAt }) =>
      confirmations.some(
        (each) =>
          each.clientId === id &&
          each.status === 'confirmed' &&
          (each.endedAt ?? 0) >= createdAt &&
          hasConfirmationMac(hash, each),
      ),
    ).length,
    sharingPhone: clients.filter((one) => clients.some((other) => other !== one && other.realPhone === one.realPhone))
      .length,
  };
}

/** The same figures, counted without any of the program's ways. */
function bruteForce(history: History, week: string, before: string) {
  const { sessions, orders, texts } = history;
  const inWeek = callsOf(history).filter(([first]) => weekOf(first?.at ?? 0) === week);
  const textsInWeek = texts.filter(({ at }) => weekOf(at) === week);
  const given = (name: string) =>
    sessions.filter(({ kind, openedAt }) => kind === 'open' && weekOf(openedAt) === name).length;
  return {
    clients: clientFigures(history),
    numbersGiven: { thisWeek: given(week), weekBefore: given(before), difference: given(week) - given(before) },
    orders: orders.filter(({ createdAt }) => weekOf(createdAt) === week).length,
    calls: callFigures(inWeek),
    texts: { total: textsInWeek.length, outcomes: tally(textsInWeek.map(({ outcome }) => outcome)) },
    unknownCallers: inWeek.filter((steps) => steps.some(({ outcome }) => outcome === 'code_wanted')).length,
    firstCalls: firstCalls(history, week),
  };
}

function comparable({ clients, numbersGiven, orders, calls, texts, unknownCallers, firstCalls }: WeeklyReport) {
  const byOutcome = (outcomes: WeeklyReport['texts']['outcomes']) =>
    Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
  return {
    ...{ clients, numbersGiven, orders, unknownCallers, firstCalls },
    calls: { ...calls, outcomes: byOutcome(calls.outcomes) },
    texts: { ...texts, outcomes: byOutcome(texts.outcomes) },
  };
}

async function holds(
  t: ExecutionContext,
  open: () => Promise<{ store: OrderStore; close: () => Promise<void> }>,
  numRuns: number,
): Promise<void> {
  const calendar = createCalendar(ZONE);
  const weeks = WEEKS.map((name) => {
    const week = calendar.weekNamed(name);
    if (week === undefined) throw new TypeError(name);
    return week;
  });
  const drawn = fc
    .constantFrom(...weeks)
    .chain((week) => fc.record({ week: fc.constant(week), history: histories(week, ids) }));
  await fc.assert(
    fc.asyncProperty(drawn, async ({ week, history }) => {
      const { store, close } = await open();
      const clock = createFakeClock(week.until + 1000);
      const { proxyCall } = setUp({ store, clock, ids });
      const records = recordsOf(history);
      if (records.length > 0) await store.commit({ puts: creating(records) });
      const report = await proxyCall.weeklyReport({});
      t.deepEqual([report.week, report.timeZone], [week.name, ZONE]);
      t.deepEqual(comparable(report), bruteForce(history, week.name, calendar.weekBefore(week).name));
      t.deepEqual(await proxyCall.weeklyReport({ week: week.name }), report);
      const text = JSON.stringify(report);
      for (const { realPhone, name } of history.clients) t.false(text.includes(realPhone) || text.includes(name));
      await close();
    }),
    { numRuns },
  );
}

test('memory: every figure is what a count by hand gives', async (t) => {
  await holds(t, () => Promise.resolve({ store: createMemoryStore(), close: () => Promise.resolve() }), 150);
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
    10,
  );
});
