import { alertKey, clearLevel, type Watched } from './pool-alert.js';
import type { AlertState, Told } from './pool-alert-state.js';
import { LONGEST_PAUSE_MS, pauseOfRefused, untilCorrected } from './refused-notice.js';
import { HOUR_MS, MINUTE_MS } from './time.js';

// When the shop is told. One instance claims a mail by a commit, which says what it tells; what became of it is recorded by another commit.

/** After this long it is told again, while numbers are still few; and numbers that have not been few for as long are enough. */
const AGAIN_MS = 8 * HOUR_MS;
/** For longer than it takes to send a mail. */
const CLAIM_MS = 15 * MINUTE_MS;
const PAUSE_MS = 5 * MINUTE_MS;
/** A mail of which nobody can tell whether it was sent is sent so often, and then again after some hours. */
const MOST_UNCERTAIN_TRIES = 5;
/** Of what the shop may not have been told. */
const LONG_AGO = 0;
/** By more than this, a clock is wrong. */
const SKEW_MS = CLAIM_MS;
/** As many clocks may be wrong at the same time, and no repetition is made too often. */
const MOST_EARLIER = 3;

/** What a mail says. */
export interface AlertNews {
  /** Everything that is low now, also what was told before; not what the shop knows to be gone. */
  readonly low: readonly Watched[];
  /** What was told to be low and is not any more. */
  readonly cleared: readonly Watched[];
}

/** What is found when the pool is looked at. */
export interface AlertLook {
  /** What is on record, and since when there have been enough. */
  readonly state: AlertState;
  /** Undefined when there is nothing to tell, or another instance is telling it. */
  readonly news: AlertNews | undefined;
}

/**
 * @param all what is watched now
 * @param address a digest of where mails go
 */
export function lookAtPool(before: AlertState, all: readonly Watched[], now: number, address: string): AlertLook {
  const told: Record<string, Told> = {};
  for (const each of all) {
    const known = observed(before.told[alertKey(each)], each, now);
    if (known !== undefined) told[alertKey(each)] = known;
  }
  const state = { ...before, told, kinds: kindsOf(all, told) };
  if (isWaiting(before, now, address)) return { state, news: undefined };
  const news = newsOf(told, all, now);
  // The next mail is about something else.
  const quiet = { ...state, digest: undefined, tries: 0, uncertain: 0, until: 0, refused: undefined };
  if (news === undefined) return { state: quiet, news };
  // A corrected address is begun with anew.
  if (isCorrected(before, address)) return { state: { ...state, tries: 0 }, news };
  if (before.uncertain < MOST_UNCERTAIN_TRIES) return { state, news };
  const paused = pausedFor(told, news, now);
  return { state: { ...quiet, told: paused }, news: newsOf(paused, all, now) };
}

/** Whether another instance is sending, or none does for a while. What a clock wrote that is far ahead stands in nobody's way. */
function isWaiting(state: AlertState, now: number, address: string): boolean {
  const { until, tries } = state;
  if (until > now + LONGEST_PAUSE_MS + SKEW_MS) return false;
  return (isCorrected(state, address) ? untilCorrected(until, tries) : until) > now;
}

function isCorrected({ refused }: AlertState, address: string): boolean {
  return refused !== undefined && refused !== address;
}

/** How long ago the shop was told, as far as the clock of this instance can tell. */
function timeSince({ at, earlier }: Told, now: number): number {
  return now - Math.max(LONG_AGO, ...[at, ...earlier].filter((time) => time <= now + SKEW_MS));
}

/** What was tried several times is tried again after some hours; what has not been tried is not delayed by it. */
function pausedFor(told: AlertState['told'], { low, cleared }: AlertNews, now: number): AlertState['told'] {
  const tried = { low: low.filter((each) => told[alertKey(each)] !== undefined), cleared };
  const paused = { ...toldBy(told, tried, now) };
  for (const key of [...tried.low, ...cleared].map(alertKey)) {
    const known = paused[key];
    if (known !== undefined) paused[key] = { ...known, isCertain: false };
  }
  return paused;
}

function newsOf(told: AlertState['told'], all: readonly Watched[], now: number): AlertNews | undefined {
  const known = (each: Watched) => told[alertKey(each)];
  const low = all.filter((each) => isLow(each) && !isKnownToBeGone(known(each), each));
  const cleared = all.filter((each) => isClear(known(each), each, now));
  return cleared.length > 0 || low.some((each) => isNew(known(each), each, now)) ? { low, cleared } : undefined;
}

function isLow({ available, threshold }: Watched): boolean {
  return available < threshold;
}

/** What was told, with since when there have been enough. That there are enough again is remembered for as long as a repetition takes. */
function observed(told: Told | undefined, watched: Watched, now: number): Told | undefined {
  if (told === undefined || (!told.isLow && told.isCertain && timeSince(told, now) >= AGAIN_MS)) return undefined;
  return { ...told, enoughSince: isLow(watched) ? undefined : Math.min(told.enoughSince ?? now, now) };
}

function kindsOf(all: readonly Watched[], told: AlertState['told']): readonly string[] {
  const kinds = all.filter(({ type, presence }) => type !== undefined && presence !== 'absent');
  return kinds.filter((each) => !isKnownToBeGone(told[alertKey(each)], each)).map(alertKey);
}

