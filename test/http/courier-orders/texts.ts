import { DAY_MS } from '../../../src/domain/model/time.js';
import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { heardIn, UNKNOWN_CALLER, withService, courierOrder } from './scene.js';

withService('texts from unknown senders are not relayed', {}, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber } = await courierOrder(t, scene, 1);
  const unknown = carrier.phone(UNKNOWN_CALLER);
  await unknown.text(courierNumber, 'hello');
  t.is(carrier.phone(clientPhone(1)).inbox.length, 0);
  t.like(unknown.inbox, [{ from: courierNumber, body: heardIn.texts_need_session }]);
  await carrier.phone('+33199009998').text(courierNumber, 'sale', { showing: 'SHOP' });
  t.is(carrier.phone(clientPhone(1)).inbox.length, 0);
});

withService('STOP stops texts to whoever sent it, on that session, until START', {}, async (t, scene) => {
  const { carrier, clock } = scene;
  const { courierNumber, clientNumber } = await courierOrder(t, scene, 1);
  const other = await courierOrder(t, scene, 2);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  await ada.text(clientNumber, ' stop ');
  t.like(ada.inbox, [{ from: clientNumber, body: heardIn.texts_stopped }]);
  t.is(courier.inbox.length, 0);
  await courier.text(courierNumber, 'where are you?');
  t.is(ada.inbox.length, 1);
  t.like(courier.inbox, [{ from: courierNumber, body: heardIn.texts_refused }]);
  // Texts in the other direction, calls and other sessions are not affected.
  await ada.text(clientNumber, 'here');
  await courier.call(courierNumber);
  await courier.text(other.courierNumber, 'hello');
  t.is(courier.inbox.at(-1)?.body, 'here');
  t.is(ada.rings.length, 1);
  t.is(carrier.phone(clientPhone(2)).inbox.length, 1);
  // One automatic reply a day.
  clock.advance(DAY_MS);
  await ada.text(clientNumber, 'START');
  await courier.text(courierNumber, 'I see you');
  t.deepEqual(
    ada.inbox.map(({ body }) => body),
    [heardIn.texts_stopped, heardIn.texts_resumed, 'I see you'],
  );
  await courier.text(courierNumber, 'Arrêt');
  await ada.text(clientNumber, 'thanks');
  t.false(courier.inbox.some(({ body }) => body === 'thanks'));
  // She had the reply of this day.
  t.is(ada.inbox.at(-1)?.body, 'I see you');
});

withService('STOP works on an assigned number as well', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const { json } = await send('POST', '/orders', anOrderBody(1));
  const proxy = String(json['client_proxy_number']);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  await courier.text(proxy, 'hello');
  await ada.text(proxy, 'ARRET');
  await courier.text(proxy, 'still there?');
  t.deepEqual(
    ada.inbox.map(({ body }) => body),
    ['hello', heardIn.texts_stopped],
  );
  t.is(courier.inbox.at(-1)?.body, heardIn.texts_refused);
  await ada.text(proxy, 'start');
  await courier.text(proxy, 'better');
  t.is(ada.inbox.at(-1)?.body, 'better');
});
