import fc from 'fast-check';
import { signConfirmation } from '../../src/domain/model/confirmation/confirmation-mac.js';
import { CONFIRMATION_STATUSES, type Confirmation } from '../../src/domain/model/confirmation/confirmation.js';
import type { Client } from '../../src/domain/model/client.js';
import type { CallInteraction, CallOutcome, TextInteraction } from '../../src/domain/model/interaction.js';
import type { Order } from '../../src/domain/model/order.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { closeOpenSession, closePairedSession, type Session } from '../../src/domain/model/session.js';
import {
  aCallInteraction,
  aClient,
  aConfirmation,
  anOpenSession,
  anOrder,
  aPairedSession,
  aTextInteraction,
  fictionalMobile,
} from '../../src/entry/testing/records.js';
import type { Ids } from '../../src/ports/runtime.js';

// Random histories around a week, as records. What is counted of them is counted again in test/reports/figures.test.ts.

export interface History {
  readonly clients: readonly Client[];
  readonly confirmations: readonly Confirmation[];
  readonly sessions: readonly Session[];
  readonly orders: readonly Order[];
  readonly calls: readonly CallInteraction[];
  readonly texts: readonly TextInteraction[];
}

const DAY = 86_400_000;
const OUTCOMES = [
  ...(['connecting', 'answered', 'answered', 'answered', 'busy', 'no_answer', 'failed', 'canceled'] as const),
  ...(['not_in_service', 'order_closed', 'nobody_to_reach'] as const),
] satisfies readonly CallOutcome[];

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
  return fc.integer({ min: from - 20 * DAY, max: until + 9 * DAY });
}

export function histories(week: Bounds, ids: Ids): fc.Arbitrary<History> {
  const [time, day] = [timesAround(week), daysAround(week)];
  const sessions = fc.array(session(time), { maxLength: 6 });
  return fc
    .record({
      clients: fc.array(fc.record({ phone: fc.nat(3), hasNumber: fc.boolean(), createdAt: day }), { maxLength: 6 }),
      confirmations: fc.array(confirmation(day), { maxLength: 6 }),
      sessions,
      orders: fc.array(time, { maxLength: 8 }),
      calls: fc.array(call(time), { maxLength: 12 }),
      texts: fc.array(text(time), { maxLength: 6 }),
    })
    .map((drawn): History => ({
      clients: drawn.clients.map(({ phone, hasNumber, createdAt }, index) => {
        const proxyNumber = hasNumber ? fictionalMobile(index) : undefined;
        return aClient(index.toString(), { realPhone: fictionalMobile(9000 + phone), proxyNumber, createdAt });
      }),
      confirmations: drawn.confirmations.map(({ isForged, ...fields }, index) => {
        const made = aConfirmation(`c${index.toString()}`, fields);
        return isForged ? made : signConfirmation((purpose, signed) => ids.keyedHash(purpose, signed), made);
      }),
      sessions: drawn.sessions.map(sessionOf),
      orders: drawn.orders.map((createdAt, index) => anOrder(`o${index.toString()}`, '1', { createdAt })),
      calls: drawn.calls.flatMap((each, index) =>
        steps(each, index).map((step) => withoutEarlySession(step, drawn.sessions)),
      ),
      texts: drawn.texts.map((fields, index) => aTextInteraction(`t${index.toString()}`, fields)),
    }));
}

function text(at: fc.Arbitrary<number>) {
  const outcome = fc.constantFrom<TextInteraction['outcome']>('sent', 'delivered', 'texts_stopped', 'empty');
  return fc.record({ at, outcome });
}

function call(at: fc.Arbitrary<number>): fc.Arbitrary<Drawn> {
  return fc.record({
    at,
    asked: fc.nat(3),
    gaps: fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 3, maxLength: 3 }),
    ends: fc.boolean(),
    outcome: fc.constantFrom(...OUTCOMES),
    seconds: fc.integer({ min: 0, max: 4000 }),
    rang: fc.integer({ min: 0, max: 40_000 }),
    isReported: fc.boolean(),
    sessionId: maybe(fc.nat(5).map((index) => `s${index.toString()}`)),
    erased: fc.boolean(),
  });
}

