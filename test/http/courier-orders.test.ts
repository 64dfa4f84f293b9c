import test, { type ExecutionContext } from 'ava';
import { ANNOUNCEMENTS } from '../../src/domain/model/phrases.js';
import { DEFAULT_SETTINGS, type Settings } from '../../src/domain/model/settings.js';
import { createFakeClock, type FakeClock } from '../../src/entry/testing/index.js';
import { COURIER, anOrderBody, clientPhone, startService, type Service } from '../support.js';

const HOUR_MS = 3_600_000;
const heardIn = ANNOUNCEMENTS.en;
const OTHER_COURIER = '+33199005678';
const UNKNOWN_CALLER = '+33199009999';

interface Scene extends Service {
  readonly clock: FakeClock;
}

function withService(
  name: string,
  settings: Partial<Settings>,
  run: (t: ExecutionContext, scene: Scene) => Promise<void>,
): void {
  test(name, async (t) => {
    const clock = createFakeClock();
    const service = await startService({ settings: { ...DEFAULT_SETTINGS, language: 'en', ...settings } }, clock);
    t.teardown(() => service.stop());
    const { carrier } = service;
    await run(t, { ...service, carrier, clock });
    for (const secret of [COURIER, OTHER_COURIER, UNKNOWN_CALLER, clientPhone(1), clientPhone(2)]) {
      t.false(service.log().includes(secret.slice(1)), 'no phone in the log');
    }
  });
}

interface CourierOrder {
  readonly clientNumber: string;
  readonly courierNumber: string;
  readonly code: string;
  readonly orderId: string;
}

async function courierOrder(
  t: ExecutionContext,
  { send }: Scene,
  client: number,
  fields: object = {},
  order = client,
): Promise<CourierOrder> {
  const body = { ...anOrderBody(client), order_id: `O-${order.toString()}`, courier_phone: COURIER, ...fields };
  const { status, json, text } = await send('POST', '/orders', body);
  t.is(status, 200, text);
  return {
    clientNumber: String(json['client_proxy_number']),
    courierNumber: String(json['courier_proxy_number']),
    code: String(json['order_code']),
    orderId: String(json['order_id']),
  };
}

withService('client and courier reach each other, each shown the number that is their own', {}, async (t, scene) => {
  const { carrier, send } = scene;
  const { clientNumber, courierNumber } = await courierOrder(t, scene, 1);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  await courier.call(courierNumber);
  t.deepEqual(ada.rings, [{ shown: clientNumber, answered: true }]);
  await ada.call(clientNumber);
  t.deepEqual(courier.rings, [{ shown: courierNumber, answered: true }]);
  await courier.text(courierNumber, 'at the door');
  await ada.text(clientNumber, 'coming');
  t.like(ada.inbox, [{ from: clientNumber, body: 'at the door' }]);
  t.like(courier.inbox, [{ from: courierNumber, body: 'coming' }]);
  const client = await send('GET', '/clients/1');
  t.is(client.json['client_proxy_number'], null);
  const { items } = (await send('GET', '/interactions?order_id=O-1')).json as { items: Record<string, unknown>[] };
  t.deepEqual(items.map(({ outcome, direction }) => `${String(outcome)} ${String(direction)}`).sort(), [
    'answered to_client',
    'answered to_counterpart',
    'delivered to_client',
    'delivered to_counterpart',
  ]);
});

withService(
  'the same order again is answered the same; another courier in it is another order',
  {},
  async (t, scene) => {
    const { send } = scene;
    const body = { ...anOrderBody(1), courier_phone: COURIER };
    const first = await send('POST', '/orders', body);
    t.is((await send('POST', '/orders', body)).text, first.text);
    await send('POST', '/orders/O-1/close');
    t.is((await send('POST', '/orders', body)).text, first.text);
    const other = await send('POST', '/orders', { ...body, courier_phone: OTHER_COURIER });
    t.deepEqual([other.status, other.json['code']], [409, 'order_conflict']);
    const shown = await send('GET', '/orders/O-1');
    t.is(shown.json['order_code'], first.json['order_code']);
  },
);

withService(
  'one courier has as many numbers as orders; as many couriers as there are share them',
  {},
  async (t, scene) => {
    const { send } = scene;
    const first = [await courierOrder(t, scene, 1), await courierOrder(t, scene, 2), await courierOrder(t, scene, 3)];
    t.is(new Set(first.map(({ courierNumber }) => courierNumber)).size, 3);
    for (let client = 4; client < 10; client += 1) {
      await courierOrder(t, scene, client, { courier_phone: `+3319900${(7000 + client).toString()}` });
    }
    const { pools } = (await send('GET', '/pool/stats')).json as { pools: Record<string, unknown>[] };
    t.is(
      pools.reduce((sum, { shared }) => sum + Number(shared), 0),
      3,
    );
  },
);

