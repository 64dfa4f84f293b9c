import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSheetsStore } from '../../src/adapters/sheets/index.js';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { aCallInteraction, aTextInteraction, createFakeClock } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { optionsAt } from '../google/account.js';
import { startStandIn } from '../google/stand-in.js';
import { startPostgres } from '../postgres.js';
import { createInstance } from './instances.js';

/** The store of each of two instances. Where one at a time works on a store, both have the same one. */
const STORES: Readonly<Record<string, (t: ExecutionContext) => Promise<readonly [OrderStore, OrderStore]>>> = {
  memory() {
    const store = createMemoryStore();
    return Promise.resolve([store, store]);
  },
  async sqlite(t) {
    const folder = await mkdtemp(join(tmpdir(), 'proxycall-watch-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'p.db');
    return [await openSqliteStore({ path }), await openSqliteStore({ path })];
  },
  async postgres(t) {
    const postgres = await startPostgres();
    t.teardown(() => postgres.stop());
    const url = await postgres.createDatabase();
    return [await openPostgresStore({ url }), await openPostgresStore({ url })];
  },
  async sheets(t) {
    const folder = await mkdtemp(join(tmpdir(), 'proxycall-watch-'));
    const standIn = await startStandIn();
    t.teardown(async () => {
      standIn.close();
      await rm(folder, { recursive: true, force: true });
    });
    const store = await openSheetsStore(optionsAt(standIn, folder));
    return [store, store];
  },
};

for (const [name, open] of Object.entries(STORES)) {
  test(`${name}: what an instance and another one commit is delivered once, and again when it has changed`, async (t) => {
    const clock = createFakeClock();
    const stores = await open(t);
    t.teardown(() => Promise.all([...new Set(stores)].map((store) => store.close())));
    const [here, there] = [createInstance(stores[0], clock), createInstance(stores[1], clock)];
    const at = clock.now();
    await there.write(aCallInteraction('before', { at: at - 1000 }));
    const [mine, theirs] = [await here.collect(), await here.collect()];

    await here.write(aCallInteraction('mine', { at }));
    t.deepEqual(await mine.until(1), ['mine connecting'], 'at once');
    // A commit that took long: its call is older than what is known.
    await there.write(aTextInteraction('theirs', { at: at - 30_000 }), aCallInteraction('late', { at: at - 50_000 }));
    await here.poll();
    t.deepEqual((await mine.until(3)).slice(1), ['late connecting', 'theirs sent'], 'the oldest first');

    await there.write(aTextInteraction('theirs', { at: at - 30_000, outcome: 'delivered', endedAt: at }));
    // Not among what those who watch are shown.
    await there.write(aCallInteraction('mine', { at, plan: { kind: 'hang_up' } }));
    await there.write(aCallInteraction('before', { at: at - 1000, outcome: 'busy', endedAt: at }));
    await here.poll();
    t.deepEqual((await mine.until(5)).slice(3), ['theirs delivered', 'before busy']);

    // A long call: a reading of the last minute does not find it any more.
    clock.advance(300_000);
    await there.write(
      aCallInteraction('mine', { at, outcome: 'answered', durationSeconds: 290, endedAt: clock.now() }),
    );
    await here.poll();
    t.deepEqual((await mine.until(6)).slice(5), ['mine answered']);
    await here.write(aCallInteraction('late', { at: at - 50_000, outcome: 'no_answer', endedAt: clock.now() }));
    for (let poll = 0; poll < 3; poll += 1) await here.poll();
    await there.write(aCallInteraction('last', { at: clock.now() }));
    await here.poll();
    t.deepEqual((await mine.until(8)).slice(6), ['late no_answer', 'last connecting']);
    t.deepEqual(await theirs.until(8), mine.seen(), 'the same for all who watch');
    here.stop();
    await Promise.all([mine.over, theirs.over]);
  });
}
