import { HOUR_MS } from '../../../src/domain/model/time.js';
import { COURIER, clientPhone } from '../../support.js';
import { heardIn, OTHER_COURIER, withService, courierOrder } from './scene.js';

withService('a late caller hears that the order is closed, and reaches nobody else', {}, async (t, scene) => {
  const { carrier, clock, send } = scene;
  const first = await courierOrder(t, scene, 1);
  const closed = await send('POST', '/orders/O-1/close');
  t.deepEqual([closed.status, closed.json['session_ended']], [200, true]);
  const courier = carrier.phone(COURIER);
  t.deepEqual((await courier.call(first.courierNumber)).heard, [heardIn.order_closed]);
  t.deepEqual((await carrier.phone(clientPhone(1)).call(first.clientNumber)).heard, [heardIn.order_closed]);
  await courier.text(first.courierNumber, 'hello?');
  t.like(courier.inbox, [{ body: heardIn.order_closed }]);
  const second = await courierOrder(t, scene, 2);
  t.not(second.courierNumber, first.courierNumber);
  clock.advance(7 * 24 * HOUR_MS);
  t.deepEqual((await courier.call(first.courierNumber)).heard, [heardIn.code_wanted, heardIn.code_missing]);
  t.is(carrier.phone(clientPhone(2)).rings.length, 0);
});

withService('a client and a courier with another order within days keep their numbers', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const first = await courierOrder(t, scene, 1);
  await courierOrder(t, scene, 2);
  await send('POST', '/orders/O-1/close');
  const again = await courierOrder(t, scene, 1, {}, 11);
  t.deepEqual([again.clientNumber, again.courierNumber], [first.clientNumber, first.courierNumber]);
  await carrier.phone(COURIER).call(again.courierNumber);
  t.is(carrier.phone(clientPhone(1)).rings.length, 1);
});

withService(
  'a tombstone is released after two hours when the person can get no other number',
  { topUpSize: 1 },
  async (t, scene) => {
    const { clock, send } = scene;
    const first = await courierOrder(t, scene, 1);
    await send('POST', '/orders/O-1/close');
    clock.advance(HOUR_MS);
    const second = await courierOrder(t, scene, 2);
    t.not(second.courierNumber, first.courierNumber);
    clock.advance(HOUR_MS);
    const third = await courierOrder(t, scene, 3);
    t.is(third.courierNumber, first.courierNumber);
  },
);

withService('a session ends when it expires, and its order with it', {}, async (t, scene) => {
  const { carrier, clock, send, program } = scene;
  const end = new Date(clock.now() + HOUR_MS).toISOString();
  const { courierNumber } = await courierOrder(t, scene, 1, { expires_at: end });
  const shown = await send('GET', '/orders/O-1');
  t.like(shown.json, { status: 'open', expires_at: end });
  clock.advance(HOUR_MS);
  t.deepEqual((await carrier.phone(COURIER).call(courierNumber)).heard, [heardIn.order_closed]);
  const closed = { status: 'closed', closed_at: end };
  t.like((await send('GET', '/orders/O-1')).json, closed);
  t.deepEqual((await send('GET', '/orders?status=open')).json['items'], []);
  clock.advance(HOUR_MS);
  await program.services.runMaintenance();
  t.like((await send('GET', '/orders/O-1')).json, closed);
  t.is(((await send('GET', '/orders?status=closed')).json['items'] as unknown[]).length, 1);
  const refused = await send('PUT', '/orders/O-1/courier', { courier_phone: OTHER_COURIER });
  t.deepEqual([refused.status, refused.json['code']], [409, 'order_conflict']);
  clock.advance(8 * 24 * HOUR_MS);
  await program.services.runMaintenance();
  const numbers = { numbers: [courierNumber], shared: false };
  t.deepEqual((await send('POST', '/pool/share', numbers)).json['changed'], [courierNumber]);
});