function confirmation(endedAt: fc.Arbitrary<number>) {
  return fc.record({
    clientId: maybe(fc.nat(6).map(String)),
    status: fc.constantFrom(...CONFIRMATION_STATUSES.filter((status) => status !== 'pending'), 'confirmed' as const),
    endedAt,
    isForged: fc.boolean(),
  });
}

function session(at: fc.Arbitrary<number>) {
  return fc.record({ at, kind: fc.constantFrom('open' as const, 'paired' as const) });
}

function sessionOf({ at, kind }: { readonly at: number; readonly kind: Session['kind'] }, index: number): Session {
  const id = `s${index.toString()}`;
  const [client, fields] = [{ id: index.toString() }, { openedAt: at }];
  return kind === 'open'
    ? closeOpenSession(anOpenSession(id, client, fictionalMobile(index), fields), at + 1)
    : closePairedSession(aPairedSession(id, client, { ...fields, expiresAt: at + 1 }), at + 1);
}

/** A session is not called before it is opened. One without a record was dropped. */
function withoutEarlySession(step: CallInteraction, sessions: readonly { readonly at: number }[]): CallInteraction {
  const opened = sessions[Number(step.sessionId?.slice(1))]?.at;
  return opened !== undefined && opened > step.at ? { ...step, sessionId: undefined } : step;
}

interface Drawn {
  readonly at: number;
  readonly asked: number;
  readonly gaps: readonly number[];
  readonly ends: boolean;
  readonly outcome: CallOutcome;
  readonly seconds: number;
  readonly rang: number;
  readonly isReported: boolean;
  readonly sessionId: string | undefined;
  readonly erased: boolean;
}

/** A call that is asked for a code some times, and then ends in some way, or not at all. */
function steps(drawn: Drawn, index: number): readonly CallInteraction[] {
  const { asked, gaps, ends, outcome, seconds, rang, isReported, sessionId, erased } = drawn;
  // Two carriers may use the same id: the calls of a pair differ by their carrier only.
  const call = { carrier: index % 2 === 0 ? 'one' : 'two', callId: `CA${Math.floor(index / 2).toString()}` };
  const idOf = (attempt: number) => `${call.carrier}.voice.${attempt.toString()}.${index.toString()}`;
  const people = erased ? { from: '', to: '' } : {};
  let at = drawn.at;
  const questions = Array.from({ length: ends ? asked : Math.max(1, asked) }, (_, attempt) => {
    if (attempt > 0) at += gaps[attempt] ?? 0;
    return aCallInteraction(idOf(attempt), { ...call, ...people, at, outcome: 'code_wanted' });
  });
  if (!ends) return questions;
  if (questions.length > 0) at += gaps[0] ?? 0;
  const wasAnswered = outcome === 'answered';
  const last = aCallInteraction(idOf(questions.length), {
    ...{ ...call, ...people, at, outcome, sessionId },
    ...(wasAnswered ? { endedAt: at + rang + seconds * 1000 } : {}),
    ...(wasAnswered && isReported ? { durationSeconds: seconds } : {}),
  });
  return [...questions, last];
}

export function recordsOf({ clients, confirmations, sessions, orders, calls, texts }: History): readonly AnyRecord[] {
  return [
    ...clients.map((value) => ({ kind: 'client' as const, value })),
    ...confirmations.map((value) => ({ kind: 'confirmation' as const, value })),
    ...sessions.map((value) => ({ kind: 'session' as const, value })),
    ...orders.map((value) => ({ kind: 'order' as const, value })),
    ...[...calls, ...texts].map((value) => ({ kind: 'interaction' as const, value })),
  ];
}
