import fc from 'fast-check';
import type { Client } from '../../src/domain/model/client.js';
import type { CallInteraction, CallOutcome, TextInteraction } from '../../src/domain/model/interaction.js';
import { closeOrder, type Order } from '../../src/domain/model/order.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { ProxyNumber } from '../../src/domain/model/proxy-number.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { closeOpenSession, closePairedSession, type Session } from '../../src/domain/model/session.js';
import type { NumberPrice } from '../../src/domain/model/settings.js';
import {
  aCallInteraction,
  aClient,
  anOpenSession,
  anOrder,
  aPairedSession,
  aTextInteraction,
  fictionalMobile,
} from '../../src/entry/testing/records.js';
import { clientNumber, numbers, prices } from './pool-history.js';

// Random histories around a week, as records, and what maintenance and erasures do to them. What is counted of them is counted again in
// test/reports/brute-force.ts.

export interface History {
  readonly clients: readonly Client[];
  /** Client ids. */
  readonly erased: readonly string[];
  readonly sessions: readonly Session[];
  readonly orders: readonly Order[];
  readonly calls: readonly CallInteraction[];
  readonly texts: readonly TextInteraction[];
  readonly numbers: readonly ProxyNumber[];
  readonly prices: readonly NumberPrice[];
  readonly retentionDays: number;
  /** When maintenance runs, in order. */
  readonly maintenance: readonly number[];
  /** When the week is counted. */
  readonly countedAt: number;
}

export const DAY = 86_400_000;

/** Phones of clients, each line in all of its spellings: the telephone network has two for mobiles of Mexico, Argentina and Brazil. */
export const LINES = [
  [fictionalMobile(9000)],
  [fictionalMobile(9001)],
  ['+525555550100', '+5215555550100'],
  ['+541155550100', '+5491155550100'],
  ['+551175550100', '+5511975550100'],
] as unknown as readonly (readonly E164[])[];
const PHONES = LINES.flat();
const OUTCOMES = [
  ...(['connecting', 'answered', 'answered', 'answered', 'busy', 'no_answer', 'failed', 'canceled'] as const),
  ...(['not_in_service', 'order_closed', 'code_locked', 'withheld_refused', 'not_recognised'] as const),
] satisfies readonly CallOutcome[];
const QUESTIONS = ['code_wanted', 'code_wrong', 'long_code_wanted', 'long_code_wrong'] as const;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

interface Bounds {
  readonly from: number;
  readonly until: number;
}

/** Many things happen within minutes of the bounds, and at them. */
function timesAround({ from, until }: Bounds): fc.Arbitrary<number> {
  const near = (edge: number) => fc.integer({ min: -200_000, max: 200_000 }).map((offset) => edge + offset);
  return fc.oneof(daysAround({ from, until }), near(from), near(until), fc.constantFrom(from, until));
}

function daysAround({ from, until }: Bounds): fc.Arbitrary<number> {
  return fc.integer({ min: from - 40 * DAY, max: until + 9 * DAY });
}

export function histories(week: Bounds): fc.Arbitrary<History> {
  const [time, day] = [timesAround(week), daysAround(week)];
  const early = fc.integer({ min: week.from - 40 * DAY, max: week.from - 10 * DAY });
  return fc
    .record({
      clients: fc.array(client(day), { maxLength: 6 }),
      erased: fc.array(fc.nat(5).map(String), { maxLength: 3 }),
      // The first one begins long before, and may have calls that are forgotten.
      sessions: fc.tuple(session(fc.constant(week.from - 40 * DAY)), fc.array(session(time), { maxLength: 3 })),
      orders: fc.array(fc.record({ at: time, lasts: maybe(fc.nat(20 * DAY)) }), { maxLength: 8 }),
      calls: fc.array(fc.oneof(call(time), call(time), call(early)), { maxLength: 12 }),
      texts: fc.array(text(time), { maxLength: 6 }),
      ...{ pool: numbers(week.until), prices },
      retentionDays: fc.oneof(fc.constant(90), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 9, max: 20 })),
      maintenance: fc.array(fc.integer({ min: week.from - 40 * DAY, max: week.until }), { maxLength: 4 }),
      countedAfter: fc.oneof(fc.constant(1000), fc.nat(20 * DAY)),
    })
    .map(({ erased, pool, ...drawn }): History => {
      const clients = drawn.clients.map(clientOf);
      const sessions = drawn.sessions.flat().map(sessionOf);
      const own = drawn.clients.flatMap(({ hasNumber }, index) => (hasNumber ? [clientNumber(index)] : []));
      return {
        clients,
        erased: [...new Set(erased)].filter((id) => clients.some((each) => each.id === id)),
        sessions,
        orders: drawn.orders.map(({ at, lasts }, index) => {
          const order = anOrder(`o${index.toString()}`, '1', { createdAt: at });
          return lasts === undefined ? order : closeOrder(order, at + lasts);
        }),
        calls: drawn.calls.flatMap((each, index) => steps(each, index).map((step) => inItsSession(step, sessions))),
        texts: drawn.texts.map((fields, index) => aTextInteraction(`t${index.toString()}`, fields)),
        numbers: [...own, ...pool],
        prices: drawn.prices,
        retentionDays: drawn.retentionDays,
        maintenance: drawn.maintenance.sort((one, other) => one - other),
        countedAt: week.until + drawn.countedAfter,
      };
    });
}

