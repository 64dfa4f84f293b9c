import test from 'ava';
import { crashAmongOrders } from './order-crashes.js';
import { repetitions } from './rounds.js';
import { killAtEveryStep, sagas, type SagaName } from './sagas.js';

for (const saga of Object.keys(sagas) as SagaName[]) {
  test.serial(`kill -9 at every step: ${saga}`, async (t) => {
    t.timeout(600_000);
    const places = await killAtEveryStep(t, saga);
    t.true(places >= 8, `${places.toString()} places`);
    t.log(`${places.toString()} places`);
  });
}

for (const round of repetitions(3)) {
  test.serial(`kill -9 among 500 orders, round ${(round + 1).toString()}`, async (t) => {
    t.timeout(300_000);
    await crashAmongOrders(t, round);
  });
}
