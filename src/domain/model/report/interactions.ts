import { isDialStatus, wasPutThrough, type CallInteraction, type Interaction, type Outcome } from '../interaction.js';
import type { Session } from '../session.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.js';
import { rounded } from './figures.js';
import type { Week } from './week.js';
import type { CallCounts, OutcomeCount, TextCounts } from './weekly-report.js';

/**
 * A call that begins in a week may have steps after it, and one with steps in it may have begun before: no call is asked for a code for as
 * long as this.
 */
export const LONGEST_CALL_SETUP_MS = HOUR_MS;

/** What is counted of calls and texts. */
export interface InteractionFigures {
  readonly calls: CallCounts;
  readonly texts: TextCounts;
  readonly unknownCallers: number;
  readonly firstCalls: number;
}

/** Counts the calls and texts of a week, which may come in any order. Keeps an entry for each call. */
export interface InteractionCount {
  /** @param interaction at most `LONGEST_CALL_SETUP_MS` before or after the week; all of these */
  add(interaction: Interaction): void;
  /** Sessions whose first call may have been in this week: those with an earlier one are not known yet. */
  sessions(): ReadonlySet<string>;
  /** Any session. To be called after `add`, and before `figures`. */
  addSession(session: Session): void;
  /** @param interaction of the time before that */
  addEarlier(interaction: Interaction): void;
  figures(): InteractionFigures;
}

interface Call {
  firstAt: number;
  last: CallInteraction;
  isUnknown: boolean;
}

/** @param ringSeconds how long phones ring, where a session says nothing else. Undefined: as long as the carrier lets them */
export function createInteractionCount({ from, until }: Week, ringSeconds: number | undefined): InteractionCount {
  const calls = new Map<string, Call>();
  const texts = new Map<Outcome, number>();
  // The first call that was put through, of each session.
  const first = new Map<string, CallInteraction>();
  const ringLimits = new Map<string | undefined, number>();
  let newSessions: Set<string> | undefined;
  const isInWeek = (at: number) => at >= from && at < until;
  const called = () => [...calls.values()].filter(({ firstAt }) => isInWeek(firstAt));

  function addCall(step: CallInteraction): void {
    const id = callKey(step);
    const known = calls.get(id);
    if (known === undefined) {
      calls.set(id, { firstAt: step.at, last: step, isUnknown: isOfUnknown(step) });
    } else {
      known.firstAt = Math.min(known.firstAt, step.at);
      known.isUnknown ||= isOfUnknown(step);
      if (isLater(step, known.last)) known.last = step;
    }
    if (step.sessionId === undefined || !wasPutThrough(step)) return;
    const before = first.get(step.sessionId);
    if (before === undefined || isLater(before, step)) first.set(step.sessionId, step);
  }

  const sessions = () =>
    (newSessions ??= new Set(
      [...first].filter(([, step]) => isInWeek(calls.get(callKey(step))?.firstAt ?? step.at)).map(([id]) => id),
    ));

  return {
    add(interaction) {
      if (interaction.channel === 'call') addCall(interaction);
      else if (isInWeek(interaction.at)) texts.set(interaction.outcome, (texts.get(interaction.outcome) ?? 0) + 1);
    },
    sessions,
    addSession(session) {
      if (session.hasForgottenCalls) sessions().delete(session.id);
      if (session.kind === 'paired' && session.ringSeconds !== undefined)
        ringLimits.set(session.id, session.ringSeconds);
    },
    addEarlier(interaction) {
      if (interaction.channel === 'call' && interaction.sessionId !== undefined && wasPutThrough(interaction))
        sessions().delete(interaction.sessionId);
    },
    figures() {
      const counted = called();
      return {
        calls: callCounts(
          counted.map(({ last }) => last),
          ({ sessionId }) => ringLimits.get(sessionId) ?? ringSeconds ?? RINGS_BY_DEFAULT,
        ),
        texts: { total: sum(texts.values()), outcomes: outcomesOf(texts) },
        unknownCallers: counted.filter(({ isUnknown }) => isUnknown).length,
        firstCalls: sessions().size,
      };
    },
  };
}

/** Ids of carriers are unique for each carrier only. */
function callKey({ carrier, callId }: CallInteraction): string {
  return `${carrier} ${callId}`;
}

const QUESTIONS: ReadonlySet<Outcome> = new Set(['code_wanted', 'code_wrong', 'long_code_wanted', 'long_code_wrong']);

function isQuestion({ outcome }: CallInteraction): boolean {
  return QUESTIONS.has(outcome);
}

/** What callers of whom nothing is known come upon, besides questions: no code, a lock, a withheld number, a number that is not ours. */
const UNKNOWN: ReadonlySet<Outcome> = new Set([
  ...QUESTIONS,
  ...(['code_missing', 'code_refused', 'code_locked', 'withheld_refused', 'not_recognised'] as const),
]);

function isOfUnknown({ outcome }: CallInteraction): boolean {
  return UNKNOWN.has(outcome);
}

/** Steps in the same millisecond: a question is before its answer. */
function isLater(one: CallInteraction, other: CallInteraction): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (isQuestion(one) !== isQuestion(other)) return isQuestion(other);
  return one.id > other.id;
}

type RingLimit = (call: CallInteraction) => number;

function callCounts(calls: readonly CallInteraction[], ringLimit: RingLimit): CallCounts {
  const byOutcome = new Map<Outcome, number>();
  for (const { outcome } of calls) byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + 1);
  // A call that failed has reached no phone.
  const reached = calls.filter(({ outcome }) => isDialStatus(outcome) && outcome !== 'failed').length;
  const answered = byOutcome.get('answered') ?? 0;
  const seconds = sum(calls.map(({ durationSeconds = 0 }) => durationSeconds));
  return {
    total: calls.length,
    outcomes: outcomesOf(byOutcome),
    answeredRate: reached === 0 ? undefined : rounded(answered / reached, 3),
    medianRingSeconds: median(calls.flatMap((call) => ringSecondsOf(call, ringLimit(call)))),
    minutes: rounded((seconds * SECOND_MS) / MINUTE_MS, 1),
  };
}

/** In seconds. Source: https://www.twilio.com/docs/voice/twiml/dial (timeout) */
const RINGS_BY_DEFAULT = 30;
/** What we say first, and what networks take to reach a phone and to tell that it was answered. */
const AROUND_RINGING = 60;

/**
 * Of an answered call: what passed before the conversation, within a second, as the carrier counts whole seconds. Nothing when no phone can
 * have rung so long: then the end was reported late, after an outage for instance, and nobody knows how long it rang.
 */
function ringSecondsOf({ outcome, at, endedAt, durationSeconds }: CallInteraction, limit: number): number[] {
  if (outcome !== 'answered' || endedAt === undefined || durationSeconds === undefined) return [];
  const seconds = Math.max(0, endedAt - at - durationSeconds * SECOND_MS) / SECOND_MS;
  return seconds > limit + AROUND_RINGING ? [] : [seconds];
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [lower, upper] = [sorted.at(sorted.length % 2 === 0 ? middle - 1 : middle), sorted[middle]];
  return lower === undefined || upper === undefined ? undefined : rounded((lower + upper) / 2, 1);
}

function outcomesOf(counts: ReadonlyMap<Outcome, number>): readonly OutcomeCount[] {
  const listed = [...counts].map(([outcome, count]) => ({ outcome, count }));
  return listed.sort((one, other) => other.count - one.count || (one.outcome < other.outcome ? -1 : 1));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
