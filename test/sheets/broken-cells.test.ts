import test from 'ava';
import type { Entered } from '../google/sheet.js';
import { checkThree, columnOf, findings, isListed, polled, reaches, rowAt } from './broken-cells.js';
import { createWorld, phone, proxy, until } from './world.js';

// One after the other: many instances that poll keep each other waiting.

const VALUES: readonly Entered[] = [
  '#REF!',
  { formula: '=VLOOKUP(A2;Old!A:B;2;FALSE)', value: '#N/A' },
  { formula: '=IMPORTRANGE("x";"A:A")', value: 'Loading...' },
  '#VALEUR!',
  true,
  false,
];

for (const column of ['client_id', 'client_name', 'client_mail', 'client_real_phone', 'client_proxy_number']) {
  test(`errors and checkboxes in ${column}, while the service runs and at the start: what was known holds`, async (t) => {
    const world = await createWorld(t, { numbers: 8 });
    const first = await world.open();
    const ids = VALUES.map((_, index) => index + 1);
    const numbers: string[] = [];
    for (const id of [...ids, 7]) numbers.push(await first.order(id));
    const known = () => Promise.all(ids.map((id) => first.getClient(id.toString())));
    const before = await known();
    const rows = ids.map((id) => rowAt(world, 'Clients', id.toString()));
    for (const [index, row] of rows.entries()) row[columnOf('Clients', column)] = VALUES[index];
    await until('they are listed', () => findings(first).filter((each) => each.column === column).length === 6);
    // Another row is read all the same.
    world.set('Clients', '7', 'client_real_phone', phone(77));
    await until('the other edit is read', () => reaches(first, numbers[6] ?? '', phone(77)));
    await polled(world);
    t.deepEqual(await known(), before);
    t.is(first.log.filter(({ fields }) => fields['column'] === column).length, 6, 'each is logged once');
    await first.close();

    const second = await world.open();
    await polled(world);
    t.deepEqual(await Promise.all(ids.map((id) => second.getClient(id.toString()))), before);
    for (const id of ids) t.true(await reaches(second, numbers[id - 1] ?? '', phone(id)));
    t.true(await reaches(second, numbers[6] ?? '', phone(77)));
    t.is(findings(second).filter((each) => each.column === column).length, 6);
    t.true(findings(second).every(({ row, cell }) => row !== undefined && cell?.endsWith(row.toString())));
    t.deepEqual(
      rows.map((row) => row[columnOf('Clients', column)]),
      [...VALUES],
      'the cells are not written to',
    );
  });
}

for (const [what, id] of [
  ['errors', () => '#REF!'],
  ['loading', () => 'Loading...'],
  ['blank', () => ''],
  ['checkboxes', () => false],
  ['all the same', (_row, tab) => (tab === 'Clients' ? '1' : 'O-1')],
  ['numbered anew', (row) => 100 + row],
  ['moved by one', (row, tab) => (tab === 'Clients' ? '' : 'O-') + (row + 1).toString()],
] as const satisfies readonly (readonly [string, (row: number, tab: string) => Entered])[]) {
  test(`all ids are ${what} for many looks, and at a start: nothing is gone`, async (t) => {
    const world = await createWorld(t);
    const first = await world.open();
    const routes: [string, string][] = [];
    for (const index of [1, 2, 3]) routes.push([await first.order(index), phone(index)]);
    const tabs = (['Clients', 'Orders'] as const).map((title) => world.standIn.book.tab(title));
    const intact = structuredClone(tabs.map(({ rows }) => rows));
    for (const { rows, title } of tabs) for (const at of [1, 2, 3]) (rows[at] ?? [])[0] = id(at, title);
    await polled(world, 4);
    await checkThree(t, first, routes);
    await first.close();
    const second = await world.open();
    await polled(world, 4);
    await checkThree(t, second, routes);
    t.true(isListed(second, 'Clients', 'client_id') && isListed(second, 'Orders', 'order_id'));
    for (const [index, { rows }] of tabs.entries())
      for (const at of [1, 2, 3]) (rows[at] ?? [])[0] = intact[index]?.[at]?.[0];
    await until('the ids are read', () => findings(second).length === 0);
    await checkThree(t, second, routes);
    for (const { rows } of tabs) rows.splice(3, 1);
    await until('a row that is deleted now is deleted', async () => {
      const [clients, orders] = [
        second.store.records('client', { limit: 9 }),
        second.store.records('order', { limit: 9 }),
      ];
      return (await clients).length === 2 && (await orders).length === 2;
    });
  });
}

test('a change while the row could not be found is written once it is back', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const number = await instance.order(1);
  await instance.order(2);
  const row = rowAt(world, 'Clients', '1');
  row[0] = '#REF!';
  await until('it is listed', () => isListed(instance, 'Clients', 'client_id'));
  await instance.updateClient('1', { clientRealPhone: phone(40) });
  t.is(row[3], phone(1));
  row[0] = '1';
  await until('it is written', () => row[3] === phone(40));
  t.true(await reaches(instance, number, phone(40)));
});

