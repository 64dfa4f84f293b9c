import test from 'ava';
import fc from 'fast-check';
import {
  dedicatedDemand,
  erlangB,
  replay,
  replayFor,
  serversFor,
  sharedDemand,
  type Holding,
} from '../../src/domain/model/planning.js';

const holding = fc.record({
  person: fc.constantFrom('a', 'b', 'c'),
  from: fc.nat(50),
  length: fc.integer({ min: 1, max: 20 }),
});
const holdings = fc
  .array(holding, { maxLength: 40 })
  .map((list) => list.map(({ person, from, length }): Holding => ({ person, from, until: from + length })));

/** How many a person holds at a time, by looking at every one of them. */
function heldAt(list: readonly Holding[], person: string, at: number): number {
  return list.filter((one) => one.person === person && one.from <= at && at < one.until).length;
}

test('the bound is the most that one person holds at the same time, and nobody is refused with it', (t) => {
  fc.assert(
    fc.property(holdings, (list) => {
      const counts = list.map(({ person, from }) => heldAt(list, person, from));
      const most = Math.max(0, ...counts);
      t.deepEqual(replay(list, 0), { bound: most, needed: most });
      const { needed } = replay(list, 0.25);
      t.true(needed <= most);
    }),
  );
});

test('a long replay stops often, and says the same as when it is sorted and counted in one part', (t) => {
  const many = Array.from({ length: 60_000 }, (_, index): Holding => {
    const from = (index * 7919) % 60_000;
    return { person: index % 3 === 0 ? 'one' : 'other', from, until: from + 1 + (index % 40) };
  });
  const steps = replayFor(many, [0, 0.1]);
  let [parts, step] = [0, steps.next()];
  for (; step.done !== true; step = steps.next()) parts += 1;
  t.true(parts > 60, parts.toString());
  const demands = step.value;
  const held = ['one', 'other'].map((person) => {
    const changes = new Map<number, number>();
    for (const { from, until } of many.filter((one) => one.person === person)) {
      changes.set(from, (changes.get(from) ?? 0) + 1);
      changes.set(until, (changes.get(until) ?? 0) - 1);
    }
    let [now, most] = [0, 0];
    for (const at of [...changes.keys()].sort((a, b) => a - b)) most = Math.max(most, (now += changes.get(at) ?? 0));
    return most;
  });
  t.deepEqual(demands[0], { bound: Math.max(...held), needed: Math.max(...held) });
  t.true((demands[1]?.needed ?? Infinity) < Math.max(...held));
});

test('with fewer numbers as many are refused as is accepted, and no more', (t) => {
  // Ten at once of one person, and ninety of others one after the other.
  const busy = Array.from({ length: 10 }, (): Holding => ({ person: 'busy', from: 0, until: 5 }));
  const calm = Array.from({ length: 90 }, (_, index): Holding => ({ person: 'calm', from: index, until: index + 1 }));
  const list = [...busy, ...calm];
  t.deepEqual(replay(list, 0), { bound: 10, needed: 10 });
  t.is(replay(list, 0.01).needed, 9);
  t.is(replay(list, 0.05).needed, 5);
  t.is(replay(list, 0.09).needed, 1);
  t.is(replay(list, 1).needed, 0);
  t.deepEqual(replay([], 0.01), { bound: 0, needed: 0 });
});

test('a load that is to grow needs more numbers, by the mean of each person', (t) => {
  const steady = Array.from({ length: 200 }, (_, index): Holding => ({ person: 'p', from: index, until: index + 5 }));
  const now = replay(steady, 0.01);
  t.deepEqual(now, { bound: 5, needed: 5 });
  const twice = replay(steady, 0.01, 1);
  t.is(twice.needed, serversFor(10 * (200 / 204), 0.01));
});

// Values of the published tables of Erlang's formula B.
for (const [load, servers, blocking] of [
  [1, 1, 0.5],
  [1, 5, 0.00307],
  [10, 10, 0.21458],
  [20, 30, 0.00846],
] as const) {
  test(`Erlang B: ${load.toString()} Erlang on ${servers.toString()} servers`, (t) => {
    t.true(Math.abs(erlangB(load, servers) - blocking) < 0.00001);
  });
}

test('the least number of servers is the least', (t) => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 300, noNaN: true }),
      fc.double({ min: 0.0001, max: 0.5, noNaN: true }),
      (load, blocking) => {
        const servers = serversFor(load, blocking);
        t.true(erlangB(load, servers) <= blocking);
        t.true(servers === 0 || erlangB(load, servers - 1) > blocking);
      },
    ),
  );
});

test('a described load: each courier has all shared numbers to themselves, a client of their own shares with all', (t) => {
  const load = { ordersPerDay: 10_000, durationHours: 1, couriers: 500, peak: 2 };
  const HOUR = 3_600_000;
  // 10,000 / 24 * 2 / 500 orders an hour, three hours each.
  t.deepEqual(sharedDemand(load, 2 * HOUR, 0.01), { bound: 5, needed: serversFor(5, 0.01) });
  t.true(dedicatedDemand(load, 7 * 24 * HOUR, 0.01).needed > 100_000);
});

test('a hundred thousand numbers of clients are planned in a moment: work grows with the log, not with its square', (t) => {
  const held = Array.from({ length: 100_000 }, (_, index): Holding => ({ person: 'all', from: index, until: 1e9 }));
  t.deepEqual(replay(held, 0.25), { bound: 100_000, needed: 75_000 });
  t.true(replay(held, 0.01, 0.2).needed > 50_000);
});