function isKnownToBeGone(told: Told | undefined, { presence }: Watched): boolean {
  return presence === 'gone' && told?.isGone === true && told.isLow && told.isCertain;
}

function isNew(told: Told | undefined, { available, presence }: Watched, now: number): boolean {
  if (told?.isLow !== true || timeSince(told, now) >= AGAIN_MS) return true;
  return (presence === 'gone' && !told.isGone) || (available === 0 && told.available > 0);
}

function isClear(told: Told | undefined, watched: Watched, now: number): boolean {
  if (told === undefined || isLow(watched)) return false;
  if (!told.isLow && (told.isCertain || timeSince(told, now) < AGAIN_MS)) return false;
  const isSteady = now - (told.enoughSince ?? now) >= AGAIN_MS;
  return isSteady || (!told.isUnsteady && watched.available >= clearLevel(watched.threshold));
}

/**
 * The state while a mail is being sent. Should nobody learn what became of it, the shop may believe what it says, or what it was told before.
 * @param digest of what the mail says
 */
export function claimAlert(state: AlertState, { low, cleared }: AlertNews, digest: string, now: number): AlertState {
  const told = { ...state.told };
  for (const each of low) {
    const known = told[alertKey(each)];
    // What it knows already is only repeated.
    if (known?.isLow !== true || !known.isCertain) {
      const isUnsteady = known !== undefined && (known.isUnsteady || !known.isLow);
      told[alertKey(each)] = { ...toldOf(each, LONG_AGO), isCertain: false, isUnsteady };
    }
  }
  for (const each of cleared) {
    const known = told[alertKey(each)];
    if (known !== undefined)
      told[alertKey(each)] = { ...known, isLow: true, isCertain: false, at: LONG_AGO, earlier: [] };
  }
  const sequence = digest === state.digest ? state.sequence : state.sequence + 1;
  const counts = { tries: state.tries + 1, uncertain: state.uncertain + 1 };
  return { ...state, told, sequence, digest, ...counts, until: now + CLAIM_MS, refused: undefined };
}

function toldOf({ available, presence }: Watched, at: number): Omit<Told, 'isUnsteady'> {
  const isGone = presence === 'gone';
  return { isLow: true, isGone, isCertain: true, at, earlier: [], available, enoughSince: undefined };
}

/** What became of the mail. `refused`: for good, as the mail server says. `unknown`: nobody can tell whether it was sent. */
export type AlertFate = 'sent' | 'refused' | 'deferred' | 'unknown';

export interface AlertClaim {
  /** A digest of where the mail goes. */
  readonly address: string;
  /** The states before and after it was claimed. */
  readonly before: AlertState;
  readonly state: AlertState;
  readonly news: AlertNews;
}

/**
 * The state with what became of the mail. What was not sent is tried again: what is refused for good more rarely, until the address is another
 * one.
 * @returns undefined when the claim was void by then
 */
export function settleAlert(
  current: AlertState,
  claim: AlertClaim,
  fate: AlertFate,
  now: number,
): AlertState | undefined {
  if (current.sequence !== claim.state.sequence || current.tries !== claim.state.tries) return undefined;
  if (fate === 'sent') {
    const told = toldBy(current.told, claim.news, now);
    return { ...current, told, digest: undefined, tries: 0, uncertain: 0, until: 0 };
  }
  const until = now + Math.min(HOUR_MS, PAUSE_MS * current.tries);
  if (fate === 'unknown') return { ...current, until };
  // It was not sent: the shop believes what it did before.
  const state = { ...current, told: toldAsBefore(current.told, claim), uncertain: claim.before.uncertain, until };
  if (fate === 'deferred') return state;
  return { ...state, until: now + pauseOfRefused(current.tries), refused: claim.address };
}

function toldBy(current: AlertState['told'], { low, cleared }: AlertNews, now: number): AlertState['told'] {
  const told = { ...current };
  for (const each of low) {
    const known = current[alertKey(each)];
    const { isUnsteady = false, enoughSince } = known ?? {};
    told[alertKey(each)] = { ...toldOf(each, now), earlier: timesOf(known), isUnsteady, enoughSince };
  }
  for (const each of cleared) {
    const known = current[alertKey(each)];
    const more = { earlier: timesOf(known), isUnsteady: false, enoughSince: known?.enoughSince };
    told[alertKey(each)] = { ...toldOf(each, now), isLow: false, ...more };
  }
  return told;
}

/** Before the mail that says so now. */
function timesOf(told: Told | undefined): readonly number[] {
  if (told === undefined) return [];
  return [...told.earlier, told.at].filter((time) => time !== LONG_AGO).slice(-MOST_EARLIER);
}

function toldAsBefore(current: AlertState['told'], { before, news }: AlertClaim): AlertState['told'] {
  const told = Object.fromEntries(Object.entries(current));
  for (const key of [...news.low, ...news.cleared].map(alertKey)) {
    const known = before.told[key];
    if (known === undefined) Reflect.deleteProperty(told, key);
    else told[key] = { ...known, enoughSince: current[key]?.enoughSince };
  }
  return told;
}
