import test from 'ava';
import { cellOf, findings, idsOf, PACE, protect, tabsWithClients } from './refused-cells.js';
import { COURIER, createWorld, orderOf, phone, until, type Instance } from './world.js';

const unreachable = () => ({ kind: 'answer', status: 503 }) as const;

async function untilOffline(instance: Instance): Promise<void> {
  await until(
    'the instance is offline',
    () => instance.log.filter(({ event }) => event === 'sheets.fault').length >= 2,
  );
}

for (const [what, how] of [
  ['a listed range', {}],
  ['a range that is not listed', { isListed: false, isNamed: false }],
] as const) {
  test(`SHEETS_ACCEPT_OFFLINE, ${what}: what was acknowledged and is refused later survives restarts, and is written in the end`, async (t) => {
    const world = await createWorld(t, { tabs: tabsWithClients(4) });
    const first = await world.open({ acceptOffline: true, pace: PACE });
    await until('everything is written', () => first.store.backlog?.() === 0);
    world.standIn.interfere = unreachable;
    await untilOffline(first);
    // A new order of a known client, one of a new client, and a change of a client.
    await first.createOrder({ ...orderOf(1), orderId: 'O-1' });
    const number = await first.order(50);
    await first.updateClient('2', { clientMail: 'new@shop.example' });
    protect(world, 'Orders', {}, how);
    protect(world, 'Clients', cellOf(world, 'Clients', '2', 'client_mail'), how);
    world.standIn.interfere = () => undefined;
    // The new rows of a tab share one.
    await until('what is refused is known', () => findings(first).length === 2 && first.store.backlog?.() === 3);
    await until('the rest is written', () => world.shown('Clients').some((row) => row['client_id'] === '50'));
    await first.close();

    for (const _ of [1, 2]) {
      const next = await world.open({ pace: PACE });
      const reads = world.standIn.times.read.length;
      await until('it was read several times', () => world.standIn.times.read.length > reads + 12);
      for (const [id, client] of [
        ['O-1', '1'],
        ['O-50', '50'],
      ] as const) {
        t.like(await next.getOrder(id), { status: 'open', clientId: client });
      }
      t.is((await next.getClient('2')).clientMail, 'new@shop.example');
      t.like(await next.call(COURIER, number), { kind: 'dial', to: phone(50) });
      for (const id of idsOf(4)) t.is((await next.getClient(id)).clientRealPhone, phone(Number(id)));
      await next.close();
    }
    world.standIn.book.tab('Orders').protections = [];
    world.standIn.book.tab('Clients').protections = [];
    const last = await world.open({ pace: PACE });
    await until('everything is written', () => last.store.backlog?.() === 0);
    t.deepEqual(
      world
        .shown('Orders')
        .map((row) => row['order_id'])
        .sort(),
      ['O-1', 'O-50'],
    );
    t.is(world.shown('Clients')[2]?.['client_mail'], 'new@shop.example');
    t.deepEqual(findings(last), []);
  });
}
