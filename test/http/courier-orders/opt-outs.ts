import { readOptOut } from '../../../src/domain/model/opt-out.js';
import { DEFAULT_SETTINGS } from '../../../src/domain/model/settings.js';
import { DAY_MS } from '../../../src/domain/model/time.js';
import { put } from '../../../src/domain/services/commit.js';
import { sign } from '../../../src/adapters/twiml/index.js';
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
  type Scene,
} from './scene.js';

async function carrierText({ url, program }: Scene, from: string, to: string, body: string, optOutType: string) {
  const target = `${url}/twilio/sms`;
  const params = {
    MessageSid: `SM${body}${optOutType}${from}`,
    From: from,
    To: to,
    Body: body,
    OptOutType: optOutType,
  };
  const headers = { 'x-twilio-signature': sign(program.carrier?.authToken ?? '', target, params) };
  const response = await fetch(target, { method: 'POST', headers, body: new URLSearchParams(params) });
  return { status: response.status, text: await response.text() };
}

withService('STOP of a client whom nobody has reached counts', {}, async (t, scene) => {
  const { carrier } = scene;
  const proxy = await assigned(scene);
  const ada = carrier.phone(clientPhone(1));
  await ada.text(proxy, 'Stop.');
  t.deepEqual(bodies(ada), [heardIn.texts_stopped]);
  await carrier.phone(COURIER).text(proxy, 'hello');
  await carrier.phone(COURIER).text(proxy, 'sale', { showing: 'SHOP' });
  t.deepEqual(bodies(ada), [heardIn.texts_stopped]);
  t.deepEqual(bodies(carrier.phone(COURIER)), [heardIn.texts_refused]);
  // They can still be called, and write themselves.
  await carrier.phone(COURIER).call(proxy);
  t.is(ada.rings.length, 1);
  await ada.text(proxy, 'I am in');
  t.is(bodies(carrier.phone(COURIER)).at(-1), 'I am in');
});

withService('STOP after a text of a named sender counts', {}, async (t, scene) => {
  const { carrier } = scene;
  const proxy = await assigned(scene);
  const ada = carrier.phone(clientPhone(1));
  await carrier.phone(COURIER).text(proxy, 'sale', { showing: 'SHOP' });
  await ada.text(proxy, 'ARRÊTER !');
  await carrier.phone(COURIER).text(proxy, 'more sale', { showing: 'SHOP' });
  t.deepEqual(bodies(ada), ['SHOP: sale', heardIn.texts_stopped]);
  // A named sender opts nobody out.
  await carrier.phone(COURIER).text(await assigned(scene, 2), 'STOP', { showing: 'SHOP' });
  t.is(await optedOut(scene), 1);
});

withService('STOP counts when the other person cannot be reached any more', {}, async (t, scene) => {
  const { carrier, program } = scene;
  const { clientNumber, courierNumber } = await courierOrder(t, scene, 1);
  const { store } = program.ports;
  // Both have a phone now that may not be called: the digits are obviously made up.
  for (const read of await store.records('participant', { limit: 9 })) {
    const phone = read.value.role === 'client' ? '+33899000001' : '+881600000001';
    await store.commit({ puts: [put('participant', { ...read.value, phone } as typeof read.value, read)] });
  }
  await carrier.phone(COURIER).text(courierNumber, 'Quit');
  await carrier.phone(clientPhone(1)).text(clientNumber, 'unsubscribe');
  t.is(await optedOut(scene), 2);
  t.deepEqual(bodies(carrier.phone(COURIER)), [heardIn.texts_stopped]);
});

withService('STOP lasts, whoever calls, stops or starts after it', {}, async (t, scene) => {
  const { carrier, clock } = scene;
  const proxy = await assigned(scene);
  const [ada, courier, other] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER), carrier.phone(OTHER_COURIER)];
  await courier.text(proxy, 'hello');
  await courier.text(proxy, 'STOP');
  await other.call(proxy);
  for (const body of ['STOP', 'START', 'STOP']) await other.text(proxy, body);
  await carrier.phone(UNKNOWN_CALLER).text(proxy, 'START');
  await courier.call(proxy);
  clock.advance(DAY_MS);
  await ada.text(proxy, 'where are you?');
  t.deepEqual(bodies(courier), [heardIn.texts_stopped]);
  t.is(bodies(ada).at(-1), heardIn.texts_refused);
  await courier.text(proxy, 'START');
  await ada.text(proxy, 'and now?');
  t.is(bodies(courier).at(-1), 'and now?');
});

withService('STOP of a courier who was admitted by code lasts when the order names them', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const { clientNumber, courierNumber, code, orderId } = await courierOrder(t, scene, 1);
  const other = carrier.phone(OTHER_COURIER);
  await other.call(courierNumber, { keys: [code] });
  await other.text(courierNumber, 'STOP');
  t.is((await send('PUT', `/orders/${orderId}/courier`, { courier_phone: OTHER_COURIER })).status, 200);
  await carrier.phone(clientPhone(1)).text(clientNumber, 'hello');
  t.deepEqual(bodies(other), [heardIn.texts_stopped]);
});

