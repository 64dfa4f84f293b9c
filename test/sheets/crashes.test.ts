import test from 'ava';
import { crashAt, type Moment } from './crashes.js';

/** A few places here; `npm run soak` tries many more. */
const ROUNDS = Number(process.env['SOAK_ROUNDS'] ?? 3);

// The first writes take the lease; those after them carry orders, callers and interactions.
const moments: Moment[] = Array.from({ length: Math.max(4, ROUNDS) }, (_, index) =>
  [true, false].map((carriedOut) => ({ write: index + 1, carriedOut })),
).flat();
for (const moment of moments) {
  test.serial(`kill -9 at a flush: ${JSON.stringify(moment)}`, async (t) => {
    await crashAt(t, moment);
  });
}

for (let round = 0; round < ROUNDS; round += 1) {
  const words = 2 + round * 3 + Math.floor(Math.random() * 30);
  test.serial(`kill -9 after ${words.toString()} answers, round ${round.toString()}`, async (t) => {
    await crashAt(t, { words });
  });
  test.serial(
    `kill -9 after ${(words + 10).toString()} answers, with Google away for most of them, round ${round.toString()}`,
    async (t) => {
      await crashAt(t, { words: words + 10 }, true);
    },
  );
}
