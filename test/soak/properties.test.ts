import test from 'ava';
import { deliveriesHaveOneEffect } from '../property/delivery-campaign.js';
import { everyoneReachesWhomTheyMay } from '../property/privacy-campaign.js';
import { whatIsErasedWasExported } from '../property/person-campaign.js';
import { nothingIsLost } from '../property/sheet-cells.js';
import { everyCallReaches, phonesReach } from '../property/session-campaign.js';
import { ROUNDS } from './rounds.js';

for (const [name, runs] of [
  ['memory', 1500],
  ['sqlite', 50],
] as const) {
  test(`${name}: every call reaches the right participant, and a late caller reaches nobody new`, async (t) => {
    t.timeout(ROUNDS * 300_000);
    await everyCallReaches(t, name, runs * ROUNDS);
  });
}

for (const [name, runs] of [
  ['memory', 300],
  ['sqlite', 60],
] as const) {
  test(`${name}: in any sequence of steps everyone reaches only whom they may, and is shown a proxy number`, async (t) => {
    t.timeout(ROUNDS * 300_000);
    await everyoneReachesWhomTheyMay(t, name, runs * ROUNDS);
  });
}

for (const [name, runs] of [
  ['memory', 500],
  ['sqlite', 60],
] as const) {
  test(`${name}: whatever happens in between, a delivery has one effect, and reaches nobody new`, async (t) => {
    t.timeout(ROUNDS * 300_000);
    await deliveriesHaveOneEffect(t, name, runs * ROUNDS);
  });
}

for (const [name, runs] of [
  ['memory', 1000],
  ['sqlite', 40],
] as const) {
  test(`${name}: whatever has happened, an export has every value that the erasure after it removes`, async (t) => {
    t.timeout(ROUNDS * 300_000);
    await whatIsErasedWasExported(t, name, runs * ROUNDS);
  });
}

test('whatever is in a cell of a spreadsheet, nothing is lost and other rows go on', async (t) => {
  t.timeout(ROUNDS * 300_000);
  await nothingIsLost(t, 150 * ROUNDS);
});

test('phones of a simulated carrier: 2000 calls and texts, each to the right participant', async (t) => {
  t.timeout(ROUNDS * 300_000);
  await phonesReach(t, 2000 * ROUNDS);
});
