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
import { aConnection } from './sql/sqlite-files.js';
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

/** What somebody may write into the tables of a database that has them. */
const UNREADABLE: Readonly<Record<string, string>> = {
  'names that are no JSON': row({ records: "'nope'" }),
  'names that are no texts': row({ records: "'[{}, 1]'" }),
  'names that are no list': row({ records: "'null'" }),
  'a time that is a text': row({ at: "'x'" }),
  'a time that is no date': row({ at: '9000000000000000000' }),
  'a text that is none': row({ actor: "x'00ff'" }),
  'an entry under a seal': row({ records: "'nope'", seal: '1', due_at: 'null' }),
  'a version that is none': row({ version: "'x'" }),
  'a key that is none': row({ id: "x'00ff'" }),
  'an entry under no number': row({ seal: "'abc'", due_at: 'null' }),
};

function row(fields: Readonly<Record<string, string>>): string {
  const whole = {
    ...{ id: "'forged'", version: '1', at: '1', actor: "'cli'", action: "'createOrder'", outcome: "'done'" },
    ...{ records: "'[]'", mac: "'mac'", due_at: '1', ...fields },
  };
  return `insert into audit_entries (${Object.keys(whole).join()}) values (${Object.values(whole).join()})`;
}

for (const [title, statement] of Object.entries(UNREADABLE)) {
  test(`a row that ProxyCall cannot have written is named, and the others are read and sealed: ${title}`, async (t) => {
    const path = join(folder, `${title}.db`);
    const store = await openSqliteStore({ path });
    const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
    const shop = createProxyCall({ store, ...carrier, hashKey: HASH_KEY });
    t.teardown(() => shop.close());
    const write = (clientId: string) =>
      shop.createClient({
        ...{ clientId, clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: fictionalMobile(5500) },
      });
    await write('1');
    await shop.runMaintenance();
    const connection = aConnection(path);
    connection.exec(statement);
    connection.close();
    await write('2');
    await shop.runMaintenance();
    t.like(await shop.verifyAudit({}), { unsealed: 0, seals: 2, problemCount: 1 });
    const forged = (await shop.listAudit({})).items.filter(({ isGenuine }) => !isGenuine);
    t.is(forged.length, 1);
    t.true((await shop.listAudit({})).items.length > 2);
    t.like((await shop.storeFindings()).findings, [{ kind: 'forged_record', tab: 'audit' }]);
    // A page that ends with it does not end the list.
    const pages = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await shop.listAudit({ limit: 1, cursor });
      pages.push(...page.items);
      cursor = page.nextCursor;
      more = cursor !== undefined;
    }
    t.deepEqual(pages, (await shop.listAudit({})).items);
  });
}
