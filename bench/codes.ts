/**
 * How far a program gets that guesses order codes on a shared number for two weeks, and how many callers with a right code get
 * through meanwhile: under the former rule, which locked the number for everybody, and in the product as it is (its `enterCode`,
 * on the memory store). The program has ten lines, each call takes 20 seconds, and it enters as many codes in a call as it may, of the
 * length that it is asked for. BENCH_DAYS sets another time.
 */
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import type { EntryLength } from '../src/domain/model/order-code.js';
import { phoneNumber, type E164 } from '../src/domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../src/domain/model/settings.js';
import { DAY_MS, MINUTE_MS } from '../src/domain/model/time.js';
import { personWith } from '../src/domain/services/persons.js';
import { createServices } from '../src/domain/services/services.js';
import { enterCode } from '../src/domain/services/sessions/code-entry.js';
import { createFakeClock, createSequentialIds, fictionalMobile } from '../src/entry/testing/index.js';

const DAYS = Number(process.env['BENCH_DAYS'] ?? 14);
const LINES = 10;
const CALL_MS = 20_000;
const SESSIONS = 100;
/** Callers with a right code: one in ten minutes, every other of them with a withheld number. */
const RIGHT_CALLS_MS = 10 * MINUTE_MS;
/** Wrong codes of the former rule's calls: they were asked three times. */
const FORMER_ENTRIES = 3;

/** How likely it is that a guess hits a code of some session. */
const HITS: Readonly<Record<EntryLength, number>> = { short: SESSIONS / 10 ** 6, long: SESSIONS / 10 ** 10 };

/** A caller ID; undefined when withheld. */
type Caller = E164 | undefined;

/** How long the code is that a caller is asked for; undefined when the call ends instead. */
type Asked = EntryLength | undefined;

interface Rule {
  /** A call begins. */
  readonly call: (caller: Caller) => Promise<Asked>;
  /** A wrong code is entered, the nth of its call. */
  readonly wrong: (caller: Caller, entry: number, asked: EntryLength) => Promise<{ compared: boolean; asked: Asked }>;
  /** A right code is entered. Returns whether the caller gets through. */
  readonly right: (caller: Caller, length: EntryLength) => Promise<boolean>;
}

interface Count {
  readonly strikes: number;
  readonly level: number;
  readonly lastAt: number;
  readonly until: number;
}

/** The rule until now: three wrong codes lock a caller, or all who withhold their number, and ten the number, for everybody. */
function formerRule(clock: { readonly now: () => number }): Rule {
  const counts = new Map<string, Count>();
  const keyOf = (caller: Caller) => caller ?? 'withheld';
  const locked = (key: string) => clock.now() < (counts.get(key)?.until ?? 0);
  const forgiven = (key: string): Count => {
    const now = clock.now();
    const { strikes, level, lastAt, until } = counts.get(key) ?? { strikes: 0, level: 0, lastAt: 0, until: 0 };
    const quietDays = Math.max(0, Math.floor((now - until) / DAY_MS));
    return { strikes: now - lastAt < DAY_MS ? strikes : 0, level: Math.max(0, level - quietDays), lastAt: now, until };
  };
  const strike = (key: string, tries: number) => {
    const { strikes, level, until, lastAt } = forgiven(key);
    const isLast = strikes + 1 >= tries;
    const length = Math.min(15 * MINUTE_MS * 4 ** level, DAY_MS);
    const counted = isLast
      ? { strikes: 0, level: level + 1, until: lastAt + length }
      : { strikes: strikes + 1, level, until };
    counts.set(key, { ...counted, lastAt });
  };
  const asked = (caller: Caller): Asked => (locked(keyOf(caller)) || locked('number') ? undefined : 'short');
  return {
    call: (caller) => Promise.resolve(asked(caller)),
    wrong(caller, entry) {
      strike(keyOf(caller), 3);
      strike('number', 10);
      return Promise.resolve({ compared: true, asked: entry < FORMER_ENTRIES ? asked(caller) : undefined });
    },
    right(caller, length) {
      if (length === 'long' || asked(caller) === undefined) return Promise.resolve(false);
      counts.set(keyOf(caller), { ...forgiven(keyOf(caller)), strikes: 0 });
      return Promise.resolve(true);
    },
  };
}

