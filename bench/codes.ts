/**
 * How far a program gets that guesses order codes on a shared number for two weeks, and how many callers with a right code get
 * through meanwhile: under the former rule, which locked the number for everybody, and under the present one. The program has
 * ten lines, each call takes 20 seconds, and it enters as many codes in a call as it may, of the length that it is asked for.
 */
import {
  ENTRIES_PER_CALL,
  clearStrikes,
  countOfCaller,
  countOnNumber,
  isCompared,
  isLocked,
  type Lockout,
} from '../src/domain/model/lockout.js';
import type { EntryLength } from '../src/domain/model/order-code.js';
import { DAY_MS, MINUTE_MS } from '../src/domain/model/time.js';

const DAYS = 14;
const LINES = 10;
const CALL_MS = 20_000;
const SESSIONS = 100;
/** Callers with a right code: one in ten minutes, every other of them with a withheld number. */
const RIGHT_CALLS_MS = 10 * MINUTE_MS;

/** How likely it is that a guess hits a code of some session. */
const HITS: Readonly<Record<EntryLength, number>> = { short: SESSIONS / 10 ** 6, long: SESSIONS / 10 ** 10 };

/** A caller ID; undefined when withheld. */
type Caller = string | undefined;

interface Rule {
  /** The codes that a caller is asked for; undefined for one who is refused. */
  readonly asks: (caller: Caller, now: number) => EntryLength | undefined;
  /** Counts a wrong code. Returns whether it was compared. */
  readonly wrong: (caller: Caller, length: EntryLength, now: number) => boolean;
  /** Counts a right code. Returns whether it was accepted. */
  readonly right: (caller: Caller, length: EntryLength, now: number) => boolean;
}

/** The rule until now: three wrong codes lock a caller, or all who withhold their number, and ten the number, for everybody. */
function formerRule(): Rule {
  interface Count {
    readonly strikes: number;
    readonly level: number;
    readonly lastAt: number;
    readonly until: number;
  }
  const counts = new Map<string, Count>();
  const keyOf = (caller: Caller) => caller ?? 'withheld';
  const locked = (key: string, now: number) => now < (counts.get(key)?.until ?? 0);
  const forgiven = (key: string, now: number): Count => {
    const { strikes, level, lastAt, until } = counts.get(key) ?? { strikes: 0, level: 0, lastAt: 0, until: 0 };
    const quietDays = Math.max(0, Math.floor((now - until) / DAY_MS));
    return { strikes: now - lastAt < DAY_MS ? strikes : 0, level: Math.max(0, level - quietDays), lastAt: now, until };
  };
  const strike = (key: string, tries: number, now: number) => {
    const { strikes, level, until } = forgiven(key, now);
    const isLast = strikes + 1 >= tries;
    const length = Math.min(15 * MINUTE_MS * 4 ** level, DAY_MS);
    const counted = isLast
      ? { strikes: 0, level: level + 1, until: now + length }
      : { strikes: strikes + 1, level, until };
    counts.set(key, { ...counted, lastAt: now });
  };
  const asks: Rule['asks'] = (caller, now) =>
    locked(keyOf(caller), now) || locked('number', now) ? undefined : 'short';
  return {
    asks,
    wrong(caller, _, now) {
      strike(keyOf(caller), 3, now);
      strike('number', 10, now);
      return true;
    },
    right(caller, length, now) {
      if (length === 'long' || asks(caller, now) === undefined) return false;
      counts.set(keyOf(caller), { ...forgiven(keyOf(caller), now), strikes: 0 });
      return true;
    },
  };
}

function presentRule(): Rule {
  const callers = new Map<string, Lockout>();
  let number: Lockout | undefined;
  const isLockedOut = (caller: Caller, now: number) => caller !== undefined && isLocked(callers.get(caller), now);
  return {
    asks: (caller, now) => (isLockedOut(caller, now) ? undefined : isLocked(number, now) ? 'long' : 'short'),
    wrong(caller, length, now) {
      if (!isCompared(number, length, now)) return false;
      number = countOnNumber(number, 'number', length, now);
      if (caller !== undefined) callers.set(caller, countOfCaller(callers.get(caller), caller, now));
      return true;
    },
    right(caller, length, now) {
      if (isLockedOut(caller, now) || !isCompared(number, length, now)) return false;
      if (caller !== undefined) callers.set(caller, clearStrikes(callers.get(caller), caller, now));
      return true;
    },
  };
}

/** @param call counts from 1 */
type Shows = (call: number) => Caller;

const guessers: readonly (readonly [name: string, shows: Shows])[] = [
  ['one caller ID', () => 'guesser'],
  ['withheld', () => undefined],
  ['a new caller ID each call', (call) => `forged ${call.toString()}`],
];

interface Outcome {
  /** Guesses that were compared, by day. */
  readonly guesses: Readonly<Record<EntryLength, number[]>>;
  readonly right: { calls: number; byCode: number; byLongCode: number };
}

function attack(rule: Rule, shows: Shows): Outcome {
  const days = () => Array.from({ length: DAYS }, () => 0);
  const guesses = { short: days(), long: days() };
  const right = { calls: 0, byCode: 0, byLongCode: 0 };
  let call = 0;
  for (let now = 0; now < DAYS * DAY_MS; now += CALL_MS / LINES) {
    const caller = shows((call += 1));
    for (let entry = 0; ; entry += 1) {
      const length = rule.asks(caller, now);
      if (length === undefined || entry >= ENTRIES_PER_CALL[length]) break;
      const day = Math.floor(now / DAY_MS);
      if (rule.wrong(caller, length, now)) guesses[length][day] = (guesses[length][day] ?? 0) + 1;
    }
    if (now % RIGHT_CALLS_MS !== 0) continue;
    right.calls += 1;
    const who = right.calls % 2 === 0 ? undefined : `right ${right.calls.toString()}`;
    const isThrough = rule.right(who, 'short', now);
    right.byCode += Number(isThrough);
    right.byLongCode += Number(isThrough || rule.right(who, 'long', now));
  }
  return { guesses, right };
}

function report(name: string, rule: string, { guesses, right }: Outcome): string {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const perDay = (counts: readonly number[]) =>
    `${(counts[0] ?? 0).toString().padStart(6)} ${(sum(counts.slice(1)) / (DAYS - 1)).toFixed(1).padStart(8)}`;
  const expected = sum(guesses.short) * HITS.short + sum(guesses.long) * HITS.long;
  const through = (count: number) => `${((100 * count) / right.calls).toFixed(1)} %`.padStart(8);
  return [
    name.padEnd(26),
    rule.padEnd(7),
    perDay(guesses.short),
    perDay(guesses.long),
    expected.toFixed(4).padStart(9),
    through(right.byCode),
    through(right.byLongCode),
  ].join('  ');
}

process.stdout.write(
  [
    `${DAYS.toString()} days, ${LINES.toString()} lines, ${(CALL_MS / 1000).toString()} s a call, ${SESSIONS.toString()} sessions, codes of 6 and 10 digits.`,
    'Guesses that were compared on the first day, and a day from then on; expected hits in all; how many of the callers with a',
    'right code got through meanwhile, if they have the order code only, and if they have the long code too.',
    '',
    'guesser                     rule     short: 1st, then   long: 1st, then       hits      code  long code',
    '',
  ].join('\n'),
);
for (const [name, shows] of guessers) {
  process.stdout.write(`${report(name, 'former', attack(formerRule(), shows))}\n`);
  process.stdout.write(`${report(name, 'present', attack(presentRule(), shows))}\n`);
}
