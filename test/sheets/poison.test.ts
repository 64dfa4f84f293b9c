import test from 'ava';
import fc from 'fast-check';
import { poisonsOf, withstand, type Poison } from './poison.js';

test('k of n records that Google refuses: exactly these have an error with their place, the rest is in the sheet', async (t) => {
  t.timeout(300_000);
  await fc.assert(
    fc.asyncProperty(poisonsOf({ count: 24, refused: 5 }), (poison) => withstand(t, poison)),
    { numRuns: 8 },
  );
});

const UNNAMED = '400 that names no request, of a range that is not listed';
const EXAMPLES: Readonly<Record<string, Poison>> = {
  'the only culprit, a cell behind a call, among many records': {
    count: 55,
    names: [],
    callers: [44],
    answer: UNNAMED,
  },
  'more than there is time for before the end: sessions that are not in the sheet yet': {
    ...{ count: 46, names: [19], callers: [13, 45, 38, 6, 34, 30, 41, 35, 28], answer: UNNAMED },
  },
};
for (const [what, example] of Object.entries(EXAMPLES)) {
  test.serial(`records that Google refuses: ${what}`, (t) => withstand(t, example));
}