/** The product, with orders that share one number. */
async function presentRule(clock: ReturnType<typeof createFakeClock>): Promise<Rule> {
  const ids = createSequentialIds();
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const ports = { ...carrier, store: createMemoryStore(), clock, ids, logger, settings: DEFAULT_SETTINGS };
  const api = createServices(ports).api({ name: 'bench', role: 'admin' });
  let [to, right] = ['' as E164, { short: '', long: '' }];
  for (let index = 0; index < SESSIONS; index += 1) {
    const id = index.toString();
    const { courierProxyNumber, orderCode, orderCodeLong } = await api.createOrder({
      ...{ orderId: id, clientId: id, clientName: 'Ada', clientMail: 'ada@shop.example' },
      clientRealPhone: fictionalMobile(5000 + index),
      courierPhone: phoneNumber(`+3319900${(1000 + index).toString()}`),
      expiresAt: new Date(clock.now() + (DAYS + 1) * DAY_MS).toISOString(),
    });
    to = courierProxyNumber ?? to;
    right = { short: orderCode ?? '', long: orderCodeLong ?? '' };
  }
  // Of no order: the codes of orders are random.
  const wrong = { short: '000000', long: '0000000000' };
  let lookedUp = false;
  const store = {
    ...ports.store,
    sessionByCode: (code: string) => ((lookedUp = true), ports.store.sessionByCode(code)),
  };
  const enter = async (caller: Caller, attempt: number, digits: string | undefined) => {
    const person = caller && personWith(ids, caller);
    const entry = await enterCode({ ...ports, store }, { to, caller: person, digits, attempt, stale: undefined });
    // The caller stays unknown: it is their first call each time.
    const puts = entry.puts.filter(({ kind }) => kind === 'lockout');
    await store.commit({ puts });
    return entry.decided;
  };
  const askedIn = (decided: Awaited<ReturnType<typeof enter>>): Asked =>
    decided.kind === 'ask_code' ? (decided.long === true ? 'long' : 'short') : undefined;
  return {
    call: async (caller) => askedIn(await enter(caller, 0, undefined)),
    async wrong(caller, entry, length) {
      lookedUp = false;
      const decided = await enter(caller, entry, wrong[length]);
      return { compared: lookedUp, asked: askedIn(decided) };
    },
    right: async (caller, length) => (await enter(caller, 1, right[length])).kind === 'connect',
  };
}

function ignore(): void {
  // The log is no matter here.
}

/** @param call counts from 1 */
type Shows = (call: number) => Caller;

/** A number of a range for fiction, another one for each index. */
function forged(index: number): E164 {
  return `+33199${(100_000 + index).toString().padStart(8, '0')}` as E164;
}

const guessers: readonly (readonly [name: string, shows: Shows])[] = [
  ['one caller ID', () => forged(0)],
  ['withheld', () => undefined],
  ['a new caller ID each call', forged],
];

interface Outcome {
  /** Guesses that were compared, by day. */
  readonly guesses: Readonly<Record<EntryLength, number[]>>;
  readonly right: { calls: number; byCode: number; byLongCode: number };
}

async function attack(rule: Rule, shows: Shows, clock: ReturnType<typeof createFakeClock>): Promise<Outcome> {
  const days = () => Array.from({ length: DAYS }, () => 0);
  const guesses = { short: days(), long: days() };
  const right = { calls: 0, byCode: 0, byLongCode: 0 };
  const start = clock.now();
  for (let call = 1; clock.now() < start + DAYS * DAY_MS; call += 1) {
    const day = Math.floor((clock.now() - start) / DAY_MS);
    const caller = shows(call);
    let asked = await rule.call(caller);
    for (let entry = 1; asked !== undefined; entry += 1) {
      const length = asked;
      const entered = await rule.wrong(caller, entry, length);
      if (entered.compared) guesses[length][day] = (guesses[length][day] ?? 0) + 1;
      ({ asked } = entered);
    }
    if ((clock.now() - start) % RIGHT_CALLS_MS === 0) await callRightly(rule, right);
    clock.advance(CALL_MS / LINES);
  }
  return { guesses, right };
}

async function callRightly(rule: Rule, right: Outcome['right']): Promise<void> {
  right.calls += 1;
  const who = right.calls % 2 === 0 ? undefined : forged(50_000_000 + right.calls);
  const isThrough = await rule.right(who, 'short');
  right.byCode += Number(isThrough);
  right.byLongCode += Number(isThrough || (await rule.right(who, 'long')));
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
  const [before, now] = [createFakeClock(), createFakeClock()];
  process.stdout.write(`${report(name, 'former', await attack(formerRule(before), shows, before))}\n`);
  process.stdout.write(`${report(name, 'present', await attack(await presentRule(now), shows, now))}\n`);
}
