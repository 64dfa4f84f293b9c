import test from 'ava';
import fc from 'fast-check';
import { poisonsOf, withstand } from '../sheets/poison.js';
import { repetitions } from './rounds.js';
import { killWhileRefused, type PoisonCrash } from './sheets-poison.js';

const crashes: readonly PoisonCrash[] = [
  'done',
  ...[1, 2, 4, 7].flatMap((write) => [true, false].map((carriedOut) => ({ write, carriedOut }))),
];
for (const round of repetitions(1)) {
  test.serial(`many records, and many of them refused, round ${(round + 1).toString()}`, async (t) => {
    t.timeout(600_000);
    await fc.assert(
      fc.asyncProperty(poisonsOf({ count: 60, refused: 16 }), (poison) => withstand(t, poison)),
      { numRuns: 15 },
    );
  });
  for (const crash of crashes) {
    test.serial(
      `kill -9 while Google refuses a part: ${JSON.stringify(crash)}, round ${(round + 1).toString()}`,
      async (t) => {
        t.timeout(120_000);
        const [poison] = fc.sample(
          poisonsOf({ count: 24, refused: 5 }).filter(({ callers, names }) => callers.length > 0 && names.length > 0),
          1,
        );
        if (poison === undefined) throw new Error('no sample');
        t.log(JSON.stringify(poison));
        await killWhileRefused(t, poison, crash);
      },
    );
  }
}
