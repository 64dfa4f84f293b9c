import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { openSqliteStore } from '../src/adapters/sql/sqlite.js';
import { put } from '../src/domain/services/commit.js';
import {
  aClient,
  aParticipant,
  aLockout,
  aNumber,
  aCallInteraction,
  anOrder,
  aPairedSession,
  anOpenSession,
  fictionalMobile,
} from '../src/entry/testing/index.js';
import { cli } from './command-line.js';
import { HEADERS, startStandIn, type StandInOptions } from './google/stand-in.js';
import { startPostgres } from './postgres.js';
import { openInstance } from './sheets/world.js';
import { temporaryFolder } from './support.js';

const postgres = await startPostgres();
test.after.always(() => postgres.stop());

/** A file with data, an empty spreadsheet and an empty database. */
async function createStores(t: ExecutionContext, options: StandInOptions = {}) {
  const folder = temporaryFolder();
  const standIn = await startStandIn(options);
  t.teardown(() => {
    standIn.close();
    folder.remove();
  });
  const key = join(folder.path, 'key.json');
  const { clientEmail, privateKey } = standIn.credentials;
  writeFileSync(key, JSON.stringify({ client_email: clientEmail, private_key: privateKey }));
  const env = {
    DATABASE_PATH: join(folder.path, 'shop.db'),
    DATABASE_URL: await postgres.createDatabase(),
    GOOGLE_SHEET_ID: standIn.spreadsheetId,
    GOOGLE_SERVICE_ACCOUNT_FILE: key,
    GOOGLE_BASE_URL: standIn.url,
    SHEETS_JOURNAL_PATH: join(folder.path, 'journal'),
  };
  return { standIn, env, folder };
}

async function fill(path: string, clients: number): Promise<void> {
  const store = await openSqliteStore({ path });
  const puts = Array.from({ length: clients }, (_, index) => {
    const id = index.toString();
    const number = fictionalMobile(index);
    const client = aClient(id, { proxyNumber: number });
    const state = { status: 'assigned', to: id, since: 1 } as const;
    const session = anOpenSession(id, client, number);
    return [
      put('client', client),
      put('number', aNumber(number, { state })),
      put('session', session),
      put('participant', aParticipant(id, session)),
      put('order', anOrder(id, id)),
      put('interaction', aCallInteraction(id, { clientId: id })),
    ];
  }).flat();
  const number = fictionalMobile(9999);
  const paired = aPairedSession('p', aClient('0'), { code: '4711' });
  puts.push(
    put('number', aNumber(number, { state: { status: 'shared', since: 1 } })),
    put('session', paired),
    put('participant', aParticipant('client', paired, { proxyNumber: number })),
    put('participant', aParticipant('counterpart', paired, { role: 'counterpart', proxyNumber: number })),
    put('lockout', aLockout('k')),
  );
  await store.commit({ puts });
  await store.close();
}

test('data is copied between stores and compared, and nothing is overwritten', async (t) => {
  const { env, standIn, folder } = await createStores(t);
  await fill(env.DATABASE_PATH, 60);
  const run = (args: string) => cli(args, env, folder.path);

  const toSheets = await run('store copy --from sqlite --to sheets');
  t.is(toSheets.code, 0, toSheets.stderr);
  t.regex(toSheets.stdout, /client +│ 60 +│ 0/);
  t.regex(toSheets.stdout, /Both stores hold the same/);
  t.is(standIn.book.tab('Clients').rows.filter((row) => row.length > 0).length, 61);

  const toPostgres = await run('store copy --from sheets --to postgres --json');
  t.is(toPostgres.code, 0, toPostgres.stderr);
  t.like(JSON.parse(toPostgres.stdout), { verified: true, from: 'sheets', to: 'postgres' });
  const compared = await run('store verify --store sqlite --against postgres');
  t.is(compared.code, 0);
  t.regex(compared.stdout, /interaction +│ 60 +│ [\w-]{12}/);
  // A second run finds all records already present.
  t.regex((await run('store copy --from sheets --to postgres')).stdout, /client +│ 0 +│ 60/);

  const store = await openSqliteStore({ path: env.DATABASE_PATH });
  const read = await store.record('client', '7');
  await store.commit({
    puts: [put('client', aClient('7', { name: 'Changed', proxyNumber: fictionalMobile(7) }), read)],
  });
  await store.close();
  const differing = await run('store verify --store sqlite --against postgres');
  t.is(differing.code, 4);
  t.regex(differing.stdout, /The stores differ in: client\./);
  const refused = await run('store copy --from postgres --to sqlite');
  t.is(refused.code, 3);
  t.regex(refused.stderr, /has a client of its own: nothing is overwritten/);
});

