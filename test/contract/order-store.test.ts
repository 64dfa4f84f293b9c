import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSheetsStore } from '../../src/adapters/sheets/index.js';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { orderStoreContract, type OrderStoreContractOptions } from '../../src/entry/testing/order-store-contract.js';
import { optionsAt } from '../google/account.js';
import { startStandIn, type StandIn } from '../google/stand-in.js';
import { emptyDatabase, startPostgres } from '../postgres.js';

const folder = await mkdtemp(join(tmpdir(), 'proxycall-contract-'));
const postgres = await startPostgres();
const database = await postgres.createDatabase();
// It makes the tables.
await (await openPostgresStore({ url: database })).close();
test.after.always(async () => {
  for (const standIn of standIns) {
    standIn.close();
    // What was asked of Google is as its description wants it.
    if (standIn.violations().length > 0) throw new Error(standIn.violations().join('\n'));
  }
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

let places = 0;
const newPath = () => join(folder, (places += 1).toString());
const standIns: StandIn[] = [];

/** Each store, and in what it differs from the others. */
const stores: Readonly<Record<string, OrderStoreContractOptions>> = {
  memory: {
    place: () => ({ open: () => Promise.resolve(createMemoryStore()) }),
    lasts: false,
    isShared: false,
  },
  sqlite: {
    place() {
      const path = newPath();
      return { open: () => openSqliteStore({ path }) };
    },
    lasts: true,
    isShared: true,
  },
  postgres: {
    async place() {
      await emptyDatabase(database);
      return { open: () => openPostgresStore({ url: database, poolSize: 4 }) };
    },
    lasts: true,
    isShared: true,
  },
  sheets: {
    async place() {
      const standIn = await startStandIn();
      standIns.push(standIn);
      const journal = newPath();
      return { open: () => openSheetsStore(optionsAt(standIn, journal)) };
    },
    lasts: true,
    isShared: false,
  },
};

for (const [name, options] of Object.entries(stores)) {
  const { lasts, isShared } = options;
  const differences = [
    lasts ? 'what is written lasts' : 'nothing is kept',
    isShared ? 'several may work on it' : 'one at a time works on it',
  ];
  process.stdout.write(`${name}: ${differences.join(', ')}\n`);
  for (const { name: promise, run } of orderStoreContract(options)) {
    // On Postgres they share a database.
    (name === 'postgres' ? test.serial : test)(`${name}: ${promise}`, async (t) => {
      await t.notThrowsAsync(run());
    });
  }
}
