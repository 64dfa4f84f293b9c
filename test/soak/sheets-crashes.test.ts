import test from 'ava';
import { repetitions, ROUNDS } from './rounds.js';
import { crashAt, type CrashPoint } from './sheets-crashes.js';

// The first writes take the lease; those after them carry orders, callers and interactions.
const crashPoints: CrashPoint[] = Array.from({ length: Math.max(4, ROUNDS) }, (_, index) =>
  [true, false].map((carriedOut) => ({ write: index + 1, carriedOut })),
).flat();
for (const crashPoint of crashPoints) {
  test.serial(`kill -9 at a write: ${JSON.stringify(crashPoint)}`, async (t) => {
    await crashAt(t, crashPoint);
  });
}

for (const round of repetitions(3)) {
  const acknowledgements = 2 + round * 3 + Math.floor(Math.random() * 30);
  for (const [how, crashPoint, offline] of [
    ['', { acknowledgements }, false],
    [', mostly with Google unreachable', { acknowledgements: acknowledgements + 10 }, true],
  ] as const) {
    test.serial(`kill -9 after some acknowledgements${how}, round ${(round + 1).toString()}`, async (t) => {
      t.log(JSON.stringify(crashPoint));
      await crashAt(t, crashPoint, offline);
    });
  }
}
