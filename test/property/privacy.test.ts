import test from 'ava';
import { everyoneReachesWhomTheyMay } from './privacy-campaign.js';

/** `npm run soak` runs many more: test/soak/properties.test.ts. */
for (const [name, runs] of [
  ['memory', 60],
  ['sqlite', 10],
] as const) {
  test(`${name}: in any sequence of steps everyone reaches only whom they may, and is shown a proxy number`, async (t) => {
    await everyoneReachesWhomTheyMay(t, name, runs);
  });
}
