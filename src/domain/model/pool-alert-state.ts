import type { Watched } from './pool-alert.js';
import { HOUR_MS, MINUTE_MS } from './time.js';

// Which alerts the shop was told by mail. One instance claims what is to be told by a commit; the state is a fact of the store.

/** After this long it is told again, while numbers are still few. */
const AGAIN_MS = 8 * HOUR_MS;
/** For longer than it takes to plan the pool and to send a mail. */
const CLAIM_MS = 15 * MINUTE_MS;
const PAUSE_MS = 5 * MINUTE_MS;
/** A mail of which nobody can tell whether it was sent is not sent for ever. */
const MOST_UNCERTAIN_TRIES = 5;

/** Times are milliseconds since the epoch. */
export interface AlertState {
  /** Counts the mails, so that a repeated one has the same id. */
  readonly sequence: number;
  /** What is low, by `alertKey`, and when that was last told. */
  readonly told: Readonly<Record<string, number>>;
  /** How often the next mail was claimed. */
  readonly tries: number;
  /** Until when nobody else claims it. */
  readonly until: number;
}

export const NO_ALERTS: AlertState = { sequence: 0, told: {}, tries: 0, until: 0 };

export function formatAlertState(state: AlertState): string {
  return JSON.stringify(state);
}

/** What somebody else wrote is as if nothing had been told. */
export function parseAlertState(text: string | undefined): AlertState {
  try {
    const { sequence, told, tries, until } = JSON.parse(text ?? '') as Partial<Record<keyof AlertState, unknown>>;
    const times = Object.entries(told as object).filter((entry): entry is [string, number] => isCount(entry[1]));
    if (!isCount(sequence) || !isCount(tries) || !isCount(until)) return NO_ALERTS;
    return { sequence, told: Object.fromEntries(times), tries, until };
  } catch {
    return NO_ALERTS;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** `FR` or `FR mobile` */
export function alertKey({ country, type }: Pick<Watched, 'country' | 'type'>): string {
  return type === undefined ? country : `${country} ${type}`;
}

/** What a mail says. */
export interface AlertNews {
  /** Everything that is low now, also what was told before. */
  readonly low: readonly Watched[];
  /** What was told to be low and is not any more. */
  readonly cleared: readonly Watched[];
}

/** @returns undefined when there is nothing new to tell, or another instance is telling it */
export function alertNews(state: AlertState, all: readonly Watched[], now: number): AlertNews | undefined {
  const low = all.filter(({ available, threshold }) => available < threshold);
  const cleared = all.filter((each) => !low.includes(each) && state.told[alertKey(each)] !== undefined);
  const isNew = low.some((each) => now - (state.told[alertKey(each)] ?? -Infinity) >= AGAIN_MS);
  return state.until > now || (!isNew && cleared.length === 0) ? undefined : { low, cleared };
}

export function claimAlert(state: AlertState, now: number): AlertState {
  return { ...state, tries: state.tries + 1, until: now + CLAIM_MS };
}

/** What became of the mail. `unknown`: nobody can tell whether it was sent. */
export type AlertFate = 'sent' | 'refused' | 'deferred' | 'unknown';

/** The claim with what became of it. One that is refused for good is not tried again before there is something new to tell. */
export function settleAlert(claim: AlertState, { low }: AlertNews, fate: AlertFate, now: number): AlertState {
  const isTriedAgain = fate === 'deferred' || (fate === 'unknown' && claim.tries < MOST_UNCERTAIN_TRIES);
  if (isTriedAgain) return { ...claim, until: now + Math.min(HOUR_MS, PAUSE_MS * claim.tries) };
  const told = Object.fromEntries(low.map((each) => [alertKey(each), now]));
  return { sequence: claim.sequence + 1, told, tries: 0, until: 0 };
}
