import test from 'ava';
import fc from 'fast-check';
import { poisonsOf, withstand } from './poison.js';

test('k of n records that Google refuses: exactly these have an error with their place, the rest is in the sheet', async (t) => {
  t.timeout(300_000);
  await fc.assert(
    fc.asyncProperty(poisonsOf({ count: 24, refused: 5 }), (poison) => withstand(t, poison)),
    { numRuns: 8 },
  );
});
