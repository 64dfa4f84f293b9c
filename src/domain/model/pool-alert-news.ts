import { alertKey, clearLevel, type Watched } from './pool-alert.js';
import type { AlertState, Told } from './pool-alert-state.js';
import { beginTry, claimTry, isWaiting, MOST_UNCERTAIN, NO_TRIES, settleTry, type NoticeFate } from './notice-tries.js';
import { HOUR_MS } from './time.js';

// When the shop is told. One instance claims a mail by a commit, which says what it tells; what became of it is recorded by another commit.

/** After this long it is told again, while numbers are still few; and numbers that have not been few for as long are enough. */
const AGAIN_MS = 8 * HOUR_MS;
/** Of what the shop may not have been told. */
const LONG_AGO = 0;
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
  const news = newsOf(told, all, now);
  const isOther = news !== undefined && newsItems(news).some((item) => !before.tried.includes(item));
  if (isWaiting(before, address, isOther, now)) return { state, news: undefined };
  // The next mail is about something else.
  const quiet = { ...state, digest: undefined, tried: [], ...NO_TRIES };
  if (news === undefined) return { state: quiet, news };
  // A mail of which nobody can tell whether it was sent is sent so often, and then again after some hours.
  if (claimTry(before, address, now).uncertain < MOST_UNCERTAIN) return { state, news };
  const paused = pausedFor({ told, tried: before.tried }, news, now);
  return { state: { ...quiet, told: paused }, news: newsOf(paused, all, now) };
}

/** What a mail says, without how many: what is not among them is news to a shop that was not told these. */
function newsItems({ low, cleared }: AlertNews): readonly string[] {
  return [...low.map(lowItem), ...cleared.map(clearedItem)];
}

function lowItem(each: Watched): string {
  const degree = each.presence === 'gone' ? 'gone' : each.available === 0 ? 'none' : 'low';
  return `${alertKey(each)} ${degree}`;
}

function clearedItem(each: Watched): string {
  return `${alertKey(each)} enough`;
}

/**
 * A time by the clock of some instance, as this one understands it: one that is a little ahead is now. One that is ahead by more than it takes
 * to a repetition was written by a clock that is wrong, and says nothing.
 */
function timeOf(written: number, now: number): number | undefined {
  return written > now + AGAIN_MS ? undefined : Math.min(written, now);
}

/** How long ago the shop was told, as far as the clock of this instance can tell. */
function timeSince({ at, earlier }: Told, now: number): number {
  return now - Math.max(LONG_AGO, ...[at, ...earlier].flatMap((time) => timeOf(time, now) ?? []));
}

/** What was tried several times is tried again after some hours; what has not been tried is not delayed by it. */
function pausedFor(
  { told, tried }: Pick<AlertState, 'told' | 'tried'>,
  news: AlertNews,
  now: number,
): AlertState['told'] {
  const low = news.low.filter((each) => told[alertKey(each)] !== undefined && tried.includes(lowItem(each)));
  const cleared = news.cleared.filter((each) => tried.includes(clearedItem(each)));
  const paused = { ...toldBy(told, { low, cleared }, now) };
  for (const key of [...low, ...cleared].map(alertKey)) {
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
  const { enoughSince = now } = told;
  const isBelieved = timeOf(enoughSince, now) !== undefined;
  return { ...told, enoughSince: isLow(watched) ? undefined : isBelieved ? enoughSince : now };
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
  // Not sooner after the last mail either: the clock that said since when there are enough may have been wrong.
  const isSteady = Math.min(now - (told.enoughSince ?? now), timeSince(told, now)) >= AGAIN_MS;
  return isSteady || (!told.isUnsteady && watched.available >= clearLevel(watched.threshold));
}

/**
 * The state while a mail is being sent. Should nobody learn what became of it, the shop may believe what it says, or what it was told before.
 * @param digest of what the mail says
 * @param address a digest of where it goes
 */
export function claimAlert(
  state: AlertState,
  news: AlertNews,
  { digest, address }: { readonly digest: string; readonly address: string },
  now: number,
): AlertState {
  const { low, cleared } = news;
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
  const tried = [...new Set([...state.tried, ...newsItems(news)])];
  return { ...state, told, sequence, digest, tried, ...beginTry(claimTry(state, address, now), now) };
}

function toldOf({ available, presence }: Watched, at: number): Omit<Told, 'isUnsteady'> {
  const isGone = presence === 'gone';
  return { isLow: true, isGone, isCertain: true, at, earlier: [], available, enoughSince: undefined };
}

export interface AlertClaim {
  /** The states before and after it was claimed. */
  readonly before: AlertState;
  readonly state: AlertState;
  readonly news: AlertNews;
}

/**
 * The state with what became of the mail. What was not sent is tried again.
 * @returns undefined when the claim was void by then
 */
export function settleAlert(
  current: AlertState,
  claim: AlertClaim,
  fate: NoticeFate,
  now: number,
): AlertState | undefined {
  if (current.sequence !== claim.state.sequence || current.tries !== claim.state.tries) return undefined;
  if (fate === 'sent') {
    const told = toldBy(current.told, claim.news, now);
    return { ...current, told, digest: undefined, tried: [], ...NO_TRIES };
  }
  // If it was not sent, the shop believes what it did before.
  const told = fate === 'unknown' ? current.told : toldAsBefore(current.told, claim);
  return { ...current, told, ...settleTry(current, fate, now) };
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
