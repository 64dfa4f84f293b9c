import { COURIER, clientPhone } from '../../support.js';
import { heardIn, OTHER_COURIER, withService, courierOrder } from './scene.js';

withService('a client who changes phones keeps the session', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const first = await courierOrder(t, scene, 1);
  await send('PUT', '/clients/1', { client_real_phone: clientPhone(7) });
  await carrier.phone(COURIER).call(first.courierNumber);
  t.is(carrier.phone(clientPhone(7)).rings.length, 1);
  await carrier.phone(clientPhone(7)).call(first.clientNumber);
  t.is(carrier.phone(COURIER).rings.length, 1);
  t.deepEqual((await carrier.phone(clientPhone(1)).call(first.clientNumber)).heard[0], heardIn.code_wanted);
  const courier = await send('PUT', '/clients/1', { client_real_phone: COURIER });
  t.deepEqual([courier.status, courier.json['code']], [409, 'client_mismatch']);
  // A second client with the same number may not move to the phone of the first.
  const second = await courierOrder(t, scene, 2, { courier_phone: OTHER_COURIER });
  t.is(second.clientNumber, first.clientNumber);
  const household = await send('PUT', '/clients/2', { client_real_phone: clientPhone(7) });
  t.deepEqual([household.status, household.json['code']], [409, 'client_mismatch']);
});

withService('two clients with the same phone are told apart by their numbers', {}, async (t, scene) => {
  const { carrier } = scene;
  const phone = clientPhone(1);
  const first = await courierOrder(t, scene, 1);
  const second = await courierOrder(t, scene, 2, { client_real_phone: phone, courier_phone: OTHER_COURIER });
  t.not(second.clientNumber, first.clientNumber);
  const household = carrier.phone(phone);
  await household.call(first.clientNumber);
  await household.call(second.clientNumber);
  t.is(carrier.phone(COURIER).rings.length, 1);
  t.is(carrier.phone(OTHER_COURIER).rings.length, 1);
  await carrier.phone(OTHER_COURIER).call(second.courierNumber);
  t.deepEqual(
    household.rings.map(({ shown }) => shown),
    [second.clientNumber],
  );
});

withService('an erased client leaves a tombstone without a phone', {}, async (t, scene) => {
  const { carrier, send, program } = scene;
  const { clientNumber, courierNumber } = await courierOrder(t, scene, 1);
  const erased = await send('DELETE', '/clients/1');
  t.like(erased.json, { orders_closed: 1, sessions_closed: 1 });
  t.deepEqual((await carrier.phone(clientPhone(1)).call(clientNumber)).heard, [heardIn.order_closed]);
  t.deepEqual((await carrier.phone(COURIER).call(courierNumber)).heard, [heardIn.order_closed]);
  const { store } = program.ports;
  for (const kind of ['session', 'participant', 'order', 'interaction'] as const) {
    const kept = JSON.stringify(await store.records(kind, { limit: 99 }));
    t.false(kept.includes(clientPhone(1).slice(1)), kind);
  }
});
