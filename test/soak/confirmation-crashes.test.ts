import { join } from 'node:path';
import test from 'ava';
import pg from 'pg';
import { flows, type FlowName } from '../confirmations/crash-flows.js';
import { killAt, placesOf } from '../confirmations/crash-campaign.js';
import { startInstance } from '../confirmations/instance.js';
import { twoInstances } from '../confirmations/two-instances.js';
import { startPostgres } from '../postgres.js';
import { temporaryFolder } from '../support.js';
import { createTurns } from '../turns.js';
import { repetitions } from './rounds.js';

const postgres = await startPostgres();
const turn = createTurns(3);
test.after.always(() => postgres.stop());

for (const kind of ['sqlite', 'postgres'] as const) {
  for (const name of Object.keys(flows) as FlowName[]) {
    test(`kill -9 at every step, on ${kind}: ${name}`, async (t) => {
      await turn(t);
      t.timeout(600_000);
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

for (const round of repetitions(2)) {
  const isKilled = round % 2 === 1;
  const title = `two instances at once${isKilled ? ', killed on the way' : ''}, round ${(round + 1).toString()}`;

  test(`${title}, on sqlite`, async (t) => {
    await turn(t);
    t.timeout(600_000);
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    await twoInstances(t, { kind: 'sqlite', path: join(folder.path, 'two.db') }, isKilled);
  });

  test(`${title}, on postgres`, async (t) => {
    await turn(t);
    t.timeout(600_000);
    const url = await postgres.createDatabase();
    await twoInstances(t, { kind: 'postgres', url }, isKilled);
    t.is(await deadlocksIn(url), 0);
  });
}

/** Of a deadlock the database ends one side: the other one goes on, and nobody would notice. */
async function deadlocksIn(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ deadlocks: string }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    return Number(rows[0]?.deadlocks);
  } finally {
    await client.end();
  }
}
