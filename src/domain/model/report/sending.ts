import { pauseOfRefused, untilCorrected } from '../refused-notice.js';
import { HOUR_MS, MINUTE_MS } from '../time.js';
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

/** What became of the report of a week. */
export interface WeeklyMail {
  /** `2026-W12` */
  readonly week: string;
  readonly status: (typeof STATUSES)[number];
  /** How often it was claimed. */
  readonly tries: number;
  /** When it may be claimed again, in milliseconds since the epoch. Only of `claimed`, `deferred` and `refused`. */
  readonly until: number;
  /** A digest of the address, without blanks. One that is corrected is begun anew. Empty in what an earlier version wrote. */
  readonly address: string;
}

/** What became of the last few reports, the one that was claimed last at the end. */
export type WeeklyMails = readonly WeeklyMail[];

/** Enough that those of a clock that was wrong do not make anybody forget what was sent before. */
const MOST_KEPT = 10;

/** `2026-W11 sent 1 1773039600000 mQ3x_tYk0aB-, 2026-W12 claimed 1 1773644400000 mQ3x_tYk0aB-` */
export function formatWeeklyMails(mails: WeeklyMails): string {
  return mails
    .map(({ week, status, tries, until, address }) => [week, status, tries, until, address].join(' ').trim())
    .join(', ');
}

/** What was written by somebody else is left out: then it is as if nothing had been sent. */
export function parseWeeklyMails(text: string): WeeklyMails {
  return text.split(', ').flatMap((each) => parseWeeklyMail(each) ?? []);
}

function parseWeeklyMail(text: string): WeeklyMail | undefined {
  const [week = '', word, ...rest] = text.split(' ');
  const [tries = Number.NaN, until = Number.NaN] = rest.slice(0, 2).map(Number);
  const [, , address = ''] = rest;
  const status = STATUSES.find((each) => each === word);
  return status === undefined || !Number.isSafeInteger(tries) || !Number.isSafeInteger(until)
    ? undefined
    : { week, status, tries, until, address };
}

/** People come to work then. */
const HOUR = 6;

/** The week whose report is to be sent: the newest one whose day has come, so that one that is late on Sunday is sent on Monday. */
export function weekToSend(calendar: Calendar, day: Weekday, now: number): Week {
  const week = calendar.weekBefore(calendar.weekAt(now));
  return now < calendar.timeAfter(week, day, HOUR) ? calendar.weekBefore(week) : week;
}

/** For longer than it takes to send a mail, or to read a page of what is counted: meanwhile the claim is renewed. */
const CLAIM_MS = 15 * MINUTE_MS;
/** How long before its end a claim is renewed. */
const RENEWED_MS = 10 * MINUTE_MS;
const PAUSE_MS = 5 * MINUTE_MS;
/** A mail of which nobody can tell whether it was sent is not sent for ever. */
const MOST_UNCERTAIN_TRIES = 5;

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
  const claim = { week, address, status: 'claimed', until: now + CLAIM_MS } as const;
  if (before === undefined) return { ...claim, tries: 1 };
  const { status, tries, until } = before;
  if (status === 'sent' || status === 'unknown') return undefined;
  const isCorrected = status === 'refused' && before.address !== address;
  if (isCorrected && untilCorrected(until, tries) <= now) return { ...claim, tries: 1 };
  return until > now ? undefined : { ...claim, tries: tries + 1 };
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

/** Whether a claim is to be renewed before it lapses. */
export function isToBeRenewed(until: number, now: number): boolean {
  return now > until - RENEWED_MS;
}

/** The claim from now on. */
export function renewWeeklyMail(claim: WeeklyMail, now: number): WeeklyMail {
  return { ...claim, until: now + CLAIM_MS };
}

/** What the mail server said. `unknown`: nobody can tell whether it was sent. */
export type WeeklyFate = 'sent' | 'refused' | 'deferred' | 'unknown';

/** The claim with what became of it. */
export function settleWeeklyMail(claim: WeeklyMail, fate: WeeklyFate, now: number): WeeklyMail {
  if (fate === 'sent') return { ...claim, status: fate };
  if (fate === 'refused') return { ...claim, status: fate, until: now + pauseOfRefused(claim.tries) };
  if (fate === 'unknown' && claim.tries >= MOST_UNCERTAIN_TRIES) return { ...claim, status: fate };
  return { ...claim, status: 'deferred', until: now + Math.min(HOUR_MS, PAUSE_MS * claim.tries) };
}
