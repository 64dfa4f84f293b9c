import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSheetsStore } from '../../src/adapters/sheets/index.js';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { orderStoreContract } from '../../src/entry/testing/order-store-contract.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { optionsAt } from '../google/account.js';
import { startStandIn, type StandIn } from '../google/stand-in.js';
import { startPostgres } from '../postgres.js';

const folder = await mkdtemp(join(tmpdir(), 'proxycall-contract-'));
const postgres = await startPostgres();
test.after.always(async () => {
  for (const standIn of standIns) standIn.close();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

let files = 0;
const standIns: StandIn[] = [];
async function openSheets(): Promise<OrderStore> {
  const standIn = await startStandIn();
  standIns.push(standIn);
  return openSheetsStore(optionsAt(standIn, join(folder, `${(files += 1).toString()}-journal`)));
}
const stores: Readonly<Record<string, () => Promise<OrderStore>>> = {
  memory: () => Promise.resolve(createMemoryStore()),
  sqlite: () => openSqliteStore({ path: join(folder, `${(files += 1).toString()}.db`) }),
  sheets: () => openSheets(),
  postgres: async () => openPostgresStore({ url: await postgres.createDatabase(), poolSize: 4 }),
};

for (const [name, open] of Object.entries(stores)) {
  for (const { name: promise, run } of orderStoreContract({ open })) {
    test(`${name}: ${promise}`, async (t) => {
      await t.notThrowsAsync(run());
    });
  }
}
