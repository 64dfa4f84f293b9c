import test from 'ava';
import { prepareSpreadsheet } from '../../src/adapters/sheets/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { Entered } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import { COURIER, createWorld, orderOf, phone, until, type World } from './world.js';

type Title = keyof typeof HEADERS;
type Rows = Entered[][];

const column = (title: Title, name: string) => HEADERS[title].split(' ').indexOf(name);
const rename = (title: Title, name: string, header: Entered) => (rows: Rows) => {
  (rows[0] ?? [])[column(title, name)] = header;
};
const insert =
  (at: number, header: Entered, below: Entered = '') =>
  (rows: Rows) => {
    for (const [index, row] of rows.entries()) row.splice(at, 0, index === 0 ? header : row.length > 0 ? below : '');
  };

/** What the tab looks like, and what a person reads. */
const BROKEN: readonly (readonly [what: string, title: Title, change: (rows: Rows) => void, expected: RegExp])[] = [
  // Renamed.
  [
    'Client ID',
    'Clients',
    rename('Clients', 'client_id', 'Client ID'),
    /Clients has no column client_id, but A1 looks like it/,
  ],
  ['clientid', 'Clients', rename('Clients', 'client_id', 'clientid'), /no column client_id, but A1/],
  [
    'a letter too few',
    'Clients',
    rename('Clients', 'client_real_phone', 'client_real_phon'),
    /client_real_phone, but D1/,
  ],
  ['a word more', 'Clients', rename('Clients', 'client_id', 'client_id (do not touch)'), /client_id, but A1/],
  ['a Cyrillic letter', 'Clients', rename('Clients', 'client_id', 'сlient_id'), /client_id, but A1/],
  ['another language', 'Clients', rename('Clients', 'client_real_phone', 'Téléphone'), /client_real_phone, but D1/],
  [
    'an error',
    'TwilioPools',
    rename('TwilioPools', 'phone_number', '#REF!'),
    /TwilioPools has no column phone_number, but B1/,
  ],
  ['a checkbox', 'Orders', rename('Orders', 'status', true), /Orders has no column status, but C1/],
  ['nothing', 'Clients', rename('Clients', 'client_id', ''), /client_id, but A1/],
  ['a number', 'TwilioPools', rename('TwilioPools', 'status', 42), /column status, but C1/],
  // Doubled.
  [
    'doubled at the end',
    'Clients',
    insert(8, 'client_id'),
    /column client_id more than once, in A1 and I1 \(without values\)/,
  ],
  ['doubled in front', 'Clients', insert(0, 'client_id'), /client_id more than once, in A1 \(without values\) and B1/],
  ['doubled with values', 'TwilioPools', insert(2, 'Status', 'available'), /status more than once, in C1 and D1/],
  ['doubled, invisibly', 'Orders', insert(4, 'order_id\u200b'), /order_id more than once, in A1 and E1/],
  // Above.
  ['a title above', 'Clients', (rows) => rows.unshift(['Our clients']), /Clients has its header in row 2, as it seems/],
  ['two rows above', 'TwilioPools', (rows) => rows.unshift(['Pool'], []), /header in row 3/],
  ['a row of totals above', 'Orders', (rows) => rows.unshift(['', 12, '=COUNTA(A2:A)']), /header in row 2/],
  // Gone.
  ['the header is gone', 'Clients', (rows) => rows.shift(), /none of its columns in its first row/],
];

/** Three clients in a sheet, and no instance running. */
async function withClients(world: World): Promise<void> {
  const instance = await world.open();
  for (const index of [1, 2, 3]) await instance.order(index);
  await instance.close();
}

for (const [what, title, change, expected] of BROKEN) {
  test(`${title}, ${what}: the start says so, and init adds no twin`, async (t) => {
    const world = await createWorld(t);
    await withClients(world);
    const sheet = world.standIn.book.tab(title);
    const intact = structuredClone(sheet.rows);
    change(sheet.rows);
    const broken = structuredClone(world.standIn.book.sheets);
    const { url: baseUrl, spreadsheetId: id, credentials } = world.standIn;

    const isRefused = (error: unknown) =>
      isProxyCallError(error, 'store_unavailable') && expected.test(error.message) && !error.message.includes(phone(1));
    await t.throwsAsync(prepareSpreadsheet({ baseUrl, credentials, spreadsheet: { id } }), { message: expected });
    t.deepEqual(world.standIn.book.sheets, broken, 'init changes nothing');
    const error = await t.throwsAsync(world.open());
    t.true(isRefused(error), error.message);
    const visible = (all: typeof broken) => all.filter(({ hidden }) => !hidden);
    t.deepEqual(visible(world.standIn.book.sheets), visible(broken), 'a start changes nothing');

    sheet.rows = intact;
    const again = await world.open();
    t.is((await again.store.records('client', { limit: 9 })).length, 3);
    t.like(await again.call(COURIER, (await again.getClient('1')).clientProxyNumber ?? ''), {
      kind: 'dial',
      to: phone(1),
    });
  });
}

