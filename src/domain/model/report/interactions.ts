import { isDialStatus, type CallInteraction, type Interaction, type Outcome } from '../interaction.js';
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
  /** @param interaction of the time before that */
  addEarlier(interaction: Interaction): void;
  figures(): InteractionFigures;
}

interface Call {
  firstAt: number;
  last: CallInteraction;
  wasAsked: boolean;
}

export function createInteractionCount({ from, until }: Week): InteractionCount {
  const calls = new Map<string, Call>();
  const texts = new Map<Outcome, number>();
  // The first call that was put through, of each session.
  const first = new Map<string, CallInteraction>();
  let newSessions: Set<string> | undefined;
  const isInWeek = (at: number) => at >= from && at < until;
  const called = () => [...calls.values()].filter(({ firstAt }) => isInWeek(firstAt));

  function addCall(step: CallInteraction): void {
    const id = callKey(step);
    const known = calls.get(id);
    if (known === undefined) {
      calls.set(id, { firstAt: step.at, last: step, wasAsked: isQuestion(step) });
    } else {
      known.firstAt = Math.min(known.firstAt, step.at);
      known.wasAsked ||= isQuestion(step);
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
    addEarlier(interaction) {
      if (interaction.channel === 'call' && interaction.sessionId !== undefined && wasPutThrough(interaction))
        sessions().delete(interaction.sessionId);
    },
    figures() {
      const counted = called();
      return {
        calls: callCounts(counted.map(({ last }) => last)),
        texts: { total: sum(texts.values()), outcomes: outcomesOf(texts) },
        unknownCallers: counted.filter(({ wasAsked }) => wasAsked).length,
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

/** Whether somebody's phone was dialled. */
function wasPutThrough({ outcome }: CallInteraction): boolean {
  return outcome === 'connecting' || isDialStatus(outcome);
}

/** Steps in the same millisecond: a question is before its answer. */
function isLater(one: CallInteraction, other: CallInteraction): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (isQuestion(one) !== isQuestion(other)) return isQuestion(other);
  return one.id > other.id;
}

function callCounts(calls: readonly CallInteraction[]): CallCounts {
  const byOutcome = new Map<Outcome, number>();
  for (const { outcome } of calls) byOutcome.set(outcome, (byOutcome.get(outcome) ?? 0) + 1);
  const ended = calls.filter(({ outcome }) => isDialStatus(outcome)).length;
  const answered = byOutcome.get('answered') ?? 0;
  const seconds = sum(calls.map(({ durationSeconds = 0 }) => durationSeconds));
  return {
    total: calls.length,
    outcomes: outcomesOf(byOutcome),
    answeredRate: ended === 0 ? undefined : rounded(answered / ended, 3),
    medianRingSeconds: median(calls.flatMap(ringSeconds)),
    minutes: rounded((seconds * SECOND_MS) / MINUTE_MS, 1),
  };
}

/** Of an answered call: what passed before the conversation, within a second, as the carrier counts whole seconds. */
function ringSeconds({ outcome, at, endedAt, durationSeconds }: CallInteraction): number[] {
  if (outcome !== 'answered' || endedAt === undefined || durationSeconds === undefined) return [];
  return [Math.max(0, endedAt - at - durationSeconds * SECOND_MS) / SECOND_MS];
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
