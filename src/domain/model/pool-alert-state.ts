import { NO_TRIES, type Tries } from './notice-tries.js';
import { parseAlertKey } from './pool-alert.js';

// What the shop was told by mail of numbers that run low. It is a fact of the store.

/** What the shop was last told of a country or a kind of number. */
export interface Told {
  /** That there are few; else, that there are enough again. */
  readonly isLow: boolean;
  /** That the pool has none of it any more, whatever their status. */
  readonly isGone: boolean;
  /** Whether that mail was sent. When nobody can tell, the shop may believe the contrary, and is told again. */
  readonly isCertain: boolean;
  /** It ran low again soon after the shop was told that there are enough. */
  readonly isUnsteady: boolean;
  /** When a mail last said so, in milliseconds since the epoch. 0 when nobody can tell whether one did, and it is to be told. */
  readonly at: number;
  /** When the mails before it said so. Clocks differ, and one of them may be wrong: each instance goes by those that are past to it. */
  readonly earlier: readonly number[];
  /** How many that mail said are available. */
  readonly available: number;
  /** Since when it has not been low, in milliseconds since the epoch. Undefined while it is. */
  readonly enoughSince: number | undefined;
}

/** With how often mails were claimed since one was sent. */
export interface AlertState extends Tries {
  /** Counts the mails. One that is repeated has the number of the first. */
  readonly sequence: number;
  /** What the newest mail says, as a digest, until its fate is known: a mail that says something else is another one. */
  readonly digest: string | undefined;
  /** By `alertKey`. */
  readonly told: Readonly<Record<string, Told>>;
  /** The kinds that the pool had, by `alertKey`, of which the shop was not told that they are gone. */
  readonly kinds: readonly string[];
  /** What they said, by `newsItems`. */
  readonly tried: readonly string[];
}

/** What is watched although the pool may have none of it: see `watched`. */
export function knownTo({ told, kinds }: AlertState): {
  readonly had: readonly string[];
  readonly told: readonly string[];
} {
  const gone = Object.entries(told).filter(([, { isGone }]) => isGone);
  return { had: [...kinds, ...gone.map(([key]) => key)], told: Object.keys(told) };
}

export const NO_ALERTS: AlertState = {
  ...{ sequence: 0, digest: undefined, told: {}, kinds: [], tried: [] },
  ...NO_TRIES,
};

/** The same text for the same state. */
export function formatAlertState({ sequence, digest, told, kinds, ...rest }: AlertState): string {
  const entries = Object.entries(told).sort(([one], [other]) => (one < other ? -1 : 1));
  const records = entries.map(
    ([key, { isLow, isGone, isCertain, isUnsteady, at, earlier, available, enoughSince }]) => [
      key,
      { isLow, isGone, isCertain, isUnsteady, at, earlier, available, enoughSince },
    ],
  );
  const sorted = { told: Object.fromEntries(records) as unknown, kinds: kinds.toSorted() };
  const { tries, refusals, uncertain, until, otherUntil, address, tried } = rest;
  const counts = { tries, refusals, uncertain, until, otherUntil, address, tried: tried.toSorted() };
  return JSON.stringify({ sequence, digest, ...sorted, ...counts });
}

/** What somebody else wrote is as if nothing had been told. */
export function parseAlertState(text: string | undefined): AlertState {
  try {
    const read = JSON.parse(text ?? '') as Partial<Record<keyof AlertState | 'refused', unknown>>;
    const { sequence, digest } = read;
    const told = Object.entries(read.told as object) as [string, unknown][];
    const kinds = read.kinds as readonly unknown[];
    const tries = parseTries(read);
    if (!isCount(sequence) || tries === undefined || !isTextOrNone(digest)) return NO_ALERTS;
    return {
      ...{ sequence, digest, ...tries },
      told: Object.fromEntries(
        told.flatMap(([key, value]) => {
          // An earlier version wrote only when the newest mail said so.
          const whole = { earlier: [], ...(value as object) };
          return isKey(key) && isTold(whole) ? [[key, whole]] : [];
        }),
      ),
      kinds: kinds.filter(isKey),
      tried: Array.isArray(read.tried) ? read.tried.filter((item) => typeof item === 'string') : [],
    };
  } catch {
    return NO_ALERTS;
  }
}

/** An earlier version noted the address only of what was refused for good, as `refused`, and did not count that apart. */
function parseTries(read: Partial<Record<keyof Tries | 'refused', unknown>>): Tries | undefined {
  const { tries, uncertain, until, refused = '' } = read;
  if (!isCount(tries) || !isCount(uncertain) || !isCount(until)) return undefined;
  const { refusals = refused === '' ? 0 : tries, otherUntil = until, address = refused } = read;
  if (!isCount(refusals) || !isCount(otherUntil) || typeof address !== 'string') return undefined;
  return { tries, refusals, uncertain, until, otherUntil, address };
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && parseAlertKey(value) !== undefined;
}

function isTold(value: unknown): value is Told {
  const { isLow, isGone, isCertain, isUnsteady, at, earlier, available, enoughSince } = (value ?? {}) as Partial<Told>;
  const areFlags = [isLow, isGone, isCertain, isUnsteady].every((flag) => typeof flag === 'boolean');
  const areTimes = isCount(at) && Array.isArray(earlier) && earlier.every(isCount);
  return areFlags && areTimes && isCount(available) && (enoughSince === undefined || isCount(enoughSince));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