test('a copy that was interrupted is completed by the same command', async (t) => {
  const { env, folder } = await createStores(t);
  await fill(env.DATABASE_PATH, 50);
  const part = join(folder.path, 'part.db');
  await fill(part, 20);
  const first = await cli('store copy --from sqlite --to postgres', { ...env, DATABASE_PATH: part }, folder.path);
  t.is(first.code, 0, first.stderr);
  const second = await cli('store copy --from sqlite --to postgres', env, folder.path);
  t.regex(second.stdout, /client +│ 30 +│ 20/);
});

for (const [what, args, code, message] of [
  ['no store to copy to', 'store copy --from sqlite', 2, /--to/],
  ['the same store', 'store copy --from sqlite --to sqlite', 2, /--to: must be one of: postgres, sheets/],
  ['an unknown store', 'store copy --from excel --to sqlite', 2, /--from: must be one of: sqlite, postgres, sheets/],
  ['a store that is not set up', 'store copy --from sqlite --to postgres', 2, /DATABASE_URL is not set/],
  ['a spreadsheet that is not set up', 'store verify --store sheets', 2, /GOOGLE_SHEET_ID is not set/],
  ['init of a store that needs none', 'init --store sqlite', 2, /--store: must be one of: sheets/],
  ['init without an account', 'init --store sheets', 2, /GOOGLE_SERVICE_ACCOUNT_FILE is not set/],
] as const) {
  test(`refused: ${what}`, async (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    const result = await cli(args, { DATABASE_PATH: join(folder.path, 'proxycall.db') }, folder.path);
    t.is(result.code, code);
    t.regex(result.stderr + result.stdout, message);
  });
}

test('init creates missing tabs and columns and leaves the others as they are', async (t) => {
  const { env, standIn, folder } = await createStores(t, {
    tabs: {
      Clients: [
        ['notes', 'client_id', 'client_name'],
        ['VIP', '1', 'Ada'],
      ],
    },
  });
  const before = await cli('store verify --store sheets', env, folder.path);
  t.is(before.code, 3);
  t.regex(before.stderr, /no tab TwilioPools: proxycall init --store sheets creates it/);
  const made = await cli('init --store sheets', env, folder.path);
  t.is(made.code, 0, made.stderr);
  t.regex(made.stdout, /the tab Orders/);
  t.regex(made.stdout, /the column client_mail in Clients/);
  t.deepEqual(standIn.book.tab('Clients').rows[1]?.slice(0, 3), ['VIP', '1', 'Ada']);
  t.regex((await cli('init --store sheets', env, folder.path)).stdout, /Nothing was missing/);
  t.is((await cli('init --store sheets --json', env, folder.path)).stdout, '{"made":[]}\n');
  const after = await cli('store verify --store sheets', env, folder.path);
  t.is(after.code, 0, after.stderr);
});

test('live mode while the server runs reports who holds the spreadsheet, and suggests remote mode', async (t) => {
  const { env, standIn, folder } = await createStores(t);
  const server = await openInstance(standIn, join(folder.path, 'server'), { label: 'the server' });
  const live = { ...env, PROXYCALL_STORE: 'sheets' };
  const refused = await cli('lookup --proxy +33639980001 --live', live, folder.path);
  t.is(refused.code, 3, refused.stdout);
  t.regex(refused.stderr, /held by another instance \(the server\).*Leave --live out/s);
  await server.close();
  t.is((await cli('pool stats --live --json', live, folder.path)).code, 0);
});

test('a spreadsheet is read with the default country of the installation', async (t) => {
  const header = HEADERS.Clients.split(' ');
  const row = header.map(
    (column) => ({ client_id: '1', client_name: 'Ada', client_mail: 'ada@shop.example' })[column] ?? '',
  );
  // A number of Nice without its 0, or of Berlin: artificial digits.
  row[header.indexOf('client_real_phone')] = '493012345';
  for (const [country, copied] of [
    ['PT', 1],
    ['FR', 0],
  ] as const) {
    const tabs = {
      Clients: [header, row],
      TwilioPools: [HEADERS.TwilioPools.split(' ')],
      Orders: [HEADERS.Orders.split(' ')],
    };
    const { env, folder } = await createStores(t, { tabs });
    const args = 'store copy --from sheets --to sqlite';
    const { code, stdout, stderr } = await cli(args, { ...env, PROXYCALL_PHONE_COUNTRY: country }, folder.path);
    t.is(code, 0, stderr);
    t.regex(stdout, new RegExp(`client +│ ${copied.toString()} +│ 0`));
  }
});
