import test from 'ava';
import { crashAmongOrders } from './crashes.js';
import { raceForNumbers, raceForNumbersAndAnOrder, raceWithTopUp } from './races.js';
import { killAtEveryStep, sagas, type SagaName } from './sagas.js';

/** A few rounds here; `npm run soak` asks for many more. */
const ROUNDS = Number(process.env['SOAK_ROUNDS'] ?? 3);

for (const [what, race] of [
  ['numbers', raceForNumbers],
  ['numbers, and one order', raceForNumbersAndAnOrder],
  ['numbers, with more to buy', raceWithTopUp],
] as const) {
  test.serial(`a race of several processes for ${what}`, async (t) => {
    t.timeout(ROUNDS * 60_000);
    for (let round = 0; round < ROUNDS; round += 1) await race(t);
  });
}

for (const saga of Object.keys(sagas) as SagaName[]) {
  test.serial(`kill -9 at every step: ${saga}`, async (t) => {
    t.timeout(300_000);
    const places = await killAtEveryStep(t, saga);
    t.true(places >= 8, `${places.toString()} places`);
    t.log(`${places.toString()} places`);
  });
}

for (let round = 0; round < ROUNDS; round += 1) {
  test.serial(`kill -9 among 500 orders, round ${(round + 1).toString()}`, async (t) => {
    t.timeout(120_000);
    await crashAmongOrders(t, round);
  });
}
