import { join } from 'node:path';
import test from 'ava';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { temporaryFolder } from '../support.js';
import { crashAmongOrders } from './crashes.js';
import { raceForHashKeys, raceForNumbers, raceForNumbersAndAnOrder, raceWithTopUp } from './races.js';
import { killAtEveryStep, sagas, type SagaName } from './sagas.js';
import { raceForNumbersOfOnePerson, raceForOneCourier } from './shared-number-races.js';

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

test.serial('several processes open new SQLite files at once, and agree on their hash keys', async (t) => {
  t.timeout(ROUNDS * 60_000);
  for (let round = 0; round < Math.ceil(ROUNDS / 3); round += 1) await raceForHashKeys(t);
});

for (const [what, race, orders] of [
  ['create 1,000 orders for the same courier at once', raceForOneCourier, 1000],
  ['race for the few shared numbers of one person', raceForNumbersOfOnePerson, 200],
] as const) {
  test.serial(`four processes ${what}`, async (t) => {
    t.timeout(ROUNDS * 120_000);
    for (let round = 0; round < Math.ceil(ROUNDS / 3); round += 1) {
      const folder = temporaryFolder();
      try {
        const path = join(folder.path, 'race.db');
        t.log(await race(t, () => openSqliteStore({ path }), { sqlite: path }, orders));
      } finally {
        folder.remove();
      }
    }
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
