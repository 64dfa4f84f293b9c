import { HOUR_MS } from '../../../src/domain/model/time.js';
import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { heardIn, OTHER_COURIER, withService, courierOrder } from './scene.js';

/** The answer to an order that was repeated after its end. */
function withoutCodes(answer: Record<string, unknown>): Record<string, unknown> {
  return { ...answer, order_code: null, order_code_long: null };
}

withService(
  'a repeated order gets the same answer, without the codes once it is closed; with another courier it is a conflict',
  {},
  async (t, scene) => {
    const { send } = scene;
    const body = { ...anOrderBody(1), courier_phone: COURIER };
    const first = await send('POST', '/orders', body);
    t.is((await send('POST', '/orders', body)).text, first.text);
    await send('POST', '/orders/O-1/close');
    t.deepEqual((await send('POST', '/orders', body)).json, withoutCodes(first.json));
    const other = await send('POST', '/orders', { ...body, courier_phone: OTHER_COURIER });
    t.deepEqual([other.status, other.json['code']], [409, 'order_conflict']);
  },
);

withService('a repeated order gets the same answer, without the codes, after it has expired', {}, async (t, scene) => {
  const { send, clock } = scene;
  const end = new Date(clock.now() + HOUR_MS).toISOString();
  const body = { ...anOrderBody(1), courier_phone: COURIER, expires_at: end };
  const first = await send('POST', '/orders', body);
  clock.advance(2 * HOUR_MS);
  t.deepEqual((await send('POST', '/orders', body)).json, withoutCodes(first.json));
});

withService('another courier takes over the order', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const before = await courierOrder(t, scene, 1);
  const changed = await send('PUT', '/orders/O-1/courier', { courier_phone: OTHER_COURIER });
  t.is(changed.status, 200);
  const courierNumber = String(changed.json['courier_proxy_number']);
  t.is(changed.json['client_proxy_number'], before.clientNumber);
  t.not(changed.json['order_code'], before.code);
  const [ada, other] = [carrier.phone(clientPhone(1)), carrier.phone(OTHER_COURIER)];
  await other.call(courierNumber);
  await ada.call(before.clientNumber);
  t.deepEqual(ada.rings, [{ shown: before.clientNumber, answered: true }]);
  t.deepEqual(other.rings, [{ shown: courierNumber, answered: true }]);
  t.deepEqual((await carrier.phone(COURIER).call(before.courierNumber)).heard, [heardIn.order_closed]);
  t.is(carrier.phone(COURIER).rings.length, 0);
  const same = await send('PUT', '/orders/O-1/courier', { courier_phone: OTHER_COURIER });
  t.is(same.text, changed.text);
  const back = await send('PUT', '/orders/O-1/courier', { courier_phone: COURIER });
  t.is(back.json['courier_proxy_number'], before.courierNumber);
  await carrier.phone(COURIER).call(before.courierNumber);
  t.is(ada.rings.length, 2);
});

withService('the interactions of an order are those of its own session', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const first = await courierOrder(t, scene, 1);
  const second = await courierOrder(t, scene, 1, { courier_phone: OTHER_COURIER }, 11);
  await carrier.phone(COURIER).call(first.courierNumber);
  await carrier.phone(OTHER_COURIER).call(second.courierNumber);
  await carrier.phone(OTHER_COURIER).call(second.courierNumber);
  await send('POST', '/orders/O-11/close');
  await carrier.phone(OTHER_COURIER).call(second.courierNumber);
  const outcomes = async (order: string) =>
    ((await send('GET', `/interactions?order_id=${order}`)).json['items'] as { outcome: string }[])
      .map(({ outcome }) => outcome)
      .sort();
  t.deepEqual(await outcomes('O-1'), ['answered']);
  t.deepEqual(await outcomes('O-11'), ['answered', 'answered', 'order_closed']);
});
