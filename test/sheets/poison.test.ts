import test from 'ava';
import fc from 'fast-check';
import { checkCallers, checkNames, mostWrites, poisonCells, poisons, tabsFor, writeEverything } from './poison.js';
import { PACE } from './refused-cells.js';
import { createWorld } from './world.js';

test('k of n records that Google refuses: exactly these have an error with their place, the rest is in the sheet', async (t) => {
  t.timeout(300_000);
  await fc.assert(
    fc.asyncProperty(poisons, async (poison) => {
      const world = await createWorld(t, { tabs: tabsFor(poison) });
      const instance = await world.open({ pace: { ...PACE, flushMs: 60_000, pollMs: 60_000 } });
      poisonCells(world, poison);
      const before = world.standIn.times.write.length;
      const outcomes = await writeEverything(instance, poison);
      checkNames(t, world, poison, outcomes);
      await instance.close();
      const writes = world.standIn.times.write.length - before;
      t.true(writes <= mostWrites(poison), `${writes.toString()} writes: ${JSON.stringify(poison)}`);

      const again = await world.open({ pace: PACE });
      await checkCallers(t, world, poison, again);
      await again.close();
      world.standIn.close();
    }),
    { numRuns: 8 },
  );
});
