import test from 'ava';
import { crashAt, type CrashPoint } from './crashes.js';

/** A few crash points here; `npm run soak` tries many more. */
const ROUNDS = Number(process.env['SOAK_ROUNDS'] ?? 3);

// The first writes take the lease; those after them carry orders, callers and interactions.
const crashPoints: CrashPoint[] = Array.from({ length: Math.max(4, ROUNDS) }, (_, index) =>
  [true, false].map((carriedOut) => ({ write: index + 1, carriedOut })),
).flat();
for (const crashPoint of crashPoints) {
  test.serial(`kill -9 at a write: ${JSON.stringify(crashPoint)}`, async (t) => {
    await crashAt(t, crashPoint);
  });
}

for (let round = 0; round < ROUNDS; round += 1) {
  const acknowledgements = 2 + round * 3 + Math.floor(Math.random() * 30);
  test.serial(`kill -9 after ${acknowledgements.toString()} acknowledgements, round ${round.toString()}`, async (t) => {
    await crashAt(t, { acknowledgements });
  });
  test.serial(
    `kill -9 after ${(acknowledgements + 10).toString()} acknowledgements, mostly with Google unreachable, round ${round.toString()}`,
    async (t) => {
      await crashAt(t, { acknowledgements: acknowledgements + 10 }, true);
    },
  );
}
