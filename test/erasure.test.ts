import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import test, { type ExecutionContext } from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { openSheetsStore } from '../src/adapters/sheets/index.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { live, meet, openShop, type Person } from './erasure/people.js';
import { filesBelow, recordsOf, tracesOf, type Bytes } from './erasure/traces.js';
import { optionsAt } from './google/account.js';
import { startStandIn } from './google/stand-in.js';
import { temporaryFolder } from './support.js';

interface Place {
  readonly open: () => Promise<OrderStore>;
  /** Everything outside the process, as it is now. */
  readonly bytes: () => readonly Bytes[];
}

const places: Readonly<Record<string, (t: ExecutionContext, folder: string) => Promise<Place>>> = {
  memory: () => Promise.resolve({ open: () => Promise.resolve(createMemoryStore()), bytes: () => [] }),
  sqlite: (_t, folder) =>
    Promise.resolve({
      open: () => openSqliteStore({ path: join(folder, 'proxycall.db') }),
      bytes: () => filesBelow(folder),
    }),
  async sheets(t, folder) {
    const standIn = await startStandIn();
    t.teardown(() => {
      standIn.close();
    });
    return {
      open: () => openSheetsStore(optionsAt(standIn, folder, { carrier: 'simulated' })),
      bytes: () => [['spreadsheet', Buffer.from(JSON.stringify(standIn.book.sheets))], ...filesBelow(folder)],
    };
  },
};

for (const [name, placeOf] of Object.entries(places)) {
  test(`${name}: nothing is left of erased clients, while running and after a stop`, async (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    const place = await placeOf(t, folder.path);
    const store = await place.open();
    const shop = openShop(store);
    const people: Person[] = [];
    for (let index = 0; index < 20; index += 1) people.push(await live(shop, index, undefined));
    await meet(shop, people);
    const all = people.flatMap(({ secrets }) => secrets);
    t.true(tracesOf(all, [await recordsOf(store)]).length > all.length / 2, 'it was there before');
    for (const { id } of people) await shop.eraseClient(id);
    t.deepEqual(tracesOf(all, [await recordsOf(store), ['log', Buffer.from(shop.log())], ...place.bytes()]), []);
    const labels = JSON.stringify(await shop.carrier.provider.list());
    t.deepEqual(tracesOf(all, [['provider', Buffer.from(labels)]]), []);
    await shop.close();
    t.deepEqual(tracesOf(all, place.bytes()), []);
  });
}

void SqliteDatabase;
