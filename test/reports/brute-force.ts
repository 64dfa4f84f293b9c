import type { CallInteraction } from '../../src/domain/model/interaction.js';
import type { CountryPool, WeeklyReport } from '../../src/ports/reports-api.js';
import { DAY, LINES, type History } from './history.js';

// The figures of a report, counted without any of the program's ways: from all that happened, and in no way that has to be fast.

export const ZONE = 'Europe/Paris';

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
const UNKNOWN = [
  ...['code_wanted', 'code_wrong', 'long_code_wanted', 'long_code_wrong'],
  ...['code_locked', 'withheld_refused', 'not_recognised'],
];

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
  const reached = ends.filter((outcome) => ['answered', 'busy', 'no_answer', 'canceled'].includes(outcome));
  const answered = reached.filter((outcome) => outcome === 'answered').length;
  const rings = calls
    .flatMap((steps) => steps.slice(-1))
    .filter(({ outcome, durationSeconds }) => outcome === 'answered' && durationSeconds !== undefined)
    .map(({ at, endedAt = 0, durationSeconds = 0 }) => Math.max(0, (endedAt - at - durationSeconds * 1000) / 1000))
    // No phone in these histories rings longer than 40 seconds: the end was reported late.
    .filter((seconds) => seconds <= 40)
    .sort((a, b) => a - b);
  const half = rings.length / 2;
  const [low, high] = Number.isInteger(half) ? [half - 1, half] : [Math.floor(half), Math.floor(half)];
  const ring = ((rings[low] ?? 0) + (rings[high] ?? 0)) / 2;
  const seconds = calls.reduce((sum, steps) => sum + (steps.at(-1)?.durationSeconds ?? 0), 0);
  return {
    total: calls.length,
    outcomes: tally(ends),
    answeredRate: reached.length === 0 ? undefined : Math.round((1000 * answered) / reached.length) / 1000,
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

/** The place of a client's line among all lines. */
const lineAt = ({ realPhone }: History['clients'][number]) => LINES.findIndex((line) => line.includes(realPhone));

function clientFigures({ clients: all, erased }: History) {
  const clients = all.filter(({ id }) => !erased.includes(id));
  const withNumber = clients.filter(({ proxyNumber }) => proxyNumber !== undefined).length;
  return {
    total: clients.length,
    withNumber,
    withoutNumber: clients.length - withNumber,
    confirmed: clients.filter(({ confirmedAt }) => confirmedAt !== undefined).length,
    sharingPhone: clients.filter((one) => clients.some((other) => other !== one && lineAt(other) === lineAt(one)))
      .length,
  };
}

const STATUSES = ['available', 'assigned', 'shared', 'reserved', 'quarantined', 'held', 'error'] as const;

type Status = (typeof STATUSES)[number];

function poolFigures({ numbers, erased, countedAt, prices }: History) {
  const pool = numbers.flatMap(({ state, ...number }) => {
    if (state.status === 'released') return [];
    if (state.status === 'assigned' && erased.includes(state.to)) return [{ ...number, status: 'quarantined' }];
    const isOver =
      (state.status === 'quarantined' && state.until <= countedAt) ||
      (state.status === 'reserved' && state.since + 600_000 <= countedAt);
    return [{ ...number, status: isOver ? 'available' : state.status }];
  });
  type Pool = typeof pool;
  const cents = ({ country, type }: Pool[number]) =>
    prices.filter((price) => price.country === country && price.type === type).map(({ monthly }) => monthly * 100);
  const cost = (some: Pool) => {
    const known = some.flatMap(cents);
    return known.length === 0 ? undefined : Math.round(known.reduce((sum, each) => sum + each, 0)) / 100;
  };
  return {
    pools: [...new Set(pool.map(({ country }) => country))].sort().map((countryIso): CountryPool => {
      const there = pool.filter(({ country }) => country === countryIso);
      const counts = STATUSES.map((status) => [status, there.filter((each) => each.status === status).length] as const);
      return {
        countryIso,
        owned: there.length,
        ...(Object.fromEntries(counts) as Record<Status, number>),
        monthlyCost: cost(there),
      };
    }),
    monthlyCost: cost(pool),
    unpricedNumbers: pool.filter((number) => cents(number).length === 0).length,
  };
}

/** Whether everything since then is on record. */
function isKept({ countedAt, retentionDays }: History, since: number): boolean {
  return countedAt - since <= retentionDays * DAY;
}

interface Weeks {
  readonly week: { readonly name: string; readonly from: number };
  readonly before: { readonly name: string; readonly from: number };
}

export function bruteForce(history: History, { week, before }: Weeks) {
  const { sessions, orders, texts } = history;
  const inWeek = callsOf(history).filter(([first]) => weekOf(first?.at ?? 0) === week.name);
  const textsInWeek = texts.filter(({ at }) => weekOf(at) === week.name);
  const given = ({ name }: Weeks['week']) =>
    sessions.filter(({ kind, openedAt }) => kind === 'open' && weekOf(openedAt) === name).length;
  const weekBefore = isKept(history, before.from) ? given(before) : undefined;
  const difference = weekBefore === undefined ? undefined : given(week) - weekBefore;
  return {
    // An hour more, as a call that began before the week may have a step in it.
    complete: isKept(history, week.from - 3_600_000),
    /** What is known however old the week is. */
    now: { clients: clientFigures(history), ...poolFigures(history) },
    inWeek: {
      numbersGiven: { thisWeek: given(week), weekBefore, difference },
      orders: orders.filter(({ createdAt }) => weekOf(createdAt) === week.name).length,
      calls: callFigures(inWeek),
      texts: { total: textsInWeek.length, outcomes: tally(textsInWeek.map(({ outcome }) => outcome)) },
      unknownCallers: inWeek.filter((steps) => steps.some(({ outcome }) => UNKNOWN.includes(outcome))).length,
      firstCalls: firstCalls(history, week.name),
    },
  };
}

/** The figures of a report in the same form. */
export function comparable(report: WeeklyReport): ReturnType<typeof bruteForce> {
  const { complete, clients, pools, monthlyCost, unpricedNumbers, calls, texts } = report;
  const { numbersGiven, orders, unknownCallers, firstCalls: first } = report;
  const byOutcome = (outcomes: WeeklyReport['texts']['outcomes']) =>
    Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count]));
  return {
    complete,
    now: { clients, pools: [...pools], monthlyCost, unpricedNumbers },
    inWeek: {
      ...{ numbersGiven, orders, unknownCallers, firstCalls: first },
      calls: { ...calls, outcomes: byOutcome(calls.outcomes) },
      texts: { ...texts, outcomes: byOutcome(texts.outcomes) },
    } as ReturnType<typeof bruteForce>['inWeek'],
  };
}