withService('STOP counts with a picture, and HELP with a picture is for the other person', {}, async (t, scene) => {
  const { carrier } = scene;
  const proxy = await assigned(scene);
  const ada = carrier.phone(clientPhone(1));
  const media = ['https://carrier.example/picture.jpg'];
  await carrier.phone(COURIER).text(proxy, 'Help', { media });
  t.regex(bodies(ada)[0] ?? '', /^Help/);
  await ada.text(proxy, 'stop', { media });
  t.is(await optedOut(scene), 1);
});

withService('the last caller opts out; unknown senders cannot fill the record', {}, async (t, scene) => {
  const { carrier, program } = scene;
  const proxy = await assigned(scene);
  const ada = carrier.phone(clientPhone(1));
  await ada.text(proxy, 'STOP');
  await carrier.phone(COURIER).call(proxy);
  await carrier.phone(COURIER).text(proxy, 'STOP');
  for (let index = 0; index < 40; index += 1) {
    await carrier.phone(`+331990070${(10 + index).toString()}`).text(proxy, 'STOP');
  }
  // Ada, the last caller, and the newest twenty of the others.
  t.is(await optedOut(scene), 22);
  await ada.text(proxy, 'hello');
  t.deepEqual(bodies(carrier.phone(COURIER)), [heardIn.texts_stopped]);
  const { courierNumber } = await courierOrder(t, scene, 2);
  for (const word of ['STOP', 'ARRET', 'START', 'stopall']) {
    await carrier.phone(UNKNOWN_CALLER).text(courierNumber, word);
  }
  t.is(await optedOut(scene), 22);
  // To STOP of a person without a session nothing is said; to START that there is none.
  t.deepEqual(bodies(carrier.phone(UNKNOWN_CALLER)), [heardIn.texts_need_session]);
  for (const { value } of await program.ports.store.records('reply', { limit: 100 })) {
    t.notRegex(value.key, /^\+/);
    t.is(value.key.split(' ')[1], value.key.endsWith(courierNumber) ? courierNumber : proxy);
  }
});

withService('what the carrier has replied to is recorded, not relayed and not replied to', {}, async (t, scene) => {
  const { carrier } = scene;
  const proxy = await assigned(scene);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  for (const [type, body, count] of [
    ['STOP', 'STOP', 1],
    ['HELP', 'HELP', 1],
    ['START', 'START', 0],
    // Keywords that are the account's own.
    ['STOP', 'Plus rien merci', 1],
    ['start', 'Encore', 0],
    ['HELP', 'Qui', 0],
    ['STOP', 'HELP', 1],
    ['START', 'STOP', 0],
  ] as const) {
    const { status, text } = await carrierText(scene, clientPhone(1), proxy, body, type);
    t.is(status, 200);
    t.notRegex(text, /<Message/, `${type} ${body}`);
    t.is(await optedOut(scene), count, `${type} ${body}`);
  }
  await carrierText(scene, COURIER, proxy, 'Plus rien', 'STOP');
  t.is(ada.inbox.length + courier.inbox.length, 0);
  // Not from somebody without a session.
  const { courierNumber } = await courierOrder(t, scene, 2);
  const { text } = await carrierText(scene, UNKNOWN_CALLER, courierNumber, 'START', 'START');
  t.notRegex(text, /<Message/);
  t.is(readOptOut('Plus rien'), undefined);
});

const allowing = { policy: { ...DEFAULT_SETTINGS.policy, withheldCallers: 'allow' } } as const;
withService('nothing that the carrier has replied to is relayed, whoever sent it', allowing, async (t, scene) => {
  const { carrier } = scene;
  const proxy = await assigned(scene);
  for (const from of ['SHOP', '36184', '+36184', 'anonymous', COURIER]) {
    for (const type of [
      'STOP',
      ' stop ',
      'STOP\u200b',
      'OPT_OUT',
      'opt-out',
      'START',
      'UNSTOP',
      'HELP',
      'A_FUTURE_WORD',
    ]) {
      const { status, text } = await carrierText(scene, from, proxy, `${type} please`, type);
      t.is(status, 200);
      t.notRegex(text, /<Message/, `${from} ${type}`);
    }
  }
  t.is(carrier.phone(clientPhone(1)).inbox.length, 0);
  // The courier's last request was START.
  t.is(await optedOut(scene), 0);
  await carrierText(scene, COURIER, proxy, 'OPTOUT', 'OPTOUT');
  t.is(await optedOut(scene), 1);
});

withService('whoever wants no texts is told nothing', {}, async (t, scene) => {
  const { carrier, clock } = scene;
  const proxy = await assigned(scene);
  const ada = carrier.phone(clientPhone(1));
  await ada.text(proxy, 'STOP');
  clock.advance(2 * DAY_MS);
  await ada.text(proxy, 'anybody?');
  t.deepEqual(bodies(ada), [heardIn.texts_stopped]);
  await ada.text(proxy, 'HELP');
  t.is(bodies(ada).at(-1), heardIn.texts_help);
});
