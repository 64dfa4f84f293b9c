import test from 'ava';
import { ANNOUNCEMENTS } from '../../src/domain/model/phrases.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { COURIER, anOrderBody, startService } from '../support.js';
import { ADA, AUTH, withAda } from './content/scene.js';

// Who it is from

for (const showing of [
  ...['whatsapp:+33199001234', 'sip:+33199001234@pbx.example', 'tel:+33199001234;ext=1', '33199001234', ' 33199001234'],
  ...['0033199001234', '\u202a+33199001234\u202c', 'rcs:+33199001234', 'messenger:+33199001234'],
]) {
  withAda(`${JSON.stringify(showing)} is the courier, in a text and in a call`, async (t, scene) => {
    const { carrier, proxy, interactions } = scene;
    await carrier.phone('x').text(proxy, 'hello', { showing });
    t.deepEqual(carrier.phone(ADA).inbox, [{ from: proxy, body: 'hello', media: [] }]);
    const back = await carrier.phone(ADA).call(proxy);
    t.deepEqual(
      back.dialled.map(({ number }) => number),
      [COURIER],
    );
    const call = await carrier.phone('x').call(proxy, { showing });
    t.deepEqual(
      call.dialled.map(({ number }) => number),
      [ADA],
    );
    for (const { from } of await interactions()) t.true(['+****1234', `+****${ADA.slice(-4)}`].includes(String(from)));
  });
}

withAda('the country rule applies to whatever holds a number', async (t, { carrier, proxy }) => {
  for (const showing of ['whatsapp:+12025550123', 'sip:12025550123@pbx.example', '0012025550123']) {
    await carrier.phone('x').text(proxy, 'hello', { showing });
    t.deepEqual((await carrier.phone('x').call(proxy, { showing })).heard, [ANNOUNCEMENTS.en.country_refused]);
  }
  t.is(carrier.phone(ADA).inbox.length, 0);
});

withAda('an address without a number is withheld, and never printed', async (t, { carrier, proxy }) => {
  for (const showing of ['messenger:1234567890', 'client:ada', 'sip:ada@pbx.example', '0199001234', 'A0199001234']) {
    await carrier.phone('x').text(proxy, 'hello', { showing });
  }
  t.is(carrier.phone(ADA).inbox.length, 0);
});

withAda(
  'an address without a number is not printed where withheld senders are allowed',
  async (t, { carrier, proxy }) => {
    await carrier.phone('x').text(proxy, 'hello', { showing: 'messenger:1234567890' });
    t.deepEqual(carrier.phone(ADA).inbox, [{ from: proxy, body: 'hello', media: [] }]);
  },
  { policy: { ...DEFAULT_SETTINGS.policy, withheldCallers: 'allow' } },
);

withAda('services are named, by letters or a short code', async (t, { carrier, proxy }) => {
  for (const showing of ['SHOP', '36184', '+36184']) await carrier.phone('x').text(proxy, 'sale', { showing });
  t.deepEqual(
    carrier.phone(ADA).inbox.map(({ body }) => body),
    ['SHOP: sale', '36184: sale', '36184: sale'],
  );
});

withAda(
  'a caller with a number that no plan knows yet is connected, and called back',
  async (t, { carrier, proxy }) => {
    // One digit more than numbers of France have.
    const caller = '+331990012345';
    await carrier.phone(caller).call(proxy);
    t.deepEqual(
      (await carrier.phone(ADA).call(proxy)).dialled.map(({ number }) => number),
      [caller],
    );
  },
);

test('a client who calls their own number in another spelling reaches the last caller, not themselves', async (t) => {
  const service = await startService({ telephony: { kind: 'simulated', authToken: AUTH } });
  t.teardown(() => service.stop());
  const { carrier, send } = service;
  // There is no range for fiction in these countries: the digits are artificial.
  for (const [index, own, shown] of [
    [11, '+5491122223333', '+541122223333'],
    [12, '+541133334444', '+5491133334444'],
    [13, '+525522223333', '+5215522223333'],
    [14, '+5511982223333', '+551182223333'],
  ] as const) {
    const order = anOrderBody(index, { client_real_phone: own, client_iso_residency: 'FR' });
    const created = await send('POST', '/orders', order);
    t.is(created.status, 200, created.text);
    const proxy = String(created.json['client_proxy_number']);
    await carrier.phone(COURIER).call(proxy);
    t.deepEqual(carrier.phone(own).rings.length, 1, 'dialled as it was given');
    const call = await carrier.phone('x').call(proxy, { showing: shown });
    t.deepEqual(
      call.dialled.map(({ number }) => number),
      [COURIER],
    );
  }
});
