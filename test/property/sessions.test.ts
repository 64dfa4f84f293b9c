import test from 'ava';
import { everyCallReaches, phonesReach } from './session-campaign.js';

/** `npm run soak` runs many more: test/soak/properties.test.ts. */
for (const [name, runs] of [
  ['memory', 100],
  ['sqlite', 3],
] as const) {
  test(`${name}: every call reaches the right participant, and a late caller reaches nobody new`, async (t) => {
    await everyCallReaches(t, name, runs);
  });
}

test('phones of a simulated carrier: 300 calls and texts, each to the right participant', async (t) => {
  await phonesReach(t, 300);
});
