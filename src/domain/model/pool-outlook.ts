import { busiest, type Holding } from './planning.js';
import type { Steps } from './steps.js';
import { DAY_MS } from './time.js';

// How long the available numbers last, by what was held in the last days.

/** How what is held at the same time has grown. */
export interface Trend {
  /** The most that one person held at the same time. */
  readonly most: number;
  /** By how much that was more in the later half of the time than in the earlier one, for each day between them; 0 when it was not. */
  readonly perDay: number;
}

export const NO_TREND: Trend = { most: 0, perDay: 0 };

/** Times are milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * The time in which growth is looked at: a shop that began a week ago has grown in that week. A day at least.
 * @param longest the time that the log goes back
 */
export function spanOf(holdings: Iterable<readonly Holding[]>, longest: Span): Span {
  let first = longest.until - DAY_MS;
  for (const some of holdings) for (const { from } of some) first = Math.min(first, from);
  return { from: Math.max(first, longest.from), until: longest.until };
}

/** Compares the halves of a span of time. */
export function* trendOf(holdings: readonly Holding[], { from, until }: Span): Steps<Trend> {
  const middle = (from + until) / 2;
  const earlier = yield* busiest(holdings.filter((holding) => holding.from < middle && holding.until > from));
  const latest = yield* busiest(holdings.filter((holding) => holding.until > middle));
  return { most: Math.max(earlier, latest), perDay: Math.max(0, latest - earlier) / ((until - middle) / DAY_MS) };
}

/** One use of numbers, for clients' own or shared, with how many are in that use now. */
export interface NumberUse extends Trend {
  readonly inUse: number;
}

/**
 * How long numbers last: a number of whole days; `steady` when their use does not grow; `long` for more than a year; `peak` when a time as
 * busy as the busiest of late would take more than there are.
 */
export type Outlook = number | 'steady' | 'long' | 'peak';

const YEAR_DAYS = 365;

/**
 * @param available how many there are for all of the uses
 * @param uses a shared number carries many sessions: what counts is how many of them one person needs, and only beyond those that are shared
 *   already
 */
export function outlook(available: number, uses: readonly NumberUse[]): Outlook {
  const lastsFor = (days: number) =>
    uses.reduce((sum, use) => sum + Math.max(0, use.most + use.perDay * days - use.inUse), 0) <= available;
  if (!lastsFor(0)) return 'peak';
  if (uses.every(({ perDay }) => perDay === 0)) return 'steady';
  if (lastsFor(YEAR_DAYS)) return 'long';
  let days = 0;
  while (lastsFor(days + 1)) days += 1;
  return days;
}
