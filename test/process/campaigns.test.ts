import test from 'ava';
import { crashAmongOrders } from './crashes.js';
import { raceForNumbers } from './races.js';

/** A few rounds here; `npm run soak` asks for many more. */
const ROUNDS = Number(process.env['SOAK_ROUNDS'] ?? 3);

test.serial('races of several processes for the numbers of one file', async (t) => {
  t.timeout(ROUNDS * 60_000);
  for (let round = 0; round < ROUNDS; round += 1) await raceForNumbers(t);
});

for (let round = 0; round < ROUNDS; round += 1) {
  test.serial(`kill -9 among 500 orders, round ${(round + 1).toString()}`, async (t) => {
    t.timeout(120_000);
    await crashAmongOrders(t, round);
  });
}
