import test from 'ava';
import { flows, type FlowName } from '../confirmations/crash-flows.js';
import { killAt, placesOf } from '../confirmations/crash-campaign.js';
import { startInstance } from '../confirmations/instance.js';
import { startPostgres } from '../postgres.js';
import { createTurns } from '../turns.js';

const postgres = await startPostgres();
const turn = createTurns(3);
test.after.always(() => postgres.stop());

for (const kind of ['sqlite', 'postgres'] as const) {
  for (const name of Object.keys(flows) as FlowName[]) {
    test(`kill -9 at every step, on ${kind}: ${name}`, async (t) => {
      t.timeout(600_000);
      await turn(t);
      const database = kind === 'postgres' ? await postgres.createDatabase() : undefined;
      const second = startInstance();
      try {
        const places = await placesOf(t, name, database, second);
        t.true(places.length >= 3);
        for (const [index, label] of places.entries()) {
          const place = index + 1;
          // Of SQLite there is nothing between before and after; of a request, what comes after its answer is like before it.
          if (
            label.endsWith(kind === 'sqlite' ? 'commit, during' : 'after') &&
            !(kind === 'postgres' && label.startsWith('commit'))
          )
            continue;
          // Each place with both, on one of the stores.
          const isStarted = (index % 2 === 0) === (kind === 'sqlite');
          await killAt(t, { name, place, label, database, second, kind: isStarted ? 'started' : 'running' });
        }
        t.log(`${places.length.toString()} places`);
      } finally {
        await second.kill();
      }
    });
  }
}
