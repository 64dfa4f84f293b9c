import { DEFAULT_SETTINGS } from '../../../src/domain/model/settings.js';
import { put } from '../../../src/domain/services/commit.js';
import { phoneNumber } from '../../../src/domain/model/phone-number.js';
import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { assigned, courierOrder, heardIn, OTHER_COURIER, UNKNOWN_CALLER, withService, type Scene } from './scene.js';

// Numbers at special rates are kept for fiction by nobody: the digits are obviously made up.
const PREMIUM = '+33899000000';
const BRITISH = '+447700900123';

withService('a courier is changed to one who may be called, and to no other', {}, async (t, scene) => {
  const { send } = scene;
  const { orderId } = await courierOrder(t, scene, 1);
  const change = (phone: string) => send('PUT', `/orders/${orderId}/courier`, { courier_phone: phone });
  for (const phone of [PREMIUM, '+447000000000', '+881600000000', '+88213000000', '+979100000000', '+12025550123']) {
    const { status, json } = await change(phone);
    t.is(status, 400, phone);
    t.like(json, { code: 'invalid_request', errors: [{ pointer: '/courier_phone' }] });
  }
  t.is((await change(OTHER_COURIER)).status, 200);
});

withService("a client's country and the merchant's are called", { defaultCountry: 'US' }, async (t, scene) => {
  const { carrier } = scene;
  await courierOrder(t, scene, 1, { courier_phone: '+12025550123' });
  const british = await courierOrder(t, scene, 2, { client_iso_residency: 'GB', courier_phone: BRITISH });
  await carrier.phone(clientPhone(2)).call(british.clientNumber);
  t.is(carrier.phone(BRITISH).rings.length, 1);
  const { status } = await scene.send('POST', '/orders', anOrderBody(3, { courier_phone: BRITISH }));
  t.is(status, 400);
});

const listed = { ...DEFAULT_SETTINGS.policy, dialledCountries: new Set(['FR'] as const) };
withService('a list of countries is the only one, also for clients', { policy: listed }, async (t, scene) => {
  const { send } = scene;
  const refused = await send('POST', '/orders', anOrderBody(1, { client_real_phone: BRITISH }));
  t.like(refused.json, { status: 400, errors: [{ pointer: '/client_real_phone' }] });
  t.is((await send('POST', '/orders', anOrderBody(1, { courier_phone: '+352621123456' }))).status, 400);
  await courierOrder(t, scene, 1);
});

withService(
  'who became impossible to call is announced as not reachable, by call and by text',
  {},
  async (t, scene) => {
    const { carrier, program } = scene;
    const { clientNumber, courierNumber } = await courierOrder(t, scene, 1);
    const { store } = program.ports;
    const participants = (await store.records('participant', { limit: 9 })).filter(
      ({ value }) => value.role === 'counterpart',
    );
    await store.commit({
      puts: participants.map((read) => put('participant', { ...read.value, phone: phoneNumber(PREMIUM) }, read)),
    });
    const ada = carrier.phone(clientPhone(1));
    const { heard } = await ada.call(clientNumber);
    t.deepEqual(heard, [heardIn.not_reachable]);
    await ada.text(clientNumber, 'where are you?');
    t.like(ada.inbox, [{ body: heardIn.not_reachable }]);
    t.is(carrier.phone(PREMIUM).rings.length, 0);
    t.is(carrier.phone(PREMIUM).inbox.length, 0);
    await carrier.phone(COURIER).call(courierNumber);
    t.is(ada.rings.length, 1);
  },
);

withService('a caller who may not be called back is connected, and is no last caller', {}, async (t, scene) => {
  const { carrier } = scene;
  const proxy = await assigned(scene);
  const ada = carrier.phone(clientPhone(1));
  for (const forged of [PREMIUM, '+33820000000', '+33850000000']) {
    await carrier.phone(COURIER).call(proxy, { showing: forged });
    await carrier.phone(COURIER).text(proxy, 'call me', { showing: forged });
    t.deepEqual((await ada.call(proxy)).heard, [heardIn.nobody_to_reach], forged);
    t.is(carrier.phone(forged).rings.length, 0);
  }
  await carrier.phone(COURIER).call(proxy);
  await carrier.phone(OTHER_COURIER).call(proxy, { showing: PREMIUM });
  await ada.call(proxy);
  t.is(carrier.phone(COURIER).rings.length, 1);
});

