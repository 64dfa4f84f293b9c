import {
  claimTry,
  isWaiting,
  MOST_UNCERTAIN,
  NO_TRIES,
  settleTry,
  type NoticeFate,
  type Tries,
} from '../notice-tries.js';
import type { Calendar, Week, Weekday } from './week.js';

// When the weekly report is sent. One instance claims it by a commit; what became of it, and of those before, is recorded in one fact of the
// store.

/**
 * - `claimed`: an instance is sending it, or has stopped meanwhile.
 * - `deferred`: the mail server refused it for now, or nobody can tell whether it was sent.
 * - `refused`: for good, as the mail server says. It is tried again all the same, more rarely.
 * - `sent`, and `unknown`, when nobody can tell after several tries: it is not tried again.
 */
const STATUSES = ['claimed', 'deferred', 'refused', 'sent', 'unknown'] as const;

/** What became of the report of a week. Until when it waits is only said of `claimed`, `deferred` and `refused`. */
export interface WeeklyMail extends Tries {
  /** `2026-W12` */
  readonly week: string;
  readonly status: (typeof STATUSES)[number];
}

/** What became of the last few reports, the one that was claimed last at the end. */
export type WeeklyMails = readonly WeeklyMail[];

/** Enough that those of a clock that was wrong do not make anybody forget what was sent before. */
const MOST_KEPT = 10;

/** `2026-W11 sent 1 1773039600000 mQ3x_tYk0aB-, 2026-W12 claimed 1 1773644400000 mQ3x_tYk0aB- 0 1 1773644400000` */
export function formatWeeklyMails(mails: WeeklyMails): string {
  return mails.map(formatWeeklyMail).join(', ');
}

function formatWeeklyMail({
  week,
  status,
  tries,
  until,
  address,
  refusals,
  uncertain,
  otherUntil,
}: WeeklyMail): string {
  const counts = isFinal(status) ? [] : [refusals, uncertain, otherUntil];
  return [week, status, tries, until, address, ...counts].join(' ').trim();
}

function isFinal(status: WeeklyMail['status']): boolean {
  return status === 'sent' || status === 'unknown';
}

/** What was written by somebody else is left out: then it is as if nothing had been sent. */
export function parseWeeklyMails(text: string): WeeklyMails {
  return text.split(', ').flatMap((each) => parseWeeklyMail(each) ?? []);
}

function parseWeeklyMail(text: string): WeeklyMail | undefined {
  const [week = '', word, ...rest] = text.split(' ');
  const [tries = Number.NaN, until = Number.NaN] = rest.slice(0, 2).map(Number);
  const [, , address = ''] = rest;
  const known = STATUSES.find((each) => each === word);
  if (known === undefined || !Number.isSafeInteger(tries) || !Number.isSafeInteger(until)) return undefined;
  // Before addresses were noted, that was the end of it; also when it may have been sent.
  const status = known === 'refused' && address === '' ? 'unknown' : known;
  return { week, status, tries, until, address, ...parseCounts(rest.slice(3), { status, tries, until }) };
}

/** An earlier version counted tries only. */
function parseCounts(
  words: readonly string[],
  { status, tries, until }: Pick<WeeklyMail, 'status' | 'tries' | 'until'>,
): Pick<Tries, 'refusals' | 'uncertain' | 'otherUntil'> {
  const refused = status === 'refused' ? tries : 0;
  const [refusals = refused, uncertain = 0, otherUntil = until] = words.map(Number).filter(Number.isSafeInteger);
  return { refusals, uncertain, otherUntil };
}

/** People come to work then. */
const HOUR = 6;

/** The week whose report is to be sent: the newest one whose day has come, so that one that is late on Sunday is sent on Monday. */
export function weekToSend(calendar: Calendar, day: Weekday, now: number): Week {
  const week = calendar.weekBefore(calendar.weekAt(now));
  return now < calendar.timeAfter(week, day, HOUR) ? calendar.weekBefore(week) : week;
}

/**
 * The claim of an instance that begins now; undefined when there is nothing to send. No report is sent before its week is over: one on
 * record is that of a clock that was wrong, and stands in nobody's way.
 * @param wanted the week, and a digest of the address
 * @param isOver whether the week of this name is over
 */
export function claimWeeklyMail(
  mails: WeeklyMails,
  { week, address }: Pick<WeeklyMail, 'week' | 'address'>,
  isOver: (week: string) => boolean,
  now: number,
): WeeklyMail | undefined {
  const before = mails.find((mail) => mail.week === week);
  // Weeks compare as texts. A later one may be on record as the time zone was another one.
  if (mails.some((mail) => mail.week > week && isOver(mail.week))) return undefined;
  if (before !== undefined && (isFinal(before.status) || isWaiting(before, address, false, now))) return undefined;
  return { week, status: 'claimed', ...claimTry(before ?? NO_TRIES, address, now) };
}

/** What is on record with this one: the last one of its week counts. */
export function withWeeklyMail(mails: WeeklyMails, mail: WeeklyMail): WeeklyMails {
  return [...mails.filter(({ week }) => week !== mail.week), mail].slice(-MOST_KEPT);
}

/** Whether a claim still holds: nobody else has claimed the report since. */
export function holdsWeeklyMail(mails: WeeklyMails, { week, tries, address }: WeeklyMail): boolean {
  const mail = mails.find((each) => each.week === week);
  return mail?.status === 'claimed' && mail.tries === tries && mail.address === address;
}

/** The claim with what became of it. */
export function settleWeeklyMail(claim: WeeklyMail, fate: NoticeFate, now: number): WeeklyMail {
  if (fate === 'sent' || (fate === 'unknown' && claim.uncertain >= MOST_UNCERTAIN)) return { ...claim, status: fate };
  return { ...claim, ...settleTry(claim, fate, now), status: fate === 'refused' ? fate : 'deferred' };
}