for (const [tab, column, values] of [
  ['Orders', 'created_at', [33_639_985_001, '+33639985001', 1_772_357_400, '#REF!', 'C-12']],
  ['TwilioPools', 'date_achat', [1_772_357_400_000, 'yesterday', true, '2026-02-30', 12]],
  ['TwilioPools', 'date_attribution', [33_639_985_001, '01/03/2026', 'Loading...', '1772357400', '+33639985001']],
] as const) {
  test(`dates that are none in ${tab}.${column}: looks reach the end, starts succeed, dates are kept`, async (t) => {
    const world = await createWorld(t, { numbers: 6 });
    const first = await world.open();
    const numbers: string[] = [];
    for (const index of values.keys()) numbers.push(await first.order(index));
    const known = async ({ store }: typeof first) =>
      [...(await store.records('order', { limit: 9 })), ...(await store.records('number', { limit: 9 }))].map(
        ({ value }) => value,
      );
    const before = await known(first);
    for (const [index, value] of values.entries()) {
      world.set(tab, tab === 'Orders' ? `O-${index.toString()}` : (numbers[index] ?? ''), column, value);
    }
    await until('they are listed', () => findings(first).filter((each) => each.column === column).length === 5);
    world.set('Clients', '1', 'client_real_phone', phone(50));
    await until('calls go to the new phone', () => reaches(first, numbers[1] ?? '', phone(50)));
    await first.close();
    const second = await world.open();
    t.true(await reaches(second, numbers[1] ?? '', phone(50)));
    t.deepEqual(await known(second), before);
    t.is(findings(second).filter((each) => each.column === column).length, 5);
    t.truthy(await second.order(20));
  });
}

test('a date that somebody types is in the time zone of the spreadsheet', async (t) => {
  const world = await createWorld(t);
  world.standIn.book.timeZone = 'Europe/Paris';
  world.set('TwilioPools', proxy(0), 'date_achat', 46_204.5);
  const instance = await world.open();
  t.is((await instance.store.record('number', proxy(0)))?.value.boughtAt, Date.parse('2026-07-01T10:00:00Z'));
});

test('texts that begin with = and that we wrote are no formulas: their column is written to', async (t) => {
  const world = await createWorld(t, { numbers: 8 });
  const first = await world.open();
  const texts = ['=Ada', '=1+1', '=', '==', '=SUM(A1)', '= Ada'];
  for (const [index, clientName] of texts.entries()) {
    const client = {
      clientId: index.toString(),
      clientName,
      clientMail: 'a@shop.example',
      clientRealPhone: phone(index),
    };
    await first.createClient(client);
  }
  const names = () => world.shown('Clients').map((row) => row['client_name']);
  t.deepEqual(names(), texts);
  await polled(world);
  await first.updateClient('1', { clientName: 'Changed' });
  await first.close();
  const second = await world.open();
  await second.updateClient('0', { clientName: '=Changed' });
  await second.order(7);
  t.deepEqual(names(), ['=Changed', 'Changed', ...texts.slice(2), 'Client 7']);
});

test('a formula is not written to, even one with an error', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  await instance.order(1);
  await instance.order(2);
  const row = rowAt(world, 'Clients', '2');
  for (const value of ['Ada', '#N/A', 7, 'Loading...', '']) {
    const cell = { formula: '=VLOOKUP(A3;Names!A:B;2;FALSE)', value };
    row[1] = cell;
    await polled(world);
    await instance.updateClient('2', { clientMail: `${value.toString().length.toString()}@shop.example` });
    t.deepEqual(row[1], cell);
  }
});

test('cells that were merged keep the phones, and the clients, that cannot be seen any more', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const [one, two] = [await instance.order(1), await instance.order(2)];
  const sheet = world.standIn.book.tab('Clients');
  for (const column of ['client_real_phone', 'client_id']) {
    const at = columnOf('Clients', column);
    sheet.merges = [{ startRowIndex: 1, endRowIndex: 3, startColumnIndex: at, endColumnIndex: at + 1 }];
    await until(`${column} is listed`, () => isListed(instance, 'Clients', column));
    await polled(world);
    t.true(await reaches(instance, one, phone(1)));
    t.true(await reaches(instance, two, phone(2)));
  }
});

test('an id with an invisible character is the id that people see, and its row is written to', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const number = await first.order(1);
  const row = rowAt(world, 'Clients', '1');
  for (const id of ['1\u200b', '\ufeff1', '\u202a1\u202c', 1]) {
    row[0] = id;
    await polled(world);
    const clientName = `Name ${JSON.stringify(id)}`;
    await first.updateClient('1', { clientName });
    t.is(row[1], clientName);
    t.true(await reaches(first, number, phone(1)));
  }
  t.false(first.log.some(({ event }) => event === 'sheets.row_moved'));
  t.deepEqual(findings(first), []);
});

test('a formula in a row whose id is computed is not written to', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  await instance.order(1);
  await instance.order(2);
  const row = rowAt(world, 'Clients', '2');
  const [id, name] = [
    { formula: '=ROW()-1', value: 2 },
    { formula: '=PROPER("ada")', value: 'Ada' },
  ];
  [row[0], row[1]] = [id, name];
  await until('the name is read', async () => (await instance.getClient('2')).clientName === 'Ada');
  await instance.updateClient('2', { clientName: 'Changed', clientMail: 'changed@shop.example' });
  t.deepEqual(row.slice(0, 3), [id, name, 'changed@shop.example']);
});
