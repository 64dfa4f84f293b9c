import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { assertInvariants } from '../../src/entry/testing/order-store-assertions.js';
import { check, checkEnd, LIMITS } from './campaign-checks.js';
import { perform } from './campaign-perform.js';
import { sequences } from './campaign-steps.js';
import { newWorld } from './campaign-world.js';
import { openScene, type SceneOptions } from './scene.js';

/** A few random sequences may confirm hardly anybody: so many times more are tried at most. */
const MOST_ROUNDS = 10;

/** Runs this many random sequences, or more until enough was confirmed, of what people, programs and strangers do, and checks each step against the reference model. */
export async function nobodyIsMoved(t: ExecutionContext, options: SceneOptions, runs: number): Promise<void> {
  const total = { confirmed: 0, looked: 0, left: 0 };
  const property = fc.asyncProperty(sequences, async (list) => {
    const { scene, stop } = await openScene({
      settings: { topUpSize: 20 },
      ...options,
      confirmations: { required: true, activation: true },
      limits: LIMITS,
    });
    const world = newWorld(scene);
    try {
      for (const [place, step] of list.entries()) {
        const before = scene.left.length;
        await perform(world, step);
        await check(world, before);
        // It reads all records.
        if (place % 10 === 0) await assertInvariants(scene.store);
      }
      await assertInvariants(scene.store);
      await checkEnd(world);
    } finally {
      await stop();
      total.confirmed += world.confirmed;
      total.looked += world.looked;
      total.left += scene.left.length;
    }
  });
  for (let round = 0; round < MOST_ROUNDS && total.confirmed <= 2 * runs; round += 1) {
    // To shrink a failing sequence takes minutes. `seed` and `path` of the report repeat it.
    await fc.assert(property, { numRuns: runs, includeErrorInReport: true, endOnFailure: true });
  }
  t.log(JSON.stringify(total));
  t.true(total.confirmed > 2 * runs);
}
