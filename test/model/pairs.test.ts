import test from 'ava';
import fc from 'fast-check';
import { phaseOf, releaseLeg, type Leg } from '../../src/domain/model/leg.js';
import { maskName, sideOn } from '../../src/domain/model/pair.js';
import { leastLoaded, sample, sharedChoices } from '../../src/domain/model/selection.js';
import { readTextWish } from '../../src/domain/model/opt-out.js';
import { aClient, aLeg, aNumber, aPair, fictionalMobile as phone } from '../../src/entry/testing/records.js';

const cooling = { hardCoolingMs: 100, softCoolingMs: 1000 };
const pair = aPair('p', aClient('1'), { expiresAt: 10_000 });
const keys = (index: number) => ({ phone: phone(index), hash: `hash:${index.toString()}` });
const leg = (fields: Partial<Leg>) => aLeg('l', pair, 'counterpart', fields);

test('a leg is live until its session ends, then cools off, hard and soft, and is over', (t) => {
  const closed = leg({ closedAt: 500 });
  const phases = [499, 500, 599, 600, 1499, 1500].map((now) => phaseOf(closed, now, cooling));
  t.deepEqual(phases, ['live', 'hard', 'hard', 'soft', 'soft', 'over']);
  t.is(phaseOf(leg({}), 9999, cooling), 'live');
  t.is(phaseOf(leg({}), 10_000, cooling), 'hard');
  t.is(phaseOf({ ...closed, releasedAt: 510 }, 511, cooling), 'over');
  t.is(phaseOf(closed, 550, { hardCoolingMs: 100, softCoolingMs: 0 }), 'hard');
});

test('a released leg keeps no phone, and when its session ended', (t) => {
  t.like(
    releaseLeg(leg({ closedAt: undefined }), 20_000, () => 'hidden'),
    { party: 'hidden', counterpart: 'hidden', closedAt: 10_000, releasedAt: 20_000 },
  );
});

const place = fc.record({
  number: fc.nat(9),
  closedAt: fc.option(fc.integer({ min: 1, max: 3000 }), { nil: undefined }),
  counterpart: fc.integer({ min: 20, max: 22 }),
  hidden: fc.boolean(),
});

test('what a party may get is told by their own legs alone', (t) => {
  fc.assert(
    fc.property(
      fc.uniqueArray(place, { selector: ({ number }) => number }),
      fc.integer({ min: 1, max: 4000 }),
      (places, now) => {
        const numbers = Array.from({ length: 8 }, (_, index) => aNumber(phone(index)));
        const legs = places.map(({ number, closedAt, counterpart, hidden }) =>
          leg({
            number: phone(number),
            closedAt,
            counterpart: hidden ? keys(counterpart).hash : phone(counterpart),
          }),
        );
        const choices = sharedChoices(numbers, 'mobile', legs, keys(20), now, cooling);
        const phase = (number: string) => {
          const own = legs.find((each) => each.number === number);
          return own === undefined ? 'none' : phaseOf(own, now, cooling);
        };
        // None that is live, none that is not shared, none that cools hard for somebody else.
        for (const number of [...choices.sticky, ...choices.unused, ...choices.cooling]) {
          t.true(numbers.some((known) => known.number === number));
          t.not(phase(number), 'live');
        }
        for (const { number } of numbers) {
          t.is(choices.unused.includes(number), ['none', 'over'].includes(phase(number)));
          t.is(choices.cooling.includes(number), phase(number) === 'soft');
        }
        for (const number of choices.sticky) {
          t.true(legs.some((each) => each.number === number && [phone(20), keys(20).hash].includes(each.counterpart)));
        }
      },
    ),
  );
});

test('of unused numbers those of the preferred type are taken, then the next best; none that cannot take calls', (t) => {
  const numbers = [
    aNumber(phone(1), { type: 'local' }),
    aNumber(phone(2), { type: 'mobile' }),
    aNumber(phone(3), { type: 'mobile', capabilities: { voice: false, sms: true, mms: false } }),
  ];
  const unused = (legs: Leg[]) => sharedChoices(numbers, 'mobile', legs, keys(20), 5, cooling).unused;
  t.deepEqual(unused([]), [phone(2)]);
  t.deepEqual(unused([leg({ number: phone(2) })]), [phone(1)]);
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
  t.deepEqual([...sample(numbers, 9, Math.random)].sort(), [...numbers].sort());
  t.is(sample(numbers, 2, () => 0.99).length, 2);
});

test('a stranger with the code takes the side whose number was called', (t) => {
  t.is(sideOn(pair, pair.clientNumber), 'client');
  t.is(sideOn(pair, pair.counterpartNumber), 'counterpart');
  t.is(sideOn({ ...pair, clientNumber: pair.counterpartNumber }, pair.counterpartNumber), 'counterpart');
  t.is(sideOn(pair, phone(99)), undefined);
});

test('names are masked to their first letter, whatever letters are made of', (t) => {
  t.deepEqual(['Ada Lovelace', ' 山田', 'É', '👩‍🚀 Sally', ''].map(maskName), ['A***', '山***', 'É***', '👩‍🚀***', '***']);
});

test('only the word itself stops texts', (t) => {
  for (const word of ['STOP', 'stop ', ' Arrêt', 'arret', 'ARRE\u0302T']) t.is(readTextWish(word), 'stop', word);
  t.is(readTextWish('Start'), 'start');
  for (const text of ['stop it', 'do not stop', '', 'stopp', 'START NOW']) t.is(readTextWish(text), undefined, text);
});
