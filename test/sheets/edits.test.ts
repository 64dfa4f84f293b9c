import test from 'ava';
import { HEADERS } from '../google/stand-in.js';
import { COURIER, createWorld, phone, poolRow, proxy, until } from './world.js';

test('an order is in the sheet once acknowledged, and everything is loaded again after a restart', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const number = await first.order(1);
  t.like(world.shown('Clients')[0], {
    client_id: '1',
    client_name: 'Client 1',
    client_real_phone: phone(1),
    client_proxy_number: number,
    client_country_code: '33',
  });
  t.like(world.shown('Orders')[0], { order_id: 'O-1', client_id: '1', status: 'open' });
  const pooled = world.shown('TwilioPools').find((row) => row['phone_number'] === number);
  t.like(pooled, { status: 'assigned', attribution_to_client_name: 'Client 1' });
  t.like(await first.call(COURIER, number), { kind: 'dial', to: phone(1) });
  await first.close();
  t.is(world.shown('Clients')[0]?.['client_last_caller'], COURIER);

  const second = await world.open();
  t.is(await second.order(1), number);
  t.like(await second.call(phone(1), number), { kind: 'dial', to: COURIER });
  t.is((await second.listInteractions({})).items.length, 2);
  t.deepEqual(await second.store.numbers(), await second.store.numbers());
  await second.close();
  const hidden = world.standIn.book.sheets.filter((sheet) => sheet.hidden).map(({ title }) => title);
  t.deepEqual(hidden.sort(), ['ProxyCall Forwarded', 'ProxyCall Lease', 'ProxyCall Records']);
});

test('an existing sheet: integers as phone numbers, formulas, reordered and additional columns', async (t) => {
  const columns = ['notes', ...HEADERS.Clients.split(' ').reverse()];
  const client = (id: string, index: number, more: Record<string, string | number>) => {
    const cells: Record<string, string | number> = {
      client_id: id,
      client_name: `Client ${id}`,
      client_mail: 'c@shop.example',
      client_real_phone: Number(phone(index).slice(1)),
      ...more,
    };
    return columns.map((column) => cells[column]);
  };
  const world = await createWorld(t, {
    tabs: {
      Clients: [
        columns,
        client('1', 1, {
          client_proxy_number: Number(proxy(0).slice(1)),
          notes: 'VIP',
          client_last_caller: COURIER.slice(1),
        }),
        client('2', 2, { notes: '=1+1', client_real_phone: '+33 6 39 98 50 02' }),
      ],
      TwilioPools: [
        HEADERS.TwilioPools.split(' '),
        ['FR', Number(proxy(0).slice(1)), 'assigned', '', 45_000.5, '', 'Client 1', 'mobile'],
        poolRow(proxy(1).slice(1), 'Available'),
      ],
      Orders: [HEADERS.Orders.split(' '), ['O-9', 1, 'open', '2025-01-02T03:04:05Z']],
    },
  });
  // The stand-in's formula depends on the first column, which has the notes here.
  const sheet = world.standIn.book.tab('Clients');
  const residency = columns.indexOf('client_iso_residency');
  (sheet.rows[1] ?? [])[residency] = '=ARRAYFORMULA(IF(A2:A="","","FR"))';

  const instance = await world.open();
  t.like(await instance.call(COURIER, proxy(0)), { kind: 'dial', to: phone(1) });
  t.like(await instance.call(phone(1), proxy(0)), { kind: 'dial', to: COURIER });
  t.like(await instance.getOrder('O-9'), { status: 'open', clientId: '1' });
  t.like(await instance.getClient('1'), { clientIsoResidency: 'FR' });
  t.is(await instance.order(2), proxy(1));

  t.is(sheet.rows[1]?.[residency], '=ARRAYFORMULA(IF(A2:A="","","FR"))');
  t.is(world.standIn.book.shown(sheet, 1, residency), 'FR', 'the formula still fills its column');
  t.deepEqual([sheet.rows[1]?.[0], sheet.rows[2]?.[0]], ['VIP', '=1+1']);
  t.is(
    sheet.rows[1]?.[columns.indexOf('client_real_phone')],
    Number(phone(1).slice(1)),
    'cells are not rewritten for their format',
  );
  t.like(world.shown('Clients')[1], { client_id: '2', client_proxy_number: proxy(1) });
});

