import test from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createCalendar } from '../../src/domain/model/report/week.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { setUp, webhook } from '../services/set-up.js';

// What the carrier sends, each of it once or several times, is counted like what happened.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const calendar = createCalendar('Europe/Paris');

/** A call as it happened. */
interface Happened {
  readonly at: number;
  readonly end: string;
  /** Whose session it was put through in. */
  readonly session: string | undefined;
  readonly isUnknown: boolean;
  readonly seconds: number;
}

const ENDS = { completed: 'answered', busy: 'busy', 'no-answer': 'no_answer', failed: 'failed' } as const;
const end = fc.option(fc.constantFrom(...(['completed', 'completed', 'busy', 'no-answer', 'failed'] as const)), {
  nil: undefined,
});

const STEPS = ['own', 'own', 'shared', 'code', 'text', 'erase', 'pass', 'pass', 'later'] as const;

const step = fc.record({
  step: fc.constantFrom(...STEPS),
  end,
  times: fc.integer({ min: 1, max: 3 }),
  seconds: fc.integer({ min: 1, max: 900 }),
  days: fc.integer({ min: 1, max: 20 }),
});

/** Sundays on which the clock changes, and the end of a year with 53 weeks. */
const STARTS = ['2026-02-20T12:00Z', '2026-09-25T12:00Z', '2026-11-25T12:00Z', '2024-12-05T12:00Z'];

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type World = Awaited<ReturnType<typeof open>>;

/** A client with a number of their own, and one with an order that has a courier. */
async function open(start: string) {
  const clock = createFakeClock(Date.parse(start));
  const { proxyCall, order } = setUp({ store: createMemoryStore(), clock, settings: { retentionMs: 16 * DAY } });
  const own = await order(1);
  // It lasts as long as the history.
  const expiresAt = new Date(clock.now() + 364 * DAY).toISOString();
  const { courierProxyNumber = '', orderCode = '' } = await order(2, { courierPhone: '+33199001234', expiresAt });
  const numbers = { own: own.clientProxyNumber, shared: courierProxyNumber };
  return { clock, proxyCall, numbers, orderCode, calls: [] as Happened[], texts: [] as number[], isErased: false };
}

/** What the carrier sends arrives so many times. @returns the last answer */
async function deliver({ proxyCall }: World, { times }: Step, target: string, params: Record<string, string>) {
  let answer = '';
  for (let time = 0; time < times; time += 1) answer = await webhook(proxyCall, target, params);
  return answer;
}

type Params = Record<'CallSid' | 'From' | 'To', string>;

/** The call leg rings for ten seconds. The carrier may report its end. */
async function ring(
  world: World,
  given: Step,
  params: Params,
  answer: string,
  call: Pick<Happened, 'at' | 'session' | 'isUnknown'>,
) {
  const action = /action="http:\/\/localhost([^"]+)"/.exec(answer)?.[1]?.replaceAll('&amp;', '&');
  if (action === undefined) throw new TypeError(answer);
  const seconds = given.end === 'completed' ? given.seconds : 0;
  world.clock.advance(10_000 + seconds * 1000);
  if (given.end !== undefined) {
    const duration = seconds > 0 ? { DialCallDuration: seconds.toString() } : {};
    await deliver(world, given, action, { ...params, DialCallStatus: given.end, ...duration });
  }
  world.calls.push({ ...call, end: given.end === undefined ? 'connecting' : ENDS[given.end], seconds });
}

async function callOwn(world: World, given: Step, CallSid: string): Promise<void> {
  const at = world.clock.now();
  const params = { CallSid, From: '+33199005555', To: world.numbers.own };
  const answer = await deliver(world, given, '/twilio/voice', params);
  if (!world.isErased) return ring(world, given, params, answer, { at, session: 'own', isUnknown: false });
  world.calls.push({ at, end: 'not_in_service', session: undefined, isUnknown: false, seconds: 0 });
}

async function callShared(world: World, given: Step, CallSid: string): Promise<void> {
  const at = world.clock.now();
  const params = { CallSid, From: '+33199001234', To: world.numbers.shared };
  const answer = await deliver(world, given, '/twilio/voice', params);
  await ring(world, given, params, answer, { at, session: 'shared', isUnknown: false });
}

