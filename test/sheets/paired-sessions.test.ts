import test from 'ava';
import { COURIER, createWorld, orderOf, phone, until, type Instance } from './world.js';

const OTHER_COURIER = '+33199005678';
const UNKNOWN_CALLER = '+33199009999';

async function createPaired(instance: Instance, index: number, courierPhone = COURIER) {
  const { clientProxyNumber, courierProxyNumber, orderCode } = await instance.createOrder({
    ...orderOf(index),
    courierPhone: courierPhone as never,
  });
  return { client: clientProxyNumber, courier: courierProxyNumber ?? '', code: orderCode ?? '' };
}

test('a paired session and its admitted callers survive a restart', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const created = await createPaired(first, 1);
  t.like(world.shown('Orders')[0], { order_id: 'O-1', client_id: '1', status: 'open' });
  t.is(world.shown('TwilioPools').find((row) => row['phone_number'] === created.courier)?.['status'], 'shared');
  t.is(world.shown('Clients')[0]?.['client_proxy_number'], '');
  t.like(await first.call(COURIER, created.courier), { kind: 'dial', to: phone(1), callerId: created.client });
  // The call of an unknown caller does not wait for Google, and is in the sheet afterwards.
  t.like(await first.call(UNKNOWN_CALLER, created.courier), { kind: 'ask_code' });
  t.like(await first.enterCode(UNKNOWN_CALLER, created.courier, created.code), { kind: 'dial' });
  t.like(await first.call(phone(1), created.client), { kind: 'dial', to: COURIER, callerId: created.courier });
  await first.text(phone(1), created.client, 'STOP');
  await first.close();

  const second = await world.open();
  t.like(await second.call(UNKNOWN_CALLER, created.courier), { kind: 'dial', to: phone(1), callerId: created.client });
  const messages = await second.text(COURIER, created.courier, 'hi');
  t.is(messages[0]?.to, COURIER as never, 'the client opted out of texts');
  await second.closeOrder('O-1');
  t.like(await second.call(COURIER, created.courier), { kind: 'say', announcement: 'order_closed' });
  await second.close();
  const third = await world.open();
  t.like(await third.call(UNKNOWN_CALLER, created.courier), { kind: 'say', announcement: 'order_closed' });
  t.not((await createPaired(third, 2)).courier, created.courier);
  await third.close();
});

test('edits in the sheet: an order closed, a phone changed, a client deleted', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const [one, two, three] = [
    await createPaired(instance, 1),
    await createPaired(instance, 2),
    await createPaired(instance, 3),
  ];

  world.set('Orders', 'O-1', 'status', 'closed');
  await until('the session is closed', async () => (await instance.call(COURIER, one.courier)).kind === 'say');
  t.like(await instance.call(COURIER, one.courier), { announcement: 'order_closed' });

  world.set('Clients', '2', 'client_real_phone', phone(8));
  await until('the session uses the new phone', async () => {
    const plan = await instance.call(COURIER, two.courier);
    return plan.kind === 'dial' && plan.to === phone(8);
  });
  t.like(await instance.call(phone(8), two.client), { kind: 'dial', to: COURIER });

  const rows = world.standIn.book.tab('Clients').rows;
  rows.splice(world.rowOf('Clients', '3'), 1);
  await until('the client is deleted', async () => (await instance.call(COURIER, three.courier)).kind === 'say');
  t.like(await instance.call(COURIER, three.courier), { announcement: 'order_closed' });
  await instance.close();
});

test('a shared number with sessions stays shared, whatever its row says', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const created = await createPaired(instance, 1);
  world.set('TwilioPools', created.courier, 'status', 'available');
  await until('the fault is logged', () =>
    instance.log.some(({ fields }) => JSON.stringify(fields).includes('must stay shared')),
  );
  t.like(await instance.call(COURIER, created.courier), { kind: 'dial', to: phone(1) });
  // Nor can it be assigned to a client.
  const assigned = await instance.order(9);
  t.not(assigned, created.courier as never);
  world.set('Clients', '9', 'client_proxy_number', created.courier);
  await until('the fault is logged', () =>
    instance.log.some(({ fields }) => JSON.stringify(fields).includes('is a shared number')),
  );
  t.like(await instance.call(COURIER, created.courier), { kind: 'dial', to: phone(1) });
  // A deleted row is restored: the number is still rented and receives calls.
  world.standIn.book.tab('TwilioPools').rows.splice(world.rowOf('TwilioPools', created.courier), 1);
  await until('the row is restored', () =>
    world.shown('TwilioPools').some((row) => row['phone_number'] === created.courier && row['status'] === 'shared'),
  );
  t.like(await instance.call(COURIER, created.courier), { kind: 'dial', to: phone(1) });
  t.not((await createPaired(instance, 2, OTHER_COURIER)).code, created.code);
  await instance.close();
});
