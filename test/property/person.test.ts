import test from 'ava';
import { whatIsErasedWasExported } from './person-campaign.js';

/** `npm run soak` runs many more: test/soak/properties.test.ts. */
for (const [name, runs] of [
  ['memory', 60],
  ['sqlite', 8],
] as const) {
  test(`${name}: whatever has happened, an export has every value that the erasure after it removes`, async (t) => {
    await whatIsErasedWasExported(t, name, runs);
  });
}
