import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { openPostgresStore } from '../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { createProxyCall } from '../src/entry/library.js';
import { fictionalMobile } from '../src/entry/testing/index.js';
import type { OrderStore } from '../src/ports/order-store.js';
import { HASH_KEY, startPostgres, type Postgres } from './postgres.js';

let postgres: Promise<Postgres> | undefined;
test.after.always(async () => (await postgres)?.stop());

const folder = mkdtempSync(join(tmpdir(), 'proxycall-audit-'));
test.after.always(() => {
  rmSync(folder, { recursive: true, force: true });
});

const PLACES: Readonly<Record<string, () => Promise<() => Promise<OrderStore>>>> = {
  sqlite: () => Promise.resolve(() => openSqliteStore({ path: join(folder, 'store.db') })),
  postgres: async () => {
    postgres ??= startPostgres();
    const url = await (await postgres).createDatabase();
    return () => openPostgresStore({ url });
  },
};

for (const [name, place] of Object.entries(PLACES)) {
  test(`${name}: two instances write and seal at once, and the chain holds`, async (t) => {
    const open = await place();
    const stores = [await open(), await open()];
    const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
    const shops = stores.map((store, at) =>
      createProxyCall({
        store,
        ...carrier,
        hashKey: HASH_KEY,
        actor: { name: `instance ${at.toString()}`, role: 'admin' },
      }),
    );
    t.teardown(() => Promise.all(shops.map((shop) => shop.close())));
    const write = async (at: number, round: number) => {
      const id = `${at.toString()}-${round.toString()}`;
      await shops[at]?.createClient({
        ...{ clientId: id, clientName: 'Ada', clientMail: 'ada@shop.example' },
        clientRealPhone: fictionalMobile(5000 + at * 100 + round),
      });
    };
    for (let round = 0; round < 4; round += 1) {
      await Promise.all(
        shops.flatMap((shop, at) => [write(at, round * 2), write(at, round * 2 + 1), shop.runMaintenance()]),
      );
    }
    const [first] = shops;
    t.like(await first?.verifyAudit({}), { problems: [] });
    await first?.runMaintenance();
    const verified = await first?.verifyAudit({});
    t.like(verified, { problems: [], unsealed: 0 });
    t.true((verified?.seals ?? 0) > 1);
    const { items } = (await first?.listAudit({ limit: 200 })) ?? { items: [] };
    t.deepEqual([...new Set(items.map(({ actor }) => actor))].sort(), ['instance 0', 'instance 1']);
    t.true(items.every(({ isGenuine, seal }) => isGenuine && seal !== undefined));
  });
}