withService(
  'an unknown caller with the code is admitted; after the order is closed the code admits nobody',
  {},
  async (t, scene) => {
    const { carrier, send } = scene;
    const { courierNumber, clientNumber, code, orderId } = await courierOrder(t, scene, 1);
    const [ada, unknown] = [carrier.phone(clientPhone(1)), carrier.phone(UNKNOWN_CALLER)];
    const asked = await unknown.call(courierNumber);
    t.deepEqual(asked.heard, [heardIn.code_wanted, heardIn.code_missing]);
    t.is(ada.rings.length, 0);
    await unknown.call(courierNumber, { keys: [`${code}#`] });
    t.deepEqual(ada.rings, [{ shown: clientNumber, answered: true }]);
    await unknown.call(courierNumber);
    t.is(ada.rings.length, 2);
    await unknown.text(courierNumber, 'it is me');
    t.like(ada.inbox, [{ from: clientNumber, body: 'it is me' }]);
    const withheld = await unknown.call(courierNumber, { showing: 'anonymous', keys: [code] });
    t.like(withheld.dialled, [{ number: ada.number, shown: clientNumber }]);
    await send('POST', `/orders/${orderId}/close`);
    t.deepEqual((await unknown.call(courierNumber)).heard, [heardIn.order_closed]);
    const late = await carrier.phone('+33199009998').call(courierNumber, { keys: [code] });
    t.deepEqual(late.heard, [heardIn.code_wanted, heardIn.code_wrong, heardIn.code_missing]);
    t.is(ada.rings.length, 3);
  },
);

withService('texts of unknown senders are not relayed', {}, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber } = await courierOrder(t, scene, 1);
  const unknown = carrier.phone(UNKNOWN_CALLER);
  await unknown.text(courierNumber, 'hello');
  t.is(carrier.phone(clientPhone(1)).inbox.length, 0);
  t.like(unknown.inbox, [{ from: courierNumber, body: heardIn.texts_need_session }]);
  await carrier.phone('+33199009998').text(courierNumber, 'sale', { showing: 'SHOP' });
  t.is(carrier.phone(clientPhone(1)).inbox.length, 0);
});

withService('the finishing key alone is no wrong code', {}, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber, code } = await courierOrder(t, scene, 1);
  for (const pressed of [['#', '#'], ['#', '#'], [code]]) {
    const { heard } = await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: pressed });
    t.false(heard.includes(heardIn.code_wrong) || heard.includes(heardIn.code_locked));
  }
  t.is((await carrier.phone(UNKNOWN_CALLER).call(courierNumber)).dialled.length, 1, 'the code has admitted them');
});

withService('three wrong codes lock a caller out, over all their calls and longer each time', {}, async (t, scene) => {
  const { carrier, clock } = scene;
  const { courierNumber, code } = await courierOrder(t, scene, 1);
  const wrong = code === '000000' ? '111111' : '000000';
  const unknown = carrier.phone(UNKNOWN_CALLER);
  const first = await unknown.call(courierNumber, { keys: [wrong, wrong] });
  t.deepEqual(first.heard, [heardIn.code_wanted, heardIn.code_wrong, heardIn.code_wrong, heardIn.code_missing]);
  const second = await unknown.call(courierNumber, { keys: [wrong, code] });
  t.deepEqual(second.heard, [heardIn.code_wanted, heardIn.code_locked]);
  t.deepEqual((await unknown.call(courierNumber, { keys: [code] })).heard, [heardIn.code_locked]);
  // Others are not.
  const other = await carrier.phone('+33199009998').call(courierNumber, { keys: [code] });
  t.is(other.dialled.length, 1);
  clock.advance(15 * 60_000);
  await unknown.call(courierNumber, { keys: [wrong, wrong, wrong] });
  clock.advance(15 * 60_000);
  t.deepEqual((await unknown.call(courierNumber, { keys: [code] })).heard, [heardIn.code_locked]);
  clock.advance(45 * 60_000);
  t.is((await unknown.call(courierNumber, { keys: [code] })).dialled.length, 1);
});

