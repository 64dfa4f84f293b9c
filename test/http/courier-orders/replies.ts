import { phoneNumber } from '../../../src/domain/model/phone-number.js';
import { DAY_MS } from '../../../src/domain/model/time.js';
import { postWebhook } from '../../signed-webhook.js';
import { COURIER, clientPhone } from '../../support.js';
import {
  assigned,
  bodies,
  courierOrder,
  heardIn,
  optedOut,
  OTHER_COURIER,
  UNKNOWN_CALLER,
  withService,
} from './scene.js';

withService('an undelivered text is sent again only to who is still in the session', {}, async (t, scene) => {
  const { carrier, send, url, program } = scene;
  const { clientNumber, courierNumber, orderId } = await courierOrder(t, scene, 1);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  ada.behaviour = courier.behaviour = 'is_off';
  await courier.text(courierNumber, 'to Ada');
  await ada.text(clientNumber, 'to the courier');
  ada.behaviour = courier.behaviour = 'answers';
  const items = (await send('GET', '/interactions')).json['items'] as { id: string; direction: string }[];
  const reportOn = async (direction: string) => {
    const id = String(items.find((item) => item.direction === direction)?.id);
    const failed = { MessageSid: 'SM9', MessageStatus: 'undelivered', ErrorCode: '30003' };
    const target = `/twilio/sms/status?interaction=${id}&part=0`;
    await postWebhook(url, program.carrier?.authToken ?? '', target, failed);
  };
  await send('PUT', `/orders/${orderId}/courier`, { courier_phone: OTHER_COURIER });
  await reportOn('to_counterpart');
  t.is(courier.inbox.length + carrier.phone(OTHER_COURIER).inbox.length, 0);
  await send('PUT', `/orders/${orderId}/close`);
  await reportOn('to_client');
  t.is(ada.inbox.length, 0);
});

const shop = { shopName: 'Chez Ada', fallback: { kind: 'phone', number: phoneNumber('+33199008888') } } as const;
withService('HELP says who this is and whom to ask', shop, async (t, scene) => {
  const { carrier, clock } = scene;
  const proxy = await assigned(scene);
  const help = /^You are in touch with Chez Ada\. .*STOP.* Questions\? Call \+33199008888\.$/;
  const ada = carrier.phone(clientPhone(1));
  for (const word of ['HELP', 'Aide ?', 'help !']) {
    await ada.text(proxy, word);
    t.regex(bodies(ada).at(-1) ?? '', help);
    clock.advance(DAY_MS);
  }
  await carrier.phone(COURIER).text(proxy, 'help');
  t.regex(bodies(carrier.phone(COURIER)).at(-1) ?? '', help);
  t.is(ada.inbox.length, 3);
  // It asked for nothing: it did not reach the client.
  await ada.text(proxy, 'who?');
  t.is(bodies(ada).at(-1), heardIn.nobody_to_reach);
  await carrier.phone(COURIER).text(proxy, 'help me find you');
  t.is(bodies(ada).at(-1), 'help me find you');
});

withService("dependencies of an allowed country are replied to like the country's", {}, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber } = await courierOrder(t, scene, 1);
  // Åland; the digits are obviously made up.
  for (const phone of ['+358181234567', '+35818999999']) {
    await carrier.phone(phone).text(courierNumber, 'hello');
    t.deepEqual(bodies(carrier.phone(phone)), [heardIn.texts_need_session]);
  }
});

withService(
  'one automatic reply to a sender and from a number in a day, however it came about',
  {},
  async (t, scene) => {
    const { carrier, clock } = scene;
    const [proxy, another] = [await assigned(scene, 1), await assigned(scene, 2)];
    const ada = carrier.phone(clientPhone(1));
    for (const body of ['a', 'b', 'HELP', 'STOP', 'START', 'c']) await ada.text(proxy, body);
    t.deepEqual(bodies(ada), [heardIn.nobody_to_reach]);
    t.is(await optedOut(scene), 0);
    clock.advance(DAY_MS - 1);
    await ada.text(proxy, 'd');
    t.is(ada.inbox.length, 1);
    clock.advance(1);
    for (const body of ['e', 'f']) await ada.text(proxy, body);
    t.is(ada.inbox.length, 2);
    // Another sender, and another number.
    await carrier.phone(clientPhone(2)).text(another, 'x');
    t.is(carrier.phone(clientPhone(2)).inbox.length, 1);
    await carrier.phone(OTHER_COURIER).text(another, 'relayed');
    t.is(bodies(carrier.phone(clientPhone(2))).at(-1), 'relayed');
    // A repeated delivery gets the same answer, and no second text is counted.
    clock.advance(DAY_MS);
    await ada.text(proxy, 'g', { deliveries: 3 });
    t.is(ada.inbox.length, 3);
  },
);

withService('no automatic text to numbers that cost, or from countries that may not call', {}, async (t, scene) => {
  const { carrier } = scene;
  const [proxy, { courierNumber }] = [await assigned(scene), await courierOrder(t, scene, 2)];
  // Digits of these kinds are obviously made up.
  for (const forged of [
    '+33899000000',
    '+33820000000',
    '+979100000000',
    '+19005550100',
    '+881600000000',
    '+12025550123',
  ]) {
    for (const to of [proxy, courierNumber]) {
      for (const body of ['hello', 'STOP', 'HELP', 'START']) {
        await carrier.phone(UNKNOWN_CALLER).text(to, body, { showing: forged });
      }
    }
    t.is(carrier.phone(forged).inbox.length, 0, forged);
  }
});

withService('of simultaneous texts one is replied to', {}, async (t, scene) => {
  const { carrier } = scene;
  const proxy = await assigned(scene);
  const ada = carrier.phone(clientPhone(1));
  await Promise.all(Array.from({ length: 8 }, (_, index) => ada.text(proxy, `text ${index.toString()}`)));
  t.is(ada.inbox.length, 1);
});

withService('an empty text gets no reply, as there was nothing to relay', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const { clientNumber } = await courierOrder(t, scene, 1);
  const stranger = carrier.phone(UNKNOWN_CALLER);
  for (const body of ['', ' \n ', '\u200b', '\u0001', '\u3164\u2800']) await stranger.text(clientNumber, body);
  t.deepEqual(bodies(stranger), []);
  const outcomes = (await send('GET', '/interactions')).json['items'] as { outcome: string }[];
  t.deepEqual([...new Set(outcomes.map(({ outcome }) => outcome))], ['texts_need_session']);
  // What cannot be relayed is something.
  await stranger.text(clientNumber, '', { media: ['https://m.example/1'] });
  t.deepEqual(bodies(stranger), [heardIn.texts_need_session]);
});