test('edits are merged: a phone, a name, a new client, a number removed', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const number = await instance.order(1);
  world.set('Clients', '1', 'client_real_phone', '33639985077');
  world.set('Clients', '1', 'client_name', 'Renamed');
  await until('the call goes to the new phone', async () => {
    const plan = await instance.call(COURIER, number);
    return plan.kind === 'dial' && plan.to === phone(77);
  });
  await until('the pool shows the new name', () =>
    world.shown('TwilioPools').some((row) => row['attribution_to_client_name'] === 'Renamed'),
  );

  const free = world.shown('TwilioPools').find((row) => row['status'] === 'available')?.['phone_number'] ?? '';
  const clients = world.standIn.book.tab('Clients');
  clients.rows.splice(1, 0, ['new', 'By hand', 'b@shop.example', phone(3), free]);
  await until(
    'the client of the new row receives calls',
    async () => (await instance.call(COURIER, free)).kind === 'dial',
  );
  await until('the number is shown as assigned', () =>
    world.shown('TwilioPools').some((row) => row['phone_number'] === free && row['status'] === 'assigned'),
  );

  world.set('Clients', 'new', 'client_proxy_number', '');
  await until('the number is not in service', async () => (await instance.call(COURIER, free)).kind === 'say');
  await until('the number is quarantined', () =>
    world.shown('TwilioPools').some((row) => row['phone_number'] === free && row['status'] === 'quarantined'),
  );

  clients.rows.splice(world.rowOf('Clients', '1'), 1);
  await until('the client is deleted', async () => (await instance.call(COURIER, number)).kind === 'say');
  await t.throwsAsync(instance.getClient('1'), { message: /no client/ });
  const { items } = await instance.listAudit({ actor: 'spreadsheet' });
  const named = new Set(items.flatMap(({ records }) => records));
  for (const name of ['client:1', 'client:new']) t.true(named.has(name), name);
  t.true(!named.has(`number:${free}`) && [...named].some((name) => name.startsWith('number:#')));
  t.notRegex(JSON.stringify(items), /By hand|Renamed|b@shop|\+3363998500/);
});

test('an invalid cell is logged once, with its row, and does not affect other edits', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const number = await instance.order(1);
  const other = await instance.order(2);
  const sheet = world.standIn.book.tab('Clients');
  sheet.rows.splice(3, 0, ['1', 'A twin', '', phone(9)], ['', 'Nobody', '', phone(8)], ['5', 'No phone', '', 'n/a']);
  world.set('Clients', '2', 'client_real_phone', 'ask Bob');
  world.set('TwilioPools', number, 'status', 'broken');
  sheet.rows.splice(6, 0, ['6', 'Fine', 'f@shop.example', phone(6), other]);
  const logged = () => instance.log.filter(({ event }) => event === 'sheets.cell_ignored').map(({ fields }) => fields);
  await until('all faults are logged', () => logged().length >= 6);
  const pooled = (world.rowOf('TwilioPools', number) + 1).toString();
  t.deepEqual(
    logged()
      .map(({ tab, row, column }) => [tab, row, column].join(' '))
      .sort(),
    [
      'Clients 3 client_real_phone',
      'Clients 4 client_id',
      'Clients 5 client_id',
      'Clients 6 client_real_phone',
      'Clients 7 client_proxy_number',
      `TwilioPools ${pooled} status`,
    ],
  );
  t.like(await instance.call(COURIER, other), { kind: 'dial', to: phone(2) }, 'the previous value is kept');
  t.like(await instance.getClient('6'), { clientName: 'Fine' });
  t.is(world.shown('Clients').find((row) => row['client_id'] === '2')?.['client_real_phone'], 'ask Bob');
  const before = logged().length;
  await instance.order(3);
  t.is(logged().length, before, 'logged once');
  t.false(JSON.stringify(instance.log).includes('Bob'));
});

