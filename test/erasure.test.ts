import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { openSheetsStore } from '../src/adapters/sheets/index.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { nothingIsLeft, type Place } from './erasure/nothing-is-left.js';
import { filesBelow } from './erasure/traces.js';
import { optionsAt } from './google/account.js';
import { startStandIn } from './google/stand-in.js';
import { temporaryFolder } from './support.js';

const stores: Readonly<
  Record<string, (t: ExecutionContext, folder: string) => Promise<Pick<Place, 'open' | 'bytes'>>>
> = {
  memory: () => Promise.resolve({ open: () => Promise.resolve(createMemoryStore()), bytes: () => Promise.resolve([]) }),
  sqlite: (_t, folder) =>
    Promise.resolve({
      open: () => openSqliteStore({ path: join(folder, 'proxycall.db') }),
      bytes: () => Promise.resolve(filesBelow(folder)),
    }),
  async sheets(t, folder) {
    const standIn = await startStandIn();
    t.teardown(() => {
      standIn.close();
    });
    return {
      open: () => openSheetsStore(optionsAt(standIn, folder, { carrier: 'simulated' })),
      bytes: () =>
        Promise.resolve([['spreadsheet', Buffer.from(JSON.stringify(standIn.book.sheets))], ...filesBelow(folder)]),
    };
  },
};

for (const [name, placeOf] of Object.entries(stores)) {
  test(`${name}: nothing is left of erased clients, while running and after a stop`, async (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    await nothingIsLeft(t, { people: 20, ...(await placeOf(t, folder.path)) });
  });
}