withService('a number of ours reaches nobody, is not remembered, and gets no reply', {}, async (t, scene) => {
  const { carrier } = scene;
  const [first, second] = [await assigned(scene, 1), await assigned(scene, 2)];
  const { courierNumber } = await courierOrder(t, scene, 3);
  const ada = carrier.phone(clientPhone(1));
  for (const showing of [first, second, courierNumber]) {
    for (const to of [first, courierNumber]) {
      const { heard } = await carrier.phone(UNKNOWN_CALLER).call(to, { showing, keys: ['123456#'] });
      t.deepEqual(heard, [heardIn.not_reachable]);
      await carrier.phone(UNKNOWN_CALLER).text(to, 'hello', { showing });
      await carrier.phone(UNKNOWN_CALLER).text(to, 'HELP', { showing });
    }
    t.is(carrier.phone(showing).inbox.length, 0);
  }
  t.is(ada.rings.length + ada.inbox.length, 0);
  t.deepEqual((await ada.call(first)).heard, [heardIn.nobody_to_reach]);
});

withService('a number that was released may be the phone of a person', {}, async (t, scene) => {
  const { carrier, program } = scene;
  const proxy = await assigned(scene);
  const { store, clock } = program.ports;
  const free = (await store.numbers()).find(({ value }) => value.state.status === 'available');
  if (free === undefined) return void t.fail();
  const state = { status: 'released', since: clock.now() } as const;
  await store.commit({ puts: [put('number', { ...free.value, state }, free)] });
  await carrier.phone(free.value.number).call(proxy);
  await carrier.phone(clientPhone(1)).call(proxy);
  t.is(carrier.phone(free.value.number).rings.length, 1);
});

const SHOP = '+33199008888';
const fallback = { kind: 'phone', number: phoneNumber(SHOP) } as const;
withService('a call to the fallback phone has an end', { fallback, ringSeconds: 20 }, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber } = await courierOrder(t, scene, 1);
  const { documents } = await carrier.phone(UNKNOWN_CALLER).call(courierNumber);
  t.regex(documents.join(), /<Dial [^>]*timeLimit="3600"[^>]*>.*\+33199008888/);
  t.regex(documents.join(), /timeout="20"/);
});

withService(
  'the fallback phone never becomes a proxy number, and is not called when it is one',
  { fallback },
  async (t, scene) => {
    const { carrier, program, send } = scene;
    const { courierNumber } = await courierOrder(t, scene, 1);
    carrier.adopt([{ ...rented(scene), number: fallback.number, type: 'local' }]);
    const { json } = await send('POST', '/pool/sync', { apply: true });
    t.false(JSON.stringify(json).includes(SHOP));
    t.regex(scene.log(), /pool.fallback_phone_not_added/);
    t.is(await program.ports.store.record('number', fallback.number), undefined);
    // Another process does not know of the setting.
    const [some] = await program.ports.store.numbers();
    if (some === undefined) return void t.fail();
    await program.ports.store.commit({
      puts: [put('number', { ...some.value, number: fallback.number, state: { status: 'available' } })],
    });
    const caller = carrier.phone(UNKNOWN_CALLER);
    t.true((await caller.call(courierNumber)).heard.includes(heardIn.code_missing));
    t.is(carrier.phone(SHOP).rings.length, 0);
  },
);

function rented({ program }: Scene) {
  return {
    carrier: program.ports.telephony.carrier,
    country: 'FR',
    capabilities: { voice: true, sms: true, mms: false },
    providerId: 'PN1',
    friendlyName: 'shop',
  } as const;
}
