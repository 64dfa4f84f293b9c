import test from 'ava';
import fc from 'fast-check';
import {
  closeParticipant,
  phaseOf,
  type LiveParticipant,
  type Participant,
} from '../../src/domain/model/participant.js';
import { leastLoaded, sample, sharedChoices } from '../../src/domain/model/selection.js';
import {
  aNumber,
  aPairedSession,
  aParticipant,
  fictionalMobile as phone,
  personOf,
} from '../../src/entry/testing/records.js';

const cooling = { hardCoolingMs: 100, softCoolingMs: 1000 };
const session = aPairedSession('s', { id: '1' }, { expiresAt: 10_000 });
const contact = personOf(20).personKey;
const courier = (fields: Partial<LiveParticipant>) => aParticipant('p', session, { role: 'counterpart', ...fields });
const choose = (numbers: Parameters<typeof sharedChoices>[0], own: readonly Participant[], now: number) =>
  sharedChoices(numbers, 'mobile', own, contact, now, cooling);

const place = fc.record({
  number: fc.nat(9),
  closedAt: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
  contact: fc.integer({ min: 20, max: 22 }),
  admittedBy: fc.constantFrom('order' as const, 'code' as const),
});

test('what a person may get depends on their own participants alone', (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(place, { selector: ({ number }) => number }),
      fc.integer({ min: 1, max: 4000 }),
      (places, now) => {
        const numbers = Array.from({ length: 8 }, (_, index) => aNumber(phone(index)));
        const own = places.map(({ number, closedAt, contact: index, admittedBy }) => {
          const live = courier({ proxyNumber: phone(number), contactKey: personOf(index).personKey, admittedBy });
          return closedAt === undefined ? live : closeParticipant(live, closedAt);
        });
        const choices = choose(numbers, own, now);
        const on = (number: string) => own.find(({ proxyNumber }) => proxyNumber === number);
        const phase = (number: string) => {
          const participant = on(number);
          return participant === undefined ? 'none' : phaseOf(participant, now, cooling);
        };
        // None that is live, and none that is not shared.
        for (const number of [...choices.sticky, ...choices.unused, ...choices.cooling]) {
          t.true(numbers.some((known) => known.number === number));
          t.not(phase(number), 'live');
        }
        for (const { number } of numbers) {
          t.is(choices.unused.includes(number), ['none', 'over'].includes(phase(number)));
          t.is(choices.cooling.includes(number), phase(number) === 'soft');
          const participant = on(number);
          const isSticky =
            participant?.contactKey === contact && participant.admittedBy === 'order' && phase(number) !== 'live';
          t.is(choices.sticky.includes(number), isSticky);
        }
      },
    ),
  );
});

test('of several numbers known for the same contact the latest comes first, and of cooling ones the oldest', (t) => {
  const numbers = [1, 2, 3].map((index) => aNumber(phone(index)));
  const met = (index: number, openedAt: number, closedAt: number) =>
    closeParticipant(courier({ proxyNumber: phone(index), contactKey: contact, openedAt }), closedAt);
  const own = [met(1, 10, 300), met(2, 30, 200), met(3, 20, 100)];
  const { sticky, cooling: soft, unused } = choose(numbers, own, 500);
  t.deepEqual(sticky, [phone(2), phone(3), phone(1)]);
  t.deepEqual(soft, [phone(3), phone(2), phone(1)]);
  t.deepEqual(unused, []);
});

test('of unused numbers those of the preferred type are taken, then the next best; none without voice', (t) => {
  const numbers = [
    aNumber(phone(1), { type: 'local' }),
    aNumber(phone(2), { type: 'mobile' }),
    aNumber(phone(3), { type: 'mobile', capabilities: { voice: false, sms: true, mms: false } }),
  ];
  t.deepEqual(choose(numbers, [], 5).unused, [phone(2)]);
  t.deepEqual(choose(numbers, [courier({ proxyNumber: phone(2) })], 5).unused, [phone(1)]);
  const known = closeParticipant(courier({ proxyNumber: phone(3), contactKey: contact }), 1);
  t.deepEqual(choose(numbers, [known], 500), { sticky: [], unused: [phone(2)], cooling: [] });
});

test('the least loaded of a few is taken, unless it is full', (t) => {
  const numbers = [phone(1), phone(2), phone(3)];
  const loads = new Map([
    [phone(1), 5],
    [phone(2), 2],
    [phone(3), 3],
  ]);
  t.is(leastLoaded(numbers, loads), phone(2));
  t.is(leastLoaded(numbers, loads, 2), undefined);
  t.is(leastLoaded([], loads), undefined);
  t.is(leastLoaded([phone(1), phone(9)], loads), phone(9));
});

test('a sample takes each number once, and all of them when there are few', (t) => {
  const numbers = [phone(1), phone(2), phone(3)];
  t.deepEqual([...sample(numbers, 9, Math.random)].sort(), numbers);
  for (const random of [0, 0.5, 0.99]) {
    const taken = sample(numbers, 2, () => random);
    t.is(new Set(taken).size, 2);
  }
  t.deepEqual(sample([], 2, Math.random), []);
});