/** Everybody calls from another phone, so that nobody is locked out. */
async function enterCode(world: World, given: Step, CallSid: string): Promise<void> {
  const { clock, orderCode, numbers } = world;
  const at = clock.now();
  const params = { CallSid, From: `+3319900${(2000 + world.calls.length).toString()}`, To: numbers.shared };
  await deliver(world, given, '/twilio/voice', params);
  clock.advance(5000);
  const isWrong = given.seconds % 2 === 0;
  const Digits = isWrong ? '000000' : orderCode;
  const answer = await deliver(world, given, '/twilio/voice?attempt=1', { ...params, Digits });
  if (!isWrong) return ring(world, given, params, answer, { at, session: 'shared', isUnknown: true });
  world.calls.push({ at, end: 'code_wanted', session: undefined, isUnknown: true, seconds: 0 });
}

async function play(world: World, given: Step, index: number): Promise<void> {
  const { clock, proxyCall, numbers, texts } = world;
  const id = index.toString();
  switch (given.step) {
    case 'own':
      return callOwn(world, given, `CA${id}`);
    case 'shared':
      return callShared(world, given, `CA${id}`);
    case 'code':
      return enterCode(world, given, `CA${id}`);
    case 'text':
      texts.push(clock.now());
      await deliver(world, given, '/twilio/sms', {
        MessageSid: `SM${id}`,
        From: '+33199005555',
        To: numbers.own,
        Body: 'x',
      });
      return;
    case 'erase':
      if (world.isErased || given.seconds < 600) return;
      await proxyCall.eraseClient('1');
      world.isErased = true;
      return;
    case 'pass':
      clock.advance(given.days * DAY);
      return proxyCall.runMaintenance();
    case 'later':
      clock.advance(given.days * HOUR);
  }
}

function figuresOf({ calls: all, texts, isErased }: World, week: string) {
  const isIn = (at: number) => calendar.weekAt(at).name === week;
  const calls = all.filter(({ at }) => isIn(at));
  const firsts = ['own', 'shared'].flatMap((name) => all.find(({ session }) => session === name)?.at ?? []);
  const reached = calls.filter((each) => ['answered', 'busy', 'no_answer'].includes(each.end));
  const answered = reached.filter((each) => each.end === 'answered').length;
  const ends = calls.map((each) => each.end);
  return {
    complete: true,
    clients: isErased ? 1 : 2,
    total: calls.length,
    outcomes: Object.fromEntries(ends.map((word) => [word, ends.filter((other) => other === word).length])),
    answeredRate: reached.length === 0 ? undefined : Math.round((1000 * answered) / reached.length) / 1000,
    medianRingSeconds: answered === 0 ? undefined : 10,
    minutes: Math.round(calls.reduce((sum, { seconds }) => sum + seconds, 0) / 6) / 10,
    texts: texts.filter(isIn).length,
    unknownCallers: calls.filter(({ isUnknown }) => isUnknown).length,
    firstCalls: firsts.filter(isIn).length,
  };
}

test('calls of webhooks that are repeated, with codes, erased clients and maintenance, are counted as they happened', async (t) => {
  const drawn = fc.record({ start: fc.constantFrom(...STARTS), steps: fc.array(step, { maxLength: 16 }) });
  await fc.assert(
    fc.asyncProperty(drawn, async ({ start, steps }) => {
      const world = await open(start);
      for (const [index, given] of steps.entries()) await play(world, given, index);
      const { proxyCall, clock } = world;
      for (const weeksAgo of [0, 1]) {
        const { name } = calendar.weekAt(clock.now() - weeksAgo * 7 * DAY);
        const { complete, clients, calls, texts, unknownCallers, firstCalls } = await proxyCall.weeklyReport({
          week: name,
        });
        const { total, answeredRate, medianRingSeconds, minutes } = calls;
        // A wrong code is asked for again.
        const outcomes = calls.outcomes.map(({ outcome, count }) => [
          outcome === 'code_wrong' ? 'code_wanted' : outcome,
          count,
        ]);
        const counted = {
          ...{
            complete,
            clients: clients.total,
            total,
            outcomes: Object.fromEntries(outcomes) as Record<string, number>,
          },
          ...{ answeredRate, medianRingSeconds, minutes, texts: texts.total, unknownCallers, firstCalls },
        };
        t.deepEqual(counted, figuresOf(world, name));
      }
    }),
    { numRuns: 120 },
  );
});