for (const header of [
  'CLIENT_ID',
  ' client_id ',
  'client_id\u200b',
  '\ufeffclient_id',
  'client\u2060_id',
  'client_id\u00a0',
  '\u202aclient_id\u202c',
]) {
  test(`a header that looks right is right: ${JSON.stringify(header)}`, async (t) => {
    const world = await createWorld(t);
    await withClients(world);
    rename('Clients', 'client_id', header)(world.standIn.book.tab('Clients').rows);
    const { url: baseUrl, spreadsheetId: id, credentials } = world.standIn;
    t.deepEqual(await prepareSpreadsheet({ baseUrl, credentials, spreadsheet: { id } }), []);
    const instance = await world.open();
    t.is((await instance.store.records('client', { limit: 9 })).length, 3);
  });
}

for (const [title, other, expected] of [
  ['Clients', 'clients', /no tab Clients, but "clients" looks like it/],
  ['Clients', 'Client', /no tab Clients, but "Client"/],
  ['Orders', 'Orders (2)', /no tab Orders, but "Orders \(2\)"/],
  ['TwilioPools', 'Twilio Pools', /no tab TwilioPools, but "Twilio Pools"/],
] as const) {
  test(`a tab ${title} that is called ${other}: the start says so, and init adds no twin`, async (t) => {
    const world = await createWorld(t);
    await withClients(world);
    world.standIn.book.tab(title).title = other;
    const { url: baseUrl, spreadsheetId: id, credentials } = world.standIn;
    await t.throwsAsync(prepareSpreadsheet({ baseUrl, credentials, spreadsheet: { id } }), { message: expected });
    await t.throwsAsync(world.open(), { message: expected });
    t.false(world.standIn.book.sheets.some((sheet) => sheet.title === title));
  });
}

test('a tab with the columns of another one is recognised under any title', async (t) => {
  const world = await createWorld(t);
  world.standIn.book.tab('Clients').title = 'Kunden';
  const { url: baseUrl, spreadsheetId: id, credentials } = world.standIn;
  const message = /no tab Clients, but "Kunden" looks like it/;
  await t.throwsAsync(prepareSpreadsheet({ baseUrl, credentials, spreadsheet: { id } }), { message });
});

test('init adds what is missing and nothing looks like, after the last column with content', async (t) => {
  const world = await createWorld(t, {
    tabs: {
      Clients: [
        [
          'client_id',
          'client_name',
          'client_mail',
          'client_real_phone',
          'client_proxy_number',
          'client_iso_residency',
          'client_country_code',
        ],
        ['1', 'Ada', '', phone(1), '', '', '', '', 'a remark'],
      ],
      TwilioPools: [HEADERS.TwilioPools.split(' ')],
      Notes: [['anything']],
    },
  });
  const { url: baseUrl, spreadsheetId: id, credentials, book } = world.standIn;
  t.deepEqual(await prepareSpreadsheet({ baseUrl, credentials, spreadsheet: { id } }), [
    'the column client_last_caller in Clients',
    'the tab Orders',
    'the tab CONFIRMATION_PENDING',
  ]);
  t.is(book.tab('Clients').rows[0]?.[9], 'client_last_caller');
  t.is(book.tab('Clients').rows[1]?.[8], 'a remark');
});

for (const [what, change] of [
  ['renamed', rename('Clients', 'client_id', 'Id')],
  ['doubled', insert(8, 'client_id')],
  ['an error', rename('Clients', 'client_id', '#REF!')],
  ['emptied', rename('Clients', 'client_id', '')],
] as const) {
  test(`a header is ${what} while the service runs: calls go on, orders are told why not, and nothing is lost`, async (t) => {
    const world = await createWorld(t);
    const instance = await world.open();
    const number = await instance.order(1);
    const { rows } = world.standIn.book.tab('Clients');
    const intact = structuredClone(rows);
    change(rows);
    await until('it is listed', () =>
      (instance.store.findings?.() ?? []).some(({ kind }) => kind === 'ignored_header'),
    );
    const before = structuredClone(rows);
    t.like(await instance.call(COURIER, number), { kind: 'dial', to: phone(1) });
    await until('orders are refused', async () => {
      const refusal = await instance.createOrder(orderOf(2)).then(() => undefined, String);
      return refusal?.includes('client_id') === true;
    });
    t.deepEqual(rows, before, 'nothing is written');
    const logged = instance.log.filter(({ event }) => event === 'sheets.header_ignored');
    t.is(logged.length, 1, 'logged once');
    rows.splice(0, rows.length, ...intact);
    await until('orders are accepted', () => instance.order(2).then(Boolean, () => false));
    t.deepEqual(instance.store.findings?.(), []);
    t.like(await instance.getClient('1'), { clientProxyNumber: number });
    t.is(await instance.order(1), number);
  });
}
