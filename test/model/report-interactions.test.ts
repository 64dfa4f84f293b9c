import test from 'ava';
import type { LivePairedSession } from '../../src/domain/model/session.js';
import { createInteractionCount } from '../../src/domain/model/report/interactions.js';
import { createCalendar } from '../../src/domain/model/report/week.js';
import { aCallInteraction, aPairedSession } from '../../src/entry/testing/index.js';

const HOUR = 3_600_000;
const WEEK = { name: '2026-W12', from: 0, until: 0, ...createCalendar('Europe/Paris').weekNamed('2026-W12') };

/** An answered call of a minute that rang so many seconds before. */
const rang = (seconds: number, sessionId?: string) => {
  const callId = `CA${seconds.toString()}`;
  const at = WEEK.from + HOUR;
  const spoken = { outcome: 'answered', durationSeconds: 60, endedAt: at + (seconds + 60) * 1000 } as const;
  return aCallInteraction(`one.voice.0.${callId}`, { callId, sessionId, at, ...spoken });
};

/** @param limit how long phones ring in general, in seconds */
function medianOf(
  calls: readonly ReturnType<typeof rang>[],
  limit: number | undefined,
  sessions: readonly LivePairedSession[] = [],
) {
  const count = createInteractionCount(WEEK, limit);
  for (const call of calls) count.add(call);
  for (const session of sessions) count.addSession(session);
  return count.figures().calls.medianRingSeconds;
}

const [LONG, SHORT] = [
  aPairedSession('long', { id: '1' }, { ringSeconds: 120 }),
  aPairedSession('short', { id: '2' }, { ringSeconds: 5 }),
];

for (const general of [undefined, 40]) {
  test(`an order's own limit decides which ringing is believed, whatever the general one is (${String(general)})`, (t) => {
    t.is(medianOf([rang(150, 'long'), rang(80, 'short')], general, [LONG, SHORT]), 150);
  });
}

test('a call may ring a minute longer than its limit, and no second more', (t) => {
  t.is(medianOf([rang(90), rang(91)], undefined), 90);
  t.is(medianOf([rang(80), rang(81)], 20), 80);
  t.is(medianOf([rang(65, 'short'), rang(66, 'short')], 20, [SHORT]), 65);
});

test('of two questions in one millisecond the later attempt is the last, in whatever order they are read', (t) => {
  const step = (attempt: number, outcome: 'code_wanted' | 'code_wrong' | 'long_code_wanted') =>
    aCallInteraction(`one.voice.${attempt.toString()}.CA1`, { callId: 'CA1', at: WEEK.from + HOUR, outcome });
  const [first, second, third] = [step(0, 'code_wanted'), step(1, 'code_wrong'), step(2, 'long_code_wanted')] as const;
  for (const steps of [
    [first, second, third],
    [first, third, second],
    [second, first, third],
    [second, third, first],
    [third, first, second],
    [third, second, first],
  ]) {
    const count = createInteractionCount(WEEK, undefined);
    for (const each of steps) count.add(each);
    const { calls, unknownCallers } = count.figures();
    t.is(calls.total, 1);
    t.deepEqual(calls.outcomes, [{ outcome: 'long_code_wanted', count: 1 }]);
    t.is(unknownCallers, 1);
  }
});
