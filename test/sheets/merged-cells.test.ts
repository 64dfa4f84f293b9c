import test from 'ava';
import { changeOf, findings, lastCallerOf, nameOf, PACE, tabsWithClients } from './refused-cells.js';
import { COURIER, createWorld, phone, proxy, until } from './world.js';

test('a cell that is covered by a merged one keeps nothing: its value is parked and used, and written once the cells are apart', async (t) => {
  const world = await createWorld(t, { tabs: tabsWithClients(4) });
  const instance = await world.open({ pace: PACE });
  const { book } = world.standIn;
  const row = world.rowOf('Clients', '2');
  // The name and the mail; the calling code and the last caller.
  book.tab('Clients').merges = [
    { startRowIndex: row, endRowIndex: row + 1, startColumnIndex: 1, endColumnIndex: 3 },
    { startRowIndex: row, endRowIndex: row + 1, startColumnIndex: 6, endColumnIndex: 8 },
  ];
  (book.tab('Clients').rows[row] ?? [])[2] = undefined;
  await until('it is parked', () => findings(instance).some(({ column }) => column === 'client_mail'));
  t.is((await instance.getClient('2')).clientMail, 'c@shop.example');
  for (const index of [0, 1, 2, 3]) await instance.call(COURIER, proxy(index));
  await instance.store.commit(await changeOf(instance, '2', { name: 'Ada', mail: 'ada@shop.example' }));
  await until('both cells are parked', () => findings(instance).length === 2);
  t.deepEqual(
    findings(instance)
      .map(({ cell, problem }) => `${String(cell)} ${problem}`)
      .sort(),
    ['C4 is covered by a merged cell', 'H4 is covered by a merged cell'],
  );
  t.is(nameOf(world, '2'), 'Ada');
  await until('the others are written', () => ['0', '1', '3'].every((id) => lastCallerOf(world, id) === COURIER));
  const reads = world.standIn.times.read.length;
  await until('it was read again', () => world.standIn.times.read.length > reads + 6);
  t.is((await instance.getClient('2')).clientMail, 'ada@shop.example');
  t.like(await instance.call(phone(2), proxy(2)), { kind: 'dial', to: COURIER });
  await instance.close();

  const again = await world.open({ pace: PACE });
  t.is((await again.getClient('2')).clientMail, 'ada@shop.example');
  t.like(await again.call(phone(2), proxy(2)), { kind: 'dial', to: COURIER });
  await until('both cells are parked again', () => findings(again).length === 2);
  book.tab('Clients').merges = [];
  world.set('Clients', '2', 'client_name', 'Grace');
  await until('both are written', () => lastCallerOf(world, '2') === COURIER && findings(again).length === 0);
  t.like(world.shown('Clients')[2], { client_name: 'Grace', client_mail: 'ada@shop.example' });
});
