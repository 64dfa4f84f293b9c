import { HOUR_MS, MINUTE_MS } from './time.js';

// Mails to the shop itself: the weekly report, and alerts. What a mail server refuses for good it may take later all the same, as the account
// had sent too much, or the address was mistyped and is corrected. So it is tried again, rarely.

const SOON_MS = HOUR_MS;
const MOST_SOON = 3;
/** A few times a day: mail servers think badly of who does not take no for an answer. */
const LATER_MS = 6 * HOUR_MS;

/** The longest pause after a mail that was not sent. */
export const LONGEST_PAUSE_MS = LATER_MS;

/** How long a mail to the shop is not tried again that was refused for good. @param tries how often it was tried, since 1 */
export function pauseOfRefused(tries: number): number {
  return tries <= MOST_SOON ? SOON_MS : LATER_MS;
}

/** At once when the address was corrected; not more often than this, as two instances may have two addresses. */
const CORRECTED_MS = 5 * MINUTE_MS;

/** When a mail that was refused may be tried again at another address. @param until when it may be at the same one */
export function untilCorrected(until: number, tries: number): number {
  return until - pauseOfRefused(tries) + CORRECTED_MS;
}
