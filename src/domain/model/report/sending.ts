import { HOUR_MS, MINUTE_MS } from '../time.js';
import type { Calendar, Week, Weekday } from './week.js';

// When the weekly report is sent. One instance claims it by a commit; what became of it is recorded in the same fact of the store.

/**
 * - `claimed`: an instance is sending it, or has stopped meanwhile.
 * - `deferred`: the mail server refused it for now, or nobody can tell whether it was sent.
 * - `sent`, `refused`: it is not tried again.
 */
const STATUSES = ['claimed', 'deferred', 'sent', 'refused'] as const;

/** What became of the report of a week. */
export interface WeeklyMail {
  /** `2026-W12` */
  readonly week: string;
  readonly status: (typeof STATUSES)[number];
  /** How often it was claimed. */
  readonly tries: number;
  /** When it may be claimed again, in milliseconds since the epoch. Only of `claimed` and `deferred`. */
  readonly until: number;
}

/** `2026-W12 claimed 1 1773644400000` */
export function formatWeeklyMail({ week, status, tries, until }: WeeklyMail): string {
  return [week, status, tries, until].join(' ');
}

/** Undefined when it was written by somebody else: then it is as if nothing had been sent. */
export function parseWeeklyMail(text: string): WeeklyMail | undefined {
  const [week = '', word, ...numbers] = text.split(' ');
  const [tries = Number.NaN, until = Number.NaN] = numbers.map(Number);
  const status = STATUSES.find((each) => each === word);
  return status === undefined || !Number.isSafeInteger(tries) || !Number.isSafeInteger(until)
    ? undefined
    : { week, status, tries, until };
}

/** People come to work then. */
const HOUR = 6;

/** The week whose report is to be sent: the newest one whose day has come, so that one that is late on Sunday is sent on Monday. */
export function weekToSend(calendar: Calendar, day: Weekday, now: number): Week {
  const week = calendar.weekBefore(calendar.weekAt(now));
  return now < calendar.timeAfter(week, day, HOUR) ? calendar.weekBefore(week) : week;
}

/** For longer than it takes to count the figures and to send a mail. */
const CLAIM_MS = 15 * MINUTE_MS;
const PAUSE_MS = 5 * MINUTE_MS;
/** A mail of which nobody can tell whether it was sent is not sent for ever. */
const MOST_UNCERTAIN_TRIES = 5;

/** The claim of an instance that begins now; undefined when there is nothing to send. */
export function claimWeeklyMail(before: WeeklyMail | undefined, week: string, now: number): WeeklyMail | undefined {
  const claim = (tries: number): WeeklyMail => ({ week, status: 'claimed', tries, until: now + CLAIM_MS });
  // Weeks compare as texts. A later one was sent when the time zone was another one, or the clock was wrong.
  if (before === undefined || before.week < week) return claim(1);
  const isOver = before.week !== week || before.status === 'sent' || before.status === 'refused' || before.until > now;
  return isOver ? undefined : claim(before.tries + 1);
}

/** What the mail server said. `unknown`: nobody can tell whether it was sent. */
export type WeeklyFate = 'sent' | 'refused' | 'deferred' | 'unknown';

/** The claim with what became of it. */
export function settleWeeklyMail(claim: WeeklyMail, fate: WeeklyFate, now: number): WeeklyMail {
  if (fate === 'sent' || fate === 'refused') return { ...claim, status: fate };
  if (fate === 'unknown' && claim.tries >= MOST_UNCERTAIN_TRIES) return { ...claim, status: 'refused' };
  return { ...claim, status: 'deferred', until: now + Math.min(HOUR_MS, PAUSE_MS * claim.tries) };
}
