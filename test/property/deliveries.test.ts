import test from 'ava';
import { deliveriesHaveOneEffect } from './delivery-campaign.js';

/** `npm run soak` runs many more: test/soak/properties.test.ts. */
for (const [name, runs] of [
  ['memory', 50],
  ['sqlite', 5],
] as const) {
  test(`${name}: whatever happens in between, a delivery has one effect, and reaches nobody new`, async (t) => {
    await deliveriesHaveOneEffect(t, name, runs);
  });
}
