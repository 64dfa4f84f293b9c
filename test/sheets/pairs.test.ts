import test from 'ava';
import { COURIER, createWorld, orderOf, phone, until, type Instance } from './world.js';

const OTHER_COURIER = '+33199005678';
const STRANGER = '+33199009999';

async function pair(instance: Instance, index: number, courierPhone = COURIER) {
  const { clientProxyNumber, courierProxyNumber, orderCode } = await instance.createOrder({
    ...orderOf(index),
    courierPhone: courierPhone as never,
  });
  return { client: clientProxyNumber, courier: courierProxyNumber ?? '', code: orderCode ?? '' };
}

test('a session with a courier is there again after a restart, with whoever was let in', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const made = await pair(first, 1);
  t.like(world.shown('Orders')[0], { order_id: 'O-1', client_id: '1', status: 'open' });
  t.is(world.shown('TwilioPools').find((row) => row['phone_number'] === made.courier)?.['status'], 'shared');
  t.is(world.shown('Clients')[0]?.['client_proxy_number'], '');
  t.like(await first.call(COURIER, made.courier), { kind: 'dial', to: phone(1), callerId: made.client });
  // A stranger's call does not wait for Google, and is in the sheet afterwards.
  const asked = { deliveryId: 'd1', carrierId: 'c', from: STRANGER, to: made.courier };
  t.like(await first.calls.incoming(asked), { kind: 'ask_code' });
  t.like(await first.calls.incoming({ ...asked, deliveryId: 'd2', digits: made.code, attempt: 1 }), { kind: 'dial' });
  t.like(await first.call(phone(1), made.client), { kind: 'dial', to: COURIER, callerId: made.courier });
  await first.messages.incoming({
    ...asked,
    deliveryId: 'd3',
    from: phone(1),
    to: made.client,
    body: 'STOP',
    media: [],
  });
  await first.close();

  const second = await world.open();
  t.like(await second.call(STRANGER, made.courier), { kind: 'dial', to: phone(1), callerId: made.client });
  const { messages } = await second.messages.incoming({
    ...asked,
    deliveryId: 'd4',
    from: COURIER,
    body: 'hi',
    media: [],
  });
  t.is(messages[0]?.to, COURIER as never, 'the client wanted no more texts');
  await second.closeOrder('O-1');
  t.like(await second.call(COURIER, made.courier), { kind: 'say', announcement: 'order_closed' });
  await second.close();
  const third = await world.open();
  t.like(await third.call(STRANGER, made.courier), { kind: 'say', announcement: 'order_closed' });
  t.not((await pair(third, 2)).courier, made.courier);
  await third.close();
});

test('what people do in the sheet: an order closed, a phone changed, a client taken out', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const [one, two, three] = [await pair(instance, 1), await pair(instance, 2), await pair(instance, 3)];

  world.set('Orders', 'O-1', 'status', 'closed');
  await until('the session is ended', async () => (await instance.call(COURIER, one.courier)).kind === 'say');
  t.like(await instance.call(COURIER, one.courier), { announcement: 'order_closed' });

  world.set('Clients', '2', 'client_real_phone', phone(8));
  await until('the session follows', async () => {
    const plan = await instance.call(COURIER, two.courier);
    return plan.kind === 'dial' && plan.to === phone(8);
  });
  t.like(await instance.call(phone(8), two.client), { kind: 'dial', to: COURIER });

  const rows = world.standIn.book.tab('Clients').rows;
  rows.splice(world.rowOf('Clients', '3'), 1);
  await until('the client is gone', async () => (await instance.call(COURIER, three.courier)).kind === 'say');
  t.like(await instance.call(COURIER, three.courier), { announcement: 'order_closed' });
  await instance.close();
});

test('a shared number with sessions stays shared, whatever is written in its row', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const made = await pair(instance, 1);
  world.set('TwilioPools', made.courier, 'status', 'available');
  await until('it is told', () =>
    instance.log.some(({ fields }) => JSON.stringify(fields).includes('must stay shared')),
  );
  t.like(await instance.call(COURIER, made.courier), { kind: 'dial', to: phone(1) });
  // Nor does it become somebody's own.
  const own = await instance.order(9);
  t.not(own, made.courier as never);
  world.set('Clients', '9', 'client_proxy_number', made.courier);
  await until('it is told', () =>
    instance.log.some(({ fields }) => JSON.stringify(fields).includes('is a shared number')),
  );
  t.like(await instance.call(COURIER, made.courier), { kind: 'dial', to: phone(1) });
  // A row that is taken out comes back: the number is still rented, and people call it.
  world.standIn.book.tab('TwilioPools').rows.splice(world.rowOf('TwilioPools', made.courier), 1);
  await until('the row is back', () =>
    world.shown('TwilioPools').some((row) => row['phone_number'] === made.courier && row['status'] === 'shared'),
  );
  t.like(await instance.call(COURIER, made.courier), { kind: 'dial', to: phone(1) });
  t.not((await pair(instance, 2, OTHER_COURIER)).code, made.code);
  await instance.close();
});
