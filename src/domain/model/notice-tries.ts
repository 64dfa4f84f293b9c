import { HOUR_MS, MINUTE_MS } from './time.js';

// When mails to the shop itself are tried: the weekly report, and alerts. What a mail server refuses for good it may take later all the same, as
// the account had sent too much, or the address was mistyped and is corrected. So it is tried again, rarely.

/** How often a mail was tried, and when it may be again. Times are milliseconds since the epoch, by the clock of the instance that wrote them. */
export interface Tries {
  /** How often it was claimed. Tells a claim from the one before. */
  readonly tries: number;
  /** How often the mail server refused it for good. */
  readonly refusals: number;
  /** How often nobody can tell whether it was sent: also while it is being sent. */
  readonly uncertain: number;
  /** Until when nobody else claims it. */
  readonly until: number;
  /** The same for one that says something else, or goes to another address. */
  readonly otherUntil: number;
  /** A digest of the address, without blanks. Empty before the first try, and in what an earlier version wrote. */
  readonly address: string;
}

export const NO_TRIES: Tries = { tries: 0, refusals: 0, uncertain: 0, until: 0, otherUntil: 0, address: '' };

/** For longer than it takes to send a mail, or to read a page of what a report counts: meanwhile the claim is renewed. */
const CLAIM_MS = 15 * MINUTE_MS;
/** How long before its end a claim is renewed. */
const RENEWED_MS = 10 * MINUTE_MS;
/** After a mail that was not sent. Not less for another address, as two instances may have two. */
const PAUSE_MS = 5 * MINUTE_MS;
const LONGEST_DEFERRAL_MS = HOUR_MS;
const MOST_SOON = 3;
/** A few times a day: mail servers think badly of who does not take no for an answer. */
const LATER_MS = 6 * HOUR_MS;
/**
 * A time that is ahead by more than the longest pause and this was written by a clock that is wrong. Not less: of two instances that do not
 * believe each other, each tries whenever the other has.
 */
const SKEW_MS = 8 * HOUR_MS;

/** A mail of which nobody can tell whether it was sent is not sent for ever. */
export const MOST_UNCERTAIN = 5;

/** Whether it goes to another address than when it was last tried. */
function isCorrected(before: Tries, address: string): boolean {
  return before.address !== '' && before.address !== address;
}

/**
 * Whether another instance is sending it, or none does for a while.
 * @param isOther whether it says something else than when it was last tried
 */
export function isWaiting(before: Tries, address: string, isOther: boolean, now: number): boolean {
  const { until, otherUntil } = before;
  if (until > now + LATER_MS + SKEW_MS) return false;
  return (isOther || isCorrected(before, address) ? Math.min(until, otherUntil) : until) > now;
}

/** With one more try. What happened at another address does not count. */
export function claimTry(before: Tries, address: string, now: number): Tries {
  const { refusals, uncertain } = isCorrected(before, address) ? NO_TRIES : before;
  return { tries: before.tries + 1, refusals, uncertain, ...claimedFor(now), address };
}

/** The claim while the mail is being sent: from now on nobody can tell, until it is known. */
export function beginTry<T extends Tries>(claim: T, now: number): T {
  return { ...renewTry(claim, now), uncertain: claim.uncertain + 1 };
}

function claimedFor(now: number): Pick<Tries, 'until' | 'otherUntil'> {
  return { until: now + CLAIM_MS, otherUntil: now + CLAIM_MS };
}

/** Whether a claim is to be renewed before it lapses. */
export function isToBeRenewed(until: number, now: number): boolean {
  return now > until - RENEWED_MS;
}

/** The claim from now on. */
export function renewTry<T extends Tries>(claim: T, now: number): T {
  return { ...claim, ...claimedFor(now) };
}

/** What the mail server said. `refused`: for good. `deferred`: for now. `unknown`: nobody can tell whether the mail was sent. */
export type NoticeFate = 'sent' | 'refused' | 'deferred' | 'unknown';

/** The claim with what became of it, when the mail was not sent, or nobody can tell. @param claim since it has begun */
export function settleTry(claim: Tries, fate: Exclude<NoticeFate, 'sent'>, now: number): Tries {
  const { tries, address } = claim;
  const refusals = fate === 'refused' ? claim.refusals + 1 : claim.refusals;
  const uncertain = fate === 'unknown' ? claim.uncertain : claim.uncertain - 1;
  const pause = fate === 'refused' ? pauseOfRefused(refusals) : pauseOfDeferred(tries - refusals);
  return { tries, refusals, uncertain, until: now + pause, otherUntil: now + PAUSE_MS, address };
}

function pauseOfRefused(refusals: number): number {
  return refusals <= MOST_SOON ? HOUR_MS : LATER_MS;
}

/** @param deferrals how often it was tried otherwise, since 1 */
function pauseOfDeferred(deferrals: number): number {
  return Math.min(LONGEST_DEFERRAL_MS, PAUSE_MS * Math.max(1, deferrals));
}
