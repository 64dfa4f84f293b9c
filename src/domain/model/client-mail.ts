import type { Counter } from './counter.js';
import { DAY_MS, MINUTE_MS } from './time.js';

// What became of one mail to a client under one key: kept for a day in a counter, whose count is the place of the state in this list.

const STATES = ['sending', 'sent', 'refused', 'deferred', 'unknown'] as const;
/** `refused`: for good. `deferred`: refused for now, so it may be tried again. */
export type ClientMailState = (typeof STATES)[number];

/**
 * Why a client got no mail. `unknown_client`: there is no client with this id, or they were erased. `no_mail_address`: what is on record is
 * none. `no_number`: the template needs a number of their own. `limit`: too many mails were sent in a day, to this address or in all.
 * `refused`: by the mail server, for good, because of the recipient or the content. `refused_for_now`: the same request may succeed later.
 * `interrupted`: the service was being stopped; the same request under the same key goes on.
 */
export type SkipReason =
  'unknown_client' | 'no_mail_address' | 'no_number' | 'limit' | 'refused' | 'refused_for_now' | 'interrupted';

export const SKIP_REASONS = [
  'unknown_client',
  'no_mail_address',
  'no_number',
  'limit',
  'refused',
  'refused_for_now',
  'interrupted',
] as const satisfies readonly SkipReason[];

/** For longer than a mail takes: 90 seconds at most (`LONGEST_SEND_MS`), and the commits before and after it. */
const SENDING_MS = 2 * MINUTE_MS;

/** A counter that says that the mail is in this state from now on. */
export function clientMailCounter(key: string, state: ClientMailState, now: number): Counter {
  return { key, count: STATES.indexOf(state) + 1, until: now + DAY_MS };
}

/**
 * The state that a counter tells of. One that is being sent for too long was cut off by a crash: then nobody can tell.
 * @returns undefined when the mail was not tried, or more than a day ago
 */
export function clientMailState(counter: Counter | undefined, now: number): ClientMailState | undefined {
  if (counter === undefined || counter.until <= now) return undefined;
  const state = STATES[counter.count - 1];
  const since = counter.until - DAY_MS;
  return state === 'sending' && since + SENDING_MS <= now ? 'unknown' : state;
}