function client(at: fc.Arbitrary<number>) {
  return fc.record({
    phone: fc.constantFrom(...PHONES),
    hasNumber: fc.boolean(),
    createdAt: at,
    isConfirmed: fc.boolean(),
  });
}

type DrawnClient = ReturnType<typeof client> extends fc.Arbitrary<infer C> ? C : never;

function clientOf({ phone, hasNumber, createdAt, isConfirmed }: DrawnClient, index: number): Client {
  return aClient(index.toString(), {
    ...{ realPhone: phone, createdAt },
    proxyNumber: hasNumber ? clientNumber(index).number : undefined,
    confirmedAt: isConfirmed ? createdAt : undefined,
  });
}

function text(at: fc.Arbitrary<number>) {
  const outcome = fc.constantFrom<TextInteraction['outcome']>('sent', 'delivered', 'texts_stopped', 'empty');
  return fc.record({ at, outcome });
}

function session(at: fc.Arbitrary<number>) {
  const kind = fc.constantFrom('open' as const, 'paired' as const);
  return fc.record({
    at,
    kind,
    lasts: fc.option(fc.nat(90 * DAY), { nil: undefined, freq: 1 }),
    ringSeconds: maybe(fc.integer({ min: 5, max: 60 })),
  });
}

type DrawnSession = ReturnType<typeof session> extends fc.Arbitrary<infer S> ? S : never;

function sessionOf({ at: openedAt, kind, lasts, ringSeconds }: DrawnSession, index: number): Session {
  const id = `s${index.toString()}`;
  const holder = { id: index.toString() };
  if (kind === 'open') {
    const open = anOpenSession(id, holder, fictionalMobile(index), { openedAt });
    return lasts === undefined ? open : closeOpenSession(open, openedAt + lasts);
  }
  const paired = aPairedSession(id, holder, { openedAt, expiresAt: openedAt + 200 * DAY, ringSeconds });
  return lasts === undefined ? paired : closePairedSession(paired, openedAt + lasts);
}

/** Nobody calls a session before it is opened, or after it is closed. */
function inItsSession(step: CallInteraction, sessions: readonly Session[]): CallInteraction {
  const found = sessions.find(({ id }) => id === step.sessionId);
  const isTheirs = found !== undefined && found.openedAt <= step.at && step.at <= (found.closedAt ?? Infinity);
  return isTheirs ? { ...step, clientId: found.clientId } : { ...step, sessionId: undefined };
}

interface Drawn {
  readonly at: number;
  readonly questions: readonly (typeof QUESTIONS)[number][];
  readonly gaps: readonly number[];
  readonly ends: boolean;
  readonly outcome: CallOutcome;
  readonly seconds: number;
  readonly rang: number;
  readonly lateBy: number;
  readonly isReported: boolean;
  readonly sessionId: string;
}

function call(at: fc.Arbitrary<number>): fc.Arbitrary<Drawn> {
  return fc.record({
    at,
    questions: fc.array(fc.constantFrom(...QUESTIONS), { maxLength: 3 }),
    gaps: fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 3, maxLength: 3 }),
    ends: fc.constantFrom(true, true, false),
    outcome: fc.constantFrom(...OUTCOMES),
    seconds: fc.integer({ min: 0, max: 4000 }),
    rang: fc.integer({ min: 0, max: 40_000 }),
    // The carrier reports the end, or reports it again, after an outage.
    lateBy: fc.constantFrom(0, 0, 0, 200_000, DAY),
    isReported: fc.boolean(),
    sessionId: fc.nat(3).map((index) => `s${index.toString()}`),
  });
}

/** A call that is asked for a code some times, and then ends in some way, or not at all. */
function steps(drawn: Drawn, index: number): readonly CallInteraction[] {
  const { gaps, ends, outcome, seconds, rang, lateBy, isReported, sessionId } = drawn;
  // Two carriers may use the same id: the calls of a pair differ by their carrier only.
  const given = { carrier: index % 2 === 0 ? 'one' : 'two', callId: `CA${Math.floor(index / 2).toString()}` };
  const idOf = (attempt: number) => `${given.carrier}.voice.${attempt.toString()}.${index.toString()}`;
  let at = drawn.at;
  const asked = ends || drawn.questions.length > 0 ? drawn.questions : (['code_wanted'] as const);
  const questions = asked.map((question, attempt) => {
    if (attempt > 0) at += gaps[attempt] ?? 0;
    return aCallInteraction(idOf(attempt), { ...given, at, outcome: question });
  });
  if (!ends) return questions;
  if (questions.length > 0) at += gaps[0] ?? 0;
  const wasAnswered = outcome === 'answered';
  const last = aCallInteraction(idOf(questions.length), {
    ...{ ...given, at, outcome, sessionId },
    ...(wasAnswered ? { endedAt: at + rang + seconds * 1000 + lateBy } : {}),
    ...(wasAnswered && isReported ? { durationSeconds: seconds } : {}),
  });
  return [...questions, last];
}

export function recordsOf({ clients, sessions, orders, calls, texts, numbers: pool }: History): readonly AnyRecord[] {
  return [
    ...pool.map((value) => ({ kind: 'number' as const, value })),
    ...clients.map((value) => ({ kind: 'client' as const, value })),
    ...sessions.map((value) => ({ kind: 'session' as const, value })),
    ...orders.map((value) => ({ kind: 'order' as const, value })),
    ...[...calls, ...texts].map((value) => ({ kind: 'interaction' as const, value })),
  ];
}