withService('withheld callers share a count of their own, and a number one for all', {}, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber, code } = await courierOrder(t, scene, 1);
  const wrong = code === '000000' ? '111111' : '000000';
  const hidden = carrier.phone(UNKNOWN_CALLER);
  await hidden.call(courierNumber, { showing: 'anonymous', keys: [wrong, wrong, wrong] });
  const locked = await hidden.call(courierNumber, { showing: 'Restricted', keys: [code] });
  t.deepEqual(locked.heard, [heardIn.code_locked]);
  for (let caller = 0; caller < 7; caller += 1) {
    await carrier.phone(`+3319900800${caller.toString()}`).call(courierNumber, { keys: [wrong] });
  }
  const anyone = await carrier.phone('+33199009998').call(courierNumber, { keys: [code] });
  t.deepEqual(anyone.heard, [heardIn.code_locked]);
  // Who is known is not asked.
  t.is((await carrier.phone(COURIER).call(courierNumber)).dialled.length, 1);
});

withService('a late caller hears that the order is closed, and reaches nobody new', {}, async (t, scene) => {
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

withService('client and courier who meet again within days keep their numbers', {}, async (t, scene) => {
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

withService('a session ends at its time, and its order with it', {}, async (t, scene) => {
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

withService('another courier takes the order over', {}, async (t, scene) => {
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

withService('a client who moves to another phone takes the session along', {}, async (t, scene) => {
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

withService(
  "limits are the session's own, else those of the configuration",
  { maxCallSeconds: 3600, ringSeconds: 25 },
  async (t, scene) => {
    const { carrier } = scene;
    const { courierNumber } = await courierOrder(t, scene, 1, { max_call_seconds: 60, ring_seconds: 10 });
    const own = await carrier.phone(COURIER).call(courierNumber);
    t.regex(own.documents[0] ?? '', /timeout="10" timeLimit="60"/);
    const usual = await courierOrder(t, scene, 2);
    t.regex(
      (await carrier.phone(COURIER).call(usual.courierNumber)).documents[0] ?? '',
      /timeout="25" timeLimit="3600"/,
    );
  },
);

withService('the merchant may have names said', { sayName: true, whisper: true }, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber, clientNumber, code } = await courierOrder(t, scene, 1);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  const byCode = await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [code] });
  t.deepEqual(byCode.heard, [heardIn.code_wanted, 'You are being connected to A***.']);
  t.like(ada.rings, [{ heard: ['A call about your order.'] }]);
  await ada.call(clientNumber);
  t.like(courier.rings, [{ heard: ['A call from A***.'] }]);
});

withService(
  'a fallback phone takes those who cannot be connected',
  { fallback: { kind: 'phone', number: '+33199004444' as never } },
  async (t, scene) => {
    const { carrier, send } = scene;
    const { courierNumber } = await courierOrder(t, scene, 1);
    const shop = carrier.phone('+33199004444');
    await carrier.phone(UNKNOWN_CALLER).call(courierNumber);
    t.deepEqual(shop.rings, [{ shown: courierNumber, answered: true }]);
    await send('POST', '/orders/O-1/close');
    await carrier.phone(COURIER).call(courierNumber);
    t.is(shop.rings.length, 2);
  },
);

withService(
  "or a message of the merchant's own",
  { fallback: { kind: 'message', text: 'Write to the shop.' } },
  async (t, scene) => {
    const { carrier } = scene;
    const { courierNumber } = await courierOrder(t, scene, 1);
    const call = await carrier.phone(UNKNOWN_CALLER).call(courierNumber);
    t.deepEqual(call.heard, [heardIn.code_wanted, 'Write to the shop.']);
  },
);

withService('STOP stops texts to whoever sent it, on that session, until START', {}, async (t, scene) => {
  const { carrier } = scene;
  const { courierNumber, clientNumber } = await courierOrder(t, scene, 1);
  const other = await courierOrder(t, scene, 2);
  const [ada, courier] = [carrier.phone(clientPhone(1)), carrier.phone(COURIER)];
  await ada.text(clientNumber, ' stop ');
  t.like(ada.inbox, [{ from: clientNumber, body: heardIn.texts_stopped }]);
  t.is(courier.inbox.length, 0);
  await courier.text(courierNumber, 'where are you?');
  t.is(ada.inbox.length, 1);
  t.like(courier.inbox, [{ from: courierNumber, body: heardIn.texts_refused }]);
  // The other way, calls, and other sessions go on.
  await ada.text(clientNumber, 'here');
  await courier.call(courierNumber);
  await courier.text(other.courierNumber, 'hello');
  t.is(courier.inbox.at(-1)?.body, 'here');
  t.is(ada.rings.length, 1);
  t.is(carrier.phone(clientPhone(2)).inbox.length, 1);
  await ada.text(clientNumber, 'START');
  await courier.text(courierNumber, 'I see you');
  t.deepEqual(
    ada.inbox.map(({ body }) => body),
    [heardIn.texts_stopped, heardIn.texts_resumed, 'I see you'],
  );
  await courier.text(courierNumber, 'Arrêt');
  await ada.text(clientNumber, 'thanks');
  t.is(ada.inbox.at(-1)?.body, heardIn.texts_refused);
});

withService("STOP works on a number of one's own as well", {}, async (t, scene) => {
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

withService("dedicated and shared numbers do not get in each other's way", {}, async (t, scene) => {
  const { carrier, send } = scene;
  const own = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  const paired = await courierOrder(t, scene, 1, {}, 11);
  t.not(paired.clientNumber, own);
  t.not(paired.courierNumber, own);
  const ada = carrier.phone(clientPhone(1));
  await carrier.phone(COURIER).call(paired.courierNumber);
  await carrier.phone(COURIER).call(own);
  t.deepEqual(
    ada.rings.map(({ shown }) => shown),
    [paired.clientNumber, own],
  );
  const refused = await send('POST', '/pool/share', { numbers: [own, '+33639989999'] });
  t.deepEqual(refused.json, {
    shared: true,
    changed: [],
    kept: [
      { phone_number: own, reason: 'it is assigned: only a free number can be shared' },
      { phone_number: '+33639989999', reason: 'it is not a number of this pool' },
    ],
  });
  const busy = await send('POST', '/pool/share', { numbers: [paired.courierNumber], shared: false });
  t.regex(JSON.stringify(busy.json['kept']), /live or cooling off/);
  const release = await send('POST', '/pool/release', { numbers: [paired.courierNumber], force: true });
  t.regex(JSON.stringify(release.json['kept']), /it is shared/);
});

withService(
  'a number takes no more sessions than the merchant allows',
  { maxSessionsPerNumber: 2 },
  async (t, scene) => {
    const load = new Map<string, number>();
    for (let client = 1; client <= 8; client += 1) {
      const made = await courierOrder(t, scene, client, { courier_phone: `+3319900${(7000 + client).toString()}` });
      for (const number of [made.clientNumber, made.courierNumber]) load.set(number, (load.get(number) ?? 0) + 1);
    }
    t.is(load.size, 8);
    t.true([...load.values()].every((count) => count === 2));
  },
);

withService(
  "a courier from afar gets a number of the merchant's country where theirs has none",
  {},
  async (t, scene) => {
    const { courierNumber } = await courierOrder(t, scene, 1, { courier_phone: '+88213123456' });
    t.true(courierNumber.startsWith('+33'));
  },
);

withService('a fault on the way of a code is heard, not lost', {}, async (t, scene) => {
  const { carrier, program } = scene;
  const { courierNumber, code } = await courierOrder(t, scene, 1);
  const broken = program.ports.store as unknown as { sessionByCode: () => Promise<never> };
  const whole = broken.sessionByCode;
  broken.sessionByCode = () => Promise.reject(new Error('broken'));
  const call = await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [code] });
  t.deepEqual(call.heard, [heardIn.code_wanted, heardIn.temporarily_unavailable]);
  broken.sessionByCode = whole;
  t.is((await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [code] })).dialled.length, 1);
});

withService(
  'the plan goes by what happened, and says what to buy, give back and pay',
  { numberPrices: [{ country: 'FR', type: 'mobile', monthly: 1.5 }] },
  async (t, scene) => {
    const { send, clock, carrier } = scene;
    const [first] = [await courierOrder(t, scene, 1), await courierOrder(t, scene, 2), await courierOrder(t, scene, 3)];
    await send('POST', '/orders', anOrderBody(9));
    await carrier.phone(COURIER).call(first.courierNumber);
    await carrier.phone(COURIER).text(first.courierNumber, 'hello');
    const plan = async (query = '') => {
      const { json } = await send('GET', `/pool/plan${query}`);
      const [pool = {}] = json['pools'] as Record<string, unknown>[];
      return { ...json, pool };
    };
    const now = await plan();
    t.like(now, { basis: 'log', blocking: 0.01, days: 30 });
    t.like(now.pool, {
      country_iso: 'FR',
      number_type: 'mobile',
      owned: 6,
      available: 2,
      shared: { now: 3, bound: 3, needed: 3 },
      dedicated: { now: 1, bound: 1, needed: 1 },
      interactions: 2,
      buy: 0,
      release: 1,
      monthly_cost: 9,
      planned_monthly_cost: 7.5,
    });
    // Of six participants, one in three may be missing.
    t.like((await plan('?blocking=0.34')).pool, { shared: { bound: 3, needed: 1 } });
    const grown = (await plan('?growth_percent=300')).pool as { buy: number };
    t.true(grown.buy > 0);
    for (const order of ['O-1', 'O-2', 'O-3']) await send('POST', `/orders/${order}/close`);
    clock.advance(31 * 24 * HOUR_MS);
    t.like((await plan()).pool, { shared: { now: 3, bound: 0, needed: 0 }, interactions: 0 });
  },
);

withService('a plan for a described load needs no log', {}, async (t, { send }) => {
  const { json } = await send('GET', '/pool/plan?orders_per_day=10000&couriers=500&country_iso=BE&number_type=local');
  t.like(json, { basis: 'description', days: undefined });
  const [pool] = json['pools'] as Record<string, unknown>[];
  t.like(pool, { country_iso: 'BE', number_type: 'local', owned: 0, buy: 12, monthly_cost: null });
  t.true(Number(pool?.['dedicated_instead']) > 100_000);
});

withService(
  'an alert says when few numbers are left, in the log and in /metrics',
  { poolAlert: 2 },
  async (t, scene) => {
    const { send, log } = scene;
    await send('POST', '/orders', anOrderBody(1));
    const low = async () => (await send('GET', '/metrics')).text.match(/^proxycall_pool_low\{.*$/gm);
    t.deepEqual(await low(), ['proxycall_pool_low{country="FR",type="mobile"} 0']);
    t.false(log().includes('pool.low'));
    await send('POST', '/orders', anOrderBody(2));
    t.deepEqual(await low(), ['proxycall_pool_low{country="FR",type="mobile"} 1']);
    t.regex(log(), /"event":"pool.low"|pool\.low/);
  },
);

withService(
  'of a hundred guesses at the same moment no more are judged than one after the other',
  {},
  async (t, scene) => {
    const { carrier, program } = scene;
    const { courierNumber, code } = await courierOrder(t, scene, 1);
    const wrong = Array.from({ length: 100 }, (_, index) =>
      ((Number(code) + index + 1) % 1_000_000).toString().padStart(6, '0'),
    );
    const calls = await Promise.all(
      wrong.map((guess) => carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [guess] })),
    );
    const lockouts = (await program.ports.store.records('lockout', { limit: 9 })).map(({ value }) => value);
    t.deepEqual(lockouts.map(({ key, level, strikes }) => [key.split(' ')[0], level, strikes]).sort(), [
      ['caller', 1, 0],
      ['number', 0, 3],
    ]);
    t.true(calls.every(({ dialled }) => dialled.length === 0));
    t.deepEqual((await carrier.phone(UNKNOWN_CALLER).call(courierNumber, { keys: [code] })).heard, [
      heardIn.code_locked,
    ]);
  },
);

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

withService('the same order again is answered the same when it has expired too', {}, async (t, scene) => {
  const { send, clock } = scene;
  const end = new Date(clock.now() + HOUR_MS).toISOString();
  const body = { ...anOrderBody(1), courier_phone: COURIER, expires_at: end };
  const first = await send('POST', '/orders', body);
  clock.advance(2 * HOUR_MS);
  t.is((await send('POST', '/orders', body)).text, first.text);
});

withService(
  'both participants of a session count towards the limit of one number',
  { maxSessionsPerNumber: 1 },
  async (t, scene) => {
    const { clientNumber, courierNumber } = await courierOrder(t, scene, 1);
    t.not(clientNumber, courierNumber);
  },
);

withService('a whisper that fails does not keep two people apart', { whisper: true }, async (t, scene) => {
  const { carrier, program, log } = scene;
  const { courierNumber } = await courierOrder(t, scene, 1);
  const broken = program.ports.store as unknown as { record: () => Promise<never> };
  broken.record = () => Promise.reject(new Error('broken'));
  const call = await carrier.phone(COURIER).call(courierNumber);
  t.deepEqual(
    call.dialled.map(({ outcome }) => outcome),
    ['completed'],
  );
  t.regex(call.documents[1] ?? '', /<Response\/>/);
  t.true(log().includes('voice.whisper_failed'));
});

withService('two clients with one phone are told apart by their numbers', {}, async (t, scene) => {
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
