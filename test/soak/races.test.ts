import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { HASH_KEY, startPostgres } from '../postgres.js';
import { temporaryFolder } from '../support.js';
import { raceForHashKeys, raceForNumbers, raceForNumbersAndAnOrder, raceWithTopUp } from './races.js';
import { repetitions, ROUNDS } from './rounds.js';
import { raceForNumbersOfOnePerson, raceForOneCourier, type Place } from './shared-number-races.js';

const postgres = await startPostgres();
test.after.always(() => postgres.stop());

for (const [what, race] of [
  ['numbers', raceForNumbers],
  ['numbers, and one order', raceForNumbersAndAnOrder],
  ['numbers, with more to buy', raceWithTopUp],
] as const) {
  test.serial(`a race of several processes for ${what}`, async (t) => {
    t.timeout(ROUNDS * 300_000);
    for (const _ of repetitions(3)) await race(t);
  });
}

test.serial('several processes open new SQLite files at once, and agree on their hash keys', async (t) => {
  t.timeout(ROUNDS * 120_000);
  for (const _ of repetitions(1)) await raceForHashKeys(t);
});

/** A new store, as this process and the racing ones open it. */
const stores: Readonly<
  Record<string, (t: ExecutionContext) => Promise<{ open: () => Promise<OrderStore>; place: Place }>>
> = {
  sqlite(t) {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    const path = join(folder.path, 'race.db');
    return Promise.resolve({ open: () => openSqliteStore({ path }), place: { sqlite: path } });
  },
  async postgres() {
    const url = await postgres.createDatabase();
    return { open: () => openPostgresStore({ url }), place: { postgres: url, hashKey: HASH_KEY } };
  },
};

for (const [name, create] of Object.entries(stores)) {
  for (const [what, race, orders] of [
    ['create 1,000 orders for the same courier at once', raceForOneCourier, 1000],
    ['race for the few shared numbers of one person', raceForNumbersOfOnePerson, 200],
  ] as const) {
    test.serial(`${name}: four processes ${what}`, async (t) => {
      t.timeout(ROUNDS * 300_000);
      for (const _ of repetitions(1)) {
        const { open, place } = await create(t);
        t.log(await race(t, open, place, orders));
      }
    });
  }
}