for (const [how, move] of [
  ['sorted', (rows: unknown[][]) => rows.splice(1, 3, ...rows.slice(1, 4).reverse())],
  ['inserted above', (rows: unknown[][]) => rows.splice(1, 0, ['x', 'By hand', '', phone(40)])],
  ['deleted above', (rows: unknown[][]) => rows.splice(1, 1)],
] as const) {
  test(`rows are ${how} during a write: both rows are corrected, and it is logged`, async (t) => {
    const world = await createWorld(t);
    const instance = await world.open();
    for (const index of [1, 2, 3]) await instance.order(index);
    const { rows } = world.standIn.book.tab('Clients');
    let isDone = false;
    world.standIn.beforeWrite = (requests) => {
      const isOurs = requests.some((request) => JSON.stringify(request).includes('Changed'));
      if (!isOurs || isDone) return;
      isDone = true;
      move(rows);
    };
    await instance.updateClient('3', { clientName: 'Changed', clientMail: 'changed@shop.example' });
    t.true(isDone);
    const expected = (how === 'deleted above' ? ['2', '3'] : ['1', '2', '3']).map((id) => ({
      client_id: id,
      client_name: id === '3' ? 'Changed' : `Client ${id}`,
      client_mail: id === '3' ? 'changed@shop.example' : `c${id}@shop.example`,
      client_real_phone: phone(Number(id)),
    }));
    const seen = () =>
      world
        .shown('Clients')
        .filter((row) => row['client_id'] !== 'x')
        .map(({ client_id = '', client_name, client_mail, client_real_phone }) => ({
          client_id,
          client_name,
          client_mail,
          client_real_phone,
        }))
        .sort((a, b) => a.client_id.localeCompare(b.client_id));
    await until('every row is correct', () => JSON.stringify(seen()) === JSON.stringify(expected)).catch(
      () => undefined,
    );
    t.deepEqual(seen(), expected as never);
    t.true(instance.log.some(({ event }) => event === 'sheets.row_moved'));
  });
}

test('erasing a client clears the row and then its id, even if the row moves', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  await instance.order(1);
  await instance.order(2);
  await instance.eraseClient('1');
  await until('the id is cleared', () => !world.shown('Clients').some((row) => row['client_id'] === '1'));
  t.deepEqual(
    world.shown('Clients').map((row) => row['client_id']),
    ['2'],
  );
  t.false(JSON.stringify(world.standIn.book.sheets).includes(phone(1)));
  t.deepEqual(
    instance.log.filter(({ event }) => event === 'sheets.cell_ignored'),
    [],
  );
});

test('moved rows, a lost answer, and rows moved back: every row is corrected', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ pace: { pollMs: 60_000, backoffMs: 5 } });
  for (const index of [1, 2]) await instance.order(index);
  const { rows } = world.standIn.book.tab('Clients');
  const swap = () => rows.splice(1, 2, ...rows.slice(1, 3).reverse());
  let step = 0;
  world.standIn.interfere = ({ body }) => {
    const isOurs = JSON.stringify(body).includes('Changed');
    if (!isOurs || step > 0) return undefined;
    return { kind: 'reset', late: true };
  };
  world.standIn.beforeWrite = (requests) => {
    if (step === 0 && JSON.stringify(requests).includes('Changed')) swap();
    else if (step === 1) swap();
    else return;
    step += 1;
  };
  await instance.updateClient('2', { clientName: 'Changed' });
  t.is(step, 2);
  const names = () =>
    world.shown('Clients').map(({ client_id: id, client_name: name }) => `${String(id)} ${String(name)}`);
  await until('both rows are correct', () => names().join() === '1 Client 1,2 Changed');
  t.like(await instance.getClient('1'), { clientName: 'Client 1' });
  t.like(await instance.getClient('2'), { clientName: 'Changed' });
});
