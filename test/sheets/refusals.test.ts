import { rmSync } from 'node:fs';
import test from 'ava';
import {
  ANSWERS,
  cellOf,
  columnOf,
  findings,
  idsOf,
  interactionsIn,
  isRefused,
  lastCallerOf,
  nameOf,
  PACE,
  protect,
  renameAll,
  reported,
  tabsWithClients,
} from './refused-cells.js';
import { COURIER, createWorld, orderOf, phone, proxy, until } from './world.js';

/** The lease does not expire, however slow the machine is. */
const CALM = { ...PACE, leaseMs: 10_000 };

for (const [answer, how] of Object.entries(ANSWERS)) {
  test(`protected cells: ${answer}: their requests are refused with tab, row and column, the others succeed`, async (t) => {
    const world = await createWorld(t, { tabs: tabsWithClients(12) });
    const instance = await world.open({ pace: PACE });
    const refused = ['3', '4', '11'];
    for (const id of refused) protect(world, 'Clients', cellOf(world, 'Clients', id, 'client_name'), how);
    const before = world.standIn.times.write.length;
    const outcomes = await renameAll(instance, idsOf(12));
    for (const [id, error] of outcomes) {
      if (!refused.includes(id)) {
        t.is(error, undefined, id);
        t.is(nameOf(world, id), `New ${id}`);
        continue;
      }
      t.true(isRefused(error), `${id}: ${String(error)}`);
      const row = (world.rowOf('Clients', id) + 1).toString();
      t.regex(String(error), new RegExp(`tab Clients, row ${row}, column client_name, cell B${row}$`));
      t.notRegex(String(error), /New|Client \d/);
      t.is(nameOf(world, id), `Client ${id}`);
      t.is((await instance.getClient(id)).clientName, `Client ${id}`, 'nothing was changed');
    }
    // Three culprits among twelve, each with its own answer.
    const writes = world.standIn.times.write.length - before;
    t.true(writes <= 45, writes.toString());
    t.deepEqual(instance.store.findings?.(), [], 'nothing is parked that a request waits for');
    world.standIn.book.tab('Clients').protections = [];
    t.deepEqual([...(await renameAll(instance, refused)).values()], [undefined, undefined, undefined]);
  });

  test(`a protected last caller: ${answer}: calls go on, everything else is written, doctor is told`, async (t) => {
    const world = await createWorld(t, { tabs: tabsWithClients(6) });
    const instance = await world.open({ pace: { ...PACE, parkedMs: 600_000 } });
    const lift = protect(world, 'Clients', cellOf(world, 'Clients', '2', 'client_last_caller'), how);
    for (let index = 0; index < 6; index += 1) await instance.call(COURIER, proxy(index), `call-${index.toString()}`);
    await until('the last caller of the others is written', () =>
      idsOf(6).every((id) => id === '2' || lastCallerOf(world, id) === COURIER),
    );
    await until('what is refused is known', () => findings(instance).length > 0);
    t.like(findings(instance), [
      { kind: 'parked_record', tab: 'Clients', row: 4, column: 'client_last_caller', cell: 'H4' },
    ]);
    t.false(JSON.stringify(findings(instance)).includes(COURIER));
    t.false(JSON.stringify(instance.log).includes(COURIER.slice(1)));
    await until('the calls are written', () => interactionsIn(world) === 6);
    // Later calls are no reason to try again and again.
    const before = world.standIn.times.write.length;
    await instance.call('+33199007777', proxy(2));
    await until('the call is written', () => interactionsIn(world) === 7);
    t.true(world.standIn.times.write.length - before <= 8);
    t.like(await instance.call(phone(2), proxy(2)), { kind: 'dial', to: '+33199007777' });
    t.is(lastCallerOf(world, '2'), '');
    // An order of that client is no business of the cell.
    t.is(typeof (await instance.createOrder({ ...orderOf(2), clientName: 'Other' })).orderId, 'string');

    lift();
    world.set('Clients', '2', 'client_mail', 'new@shop.example');
    await until('it is written when the row has changed', () => lastCallerOf(world, '2') === '+33199007777');
    await until('nothing is parked any more', () => findings(instance).length === 0);
    t.is((await instance.getClient('2')).clientMail, 'new@shop.example');
  });
}

test('what is parked is tried again after a while', async (t) => {
  const world = await createWorld(t, { tabs: tabsWithClients(2) });
  const instance = await world.open({ pace: { ...PACE, parkedMs: 150 } });
  const lift = protect(world, 'Clients', cellOf(world, 'Clients', '1', 'client_last_caller'));
  await instance.call(COURIER, proxy(1));
  await until('it is parked', () => findings(instance).length === 1);
  const [first] = findings(instance);
  await until('it was tried again', () => reported(instance) >= 1 && world.standIn.times.write.length > 8);
  t.deepEqual(findings(instance), [first]);
  lift();
  await until('it is written', () => lastCallerOf(world, '1') === COURIER);
  await until('nothing is parked any more', () => findings(instance).length === 0);
  t.is(reported(instance), 1, 'it is logged once');
});

test('what is parked survives a restart, a handover and an erasure', async (t) => {
  const world = await createWorld(t, { tabs: tabsWithClients(3) });
  const first = await world.open({ pace: PACE });
  const lift = protect(world, 'Clients', {
    startColumnIndex: columnOf(world, 'Clients', 'client_last_caller'),
    startRowIndex: 1,
  });
  for (const index of [0, 1, 2]) await first.call(COURIER, proxy(index));
  await until('it is parked', () => findings(first).length === 3);
  await first.close();
  const second = await world.open({ pace: CALM });
  for (const index of [0, 1, 2]) t.like(await second.call(phone(index), proxy(index)), { kind: 'dial', to: COURIER });
  await until('it is parked again', () => findings(second).length === 3);
  // On another machine, without the journal.
  const third = await world.open({ pace: CALM, journalFolder: `${world.journal}-other`, label: 'third' });
  t.teardown(() => {
    rmSync(`${world.journal}-other`, { recursive: true, force: true });
  });
  await until('the third instance writes', () =>
    third.createOrder(orderOf(0)).then(
      () => true,
      () => false,
    ),
  );
  await until('it has taken over what is parked', () => findings(third).length === 3);
  for (const index of [0, 1, 2]) t.like(await third.call(phone(index), proxy(index)), { kind: 'dial', to: COURIER });
  lift();
  await second.close();
  await third.close();
  const fourth = await world.open({ pace: PACE });
  for (const index of [0, 1, 2]) t.like(await fourth.call(phone(index), proxy(index)), { kind: 'dial', to: COURIER });
  await fourth.eraseClient('1');
  await until('everything is written', () => fourth.store.backlog?.() === 0);
  t.deepEqual(
    world.shown('Clients').map((row) => [row['client_id'], row['client_last_caller']]),
    [
      ['0', COURIER],
      ['2', COURIER],
    ],
  );
});
