import { readOptOut } from '../../../src/domain/model/opt-out.js';
import { phoneNumber } from '../../../src/domain/model/phone-number.js';
import { DAY_MS } from '../../../src/domain/model/time.js';
import { sign } from '../../../src/adapters/twiml/index.js';
import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { courierOrder, heardIn, OTHER_COURIER, UNKNOWN_CALLER, withService, type Scene } from './scene.js';

async function assigned({ send }: Scene, client = 1, fields: object = {}): Promise<string> {
  return String((await send('POST', '/orders', anOrderBody(client, fields))).json['client_proxy_number']);
}

const bodies = ({ inbox }: { readonly inbox: readonly { readonly body: string }[] }) => inbox.map(({ body }) => body);

/** How many persons have opted out, in all sessions. */
async function optedOut({ program }: Scene): Promise<number> {
  const sessions = await program.ports.store.records('session', { limit: 50 });
  return sessions.reduce((sum, { value }) => sum + (value.closedAt === undefined ? value.optedOut.length : 0), 0);
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
  const { carrier } = scene;
  const { clientNumber, courierNumber } = await courierOrder(t, scene, 1);
  await carrier.phone(COURIER).text(courierNumber, 'Quit');
  await carrier.phone(clientPhone(1)).text(clientNumber, 'unsubscribe');
  t.is(await optedOut(scene), 2);
  t.deepEqual(bodies(carrier.phone(COURIER)), [heardIn.texts_stopped]);
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
  // Ada, the last caller, and the newest of the others.
  t.is(await optedOut(scene), 3);
  await ada.text(proxy, 'hello');
  t.deepEqual(bodies(carrier.phone(COURIER)), [heardIn.texts_stopped]);
  const { courierNumber } = await courierOrder(t, scene, 2);
  for (const word of ['STOP', 'ARRET', 'START', 'stopall']) {
    await carrier.phone(UNKNOWN_CALLER).text(courierNumber, word);
  }
  t.is(await optedOut(scene), 3);
  // To STOP of a person without a session nothing is said; to START that there is none.
  t.deepEqual(bodies(carrier.phone(UNKNOWN_CALLER)), [heardIn.texts_need_session]);
  for (const { value } of await program.ports.store.records('reply', { limit: 100 })) {
    t.notRegex(value.key, /^\+/);
    t.is(value.key.split(' ')[1], value.key.endsWith(courierNumber) ? courierNumber : proxy);
  }
});

const shop = { shopName: 'Chez Ada', fallback: { kind: 'phone', number: phoneNumber('+33199008888') } } as const;
withService('HELP says who this is and whom to ask', shop, async (t, scene) => {
  const { carrier, clock } = scene;
  const proxy = await assigned(scene);
  const help = /^You are in touch with Chez Ada\. .*STOP.* For any question: \+33199008888\.$/;
  const ada = carrier.phone(clientPhone(1));
  for (const word of ['HELP', 'Aide ?', 'info']) {
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
