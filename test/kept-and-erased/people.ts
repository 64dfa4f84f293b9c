import test from 'ava';
import { maskPhoneNumber, type E164 } from '../../src/domain/model/phone-number.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import { toWire } from '../../src/entry/wire.js';
import { until } from '../sheets/world.js';
import { dump, phones, play, setScene } from './scene.js';
import { STORE_NAMES } from './stores.js';

const NOTHING = {
  clientsErased: 0,
  sessionsClosed: 0,
  ordersClosed: [],
  ordersScrubbed: 0,
  participantsErased: 0,
  lastCallersRemoved: 0,
  interactionsScrubbed: 0,
};

/** Everybody but this person. */
function others(phone: E164): readonly E164[] {
  return Object.values(phones).filter((other) => other !== phone);
}

for (const name of STORE_NAMES) {
  test(`${name}: a courier is exported by phone`, async (t) => {
    const scene = await setScene(name);
    t.teardown(() => scene.close());
    const { proxyCall } = scene;
    await play(scene);
    const { carl } = phones;
    const exported = await proxyCall.exportPerson({ phone: carl });
    t.deepEqual(exported.clients, []);
    t.deepEqual(exported.orders.map(({ orderId, role, status }) => [orderId, role, status]).sort(), [
      ['changed', 'courier', 'open'],
      ['paired', 'courier', 'open'],
    ]);
    // One tombstone was released when they met the same client again.
    t.deepEqual(exported.participants.map(({ phone = '' }) => phone).sort(), ['', carl]);
    t.deepEqual(
      exported.sessions.map(({ kind, lastCaller, optedOut }) => [kind, lastCaller, optedOut]).sort(),
      [
        ['open', carl, false],
        ['paired', undefined, false],
        ['paired', undefined, true],
      ].sort(),
    );
    t.deepEqual(exported.requests.map(({ idempotencyKey }) => idempotencyKey).sort(), [
      'key of changed',
      'key of paired',
    ]);
    t.true(exported.replies.length > 0);
    const text = JSON.stringify(toWire(exported));
    for (const said of ['Carl asks which floor', 'Carl is at the door', 'Bea is coming down', 'Ada says the third'])
      t.true(text.includes(said), said);
    for (const other of others(carl)) t.false(text.includes(other), other);
    for (const hers of ['Ada Lovelace', 'Bea Potter', '@shop.example', 'B***']) t.false(text.includes(hers), hers);
  });

  test(`${name}: an erased courier is nobody's last caller and reaches nobody, and others go on`, async (t) => {
    const scene = await setScene(name);
    t.teardown(() => scene.close());
    const { proxyCall, store, standIn } = scene;
    const { open, adaNumber } = await play(scene);
    const { carl } = phones;
    const erased = await proxyCall.erasePerson({ phone: carl });
    t.like(erased, {
      clientsErased: 0,
      sessionsClosed: 1,
      ordersClosed: ['paired'],
      ordersScrubbed: 2,
      participantsErased: 1,
      lastCallersRemoved: 1,
      interactionsScrubbed: 8,
    });
    t.false(JSON.stringify(erased).includes(carl));
    const after = await dump(store);
    for (const gone of [carl, maskPhoneNumber(carl), 'Carl asks which floor', 'Carl is at the door'])
      t.false(after.includes(gone), gone);
    for (const other of ['ada', 'bea', 'dora', 'guest'] as const) t.true(after.includes(phones[other]), other);
    t.like(await proxyCall.erasePerson({ phone: carl }), NOTHING);

    // The client of an order that was closed hears so; whoever has another courier goes on; the last caller is nobody.
    t.regex(await scene.call(phones.bea, open.clientNumber), /<Say|closed/);
    t.regex(await scene.call(phones.ada, adaNumber), /<Say/);
    t.is((await proxyCall.getOrder('changed')).status, 'open');
    if (standIn !== undefined) {
      await until('the sheet', () => !JSON.stringify(standIn.book.sheets).includes(carl));
      t.false(JSON.stringify(standIn.book.sheets).includes('Carl is at the door'));
    }
    t.false(JSON.stringify(scene.logger.lines).includes(carl));
  });

  test(`${name}: a client is exported and erased by phone, in any spelling of the request`, async (t) => {
    const scene = await setScene(name);
    t.teardown(() => scene.close());
    const { proxyCall, store, logger } = scene;
    await play(scene);
    const { bea } = phones;
    const exported = await proxyCall.exportPerson({ phone: bea });
    t.like(exported.clients[0], {
      clientId: 'bea',
      clientName: 'Bea Potter',
      clientMail: 'bea@shop.example',
      clientRealPhone: bea,
    });
    t.deepEqual(
      exported.orders.map(({ role }) => role),
      ['client', 'client'],
    );
    const text = JSON.stringify(toWire(exported));
    for (const other of others(bea)) t.false(text.includes(other), other);
    t.true(text.includes('Bea is coming down') && text.includes('Carl is at the door'));

    const erased = await proxyCall.erasePerson({ phone: bea });
    t.like(erased, { clientsErased: 1, sessionsClosed: 2, ordersScrubbed: 2 });
    t.deepEqual([...erased.ordersClosed].sort(), ['changed', 'paired']);
    const after = await dump(store);
    for (const gone of [bea, maskPhoneNumber(bea), 'Bea Potter', 'bea@shop.example', 'Bea is coming down'])
      t.false(after.includes(gone), gone);
    t.true(after.includes(phones.carl), 'the courier is another person, and still cooling');
    t.like(await proxyCall.erasePerson({ phone: bea }), NOTHING);
    t.deepEqual((await proxyCall.exportPerson({ phone: bea })).clients, []);

    const audited = logger.lines.filter(({ event }) => event.startsWith('person.'));
    t.deepEqual(
      audited.map(({ level, event, fields }) => [level, event, fields['actor']]),
      [
        ['info', 'person.exported', 'library'],
        ['info', 'person.erased', 'library'],
        ['info', 'person.erased', 'library'],
        ['info', 'person.exported', 'library'],
      ],
    );
    t.notRegex(JSON.stringify(audited), /\+\d|\d{7}/);
  });

  test(`${name}: a guest, a replaced courier, a last caller and a stranger are people too`, async (t) => {
    const scene = await setScene(name);
    t.teardown(() => scene.close());
    const { proxyCall, store } = scene;
    const { open } = await play(scene);
    const expected = {
      guest: { participantsErased: 1, sessionsClosed: 0, ordersClosed: [], ordersScrubbed: 0 },
      dora: { participantsErased: 1, sessionsClosed: 1, ordersClosed: ['changed'], ordersScrubbed: 1 },
      unknown: { participantsErased: 0, sessionsClosed: 0, ordersClosed: [], ordersScrubbed: 0 },
    } as const;
    t.like((await proxyCall.exportPerson({ phone: phones.unknown })).lockout, { strikes: 1, level: 0 });
    for (const who of ['guest', 'dora', 'unknown'] as const) {
      const phone = phones[who];
      const exported = await proxyCall.exportPerson({ phone });
      const text = JSON.stringify(toWire(exported));
      for (const other of others(phone)) t.false(text.includes(other), `${who}: ${other}`);
      t.like(await proxyCall.erasePerson({ phone }), { ...expected[who], clientsErased: 0, lastCallersRemoved: 0 });
      t.false((await dump(store)).includes(phone), who);
      t.like(await proxyCall.erasePerson({ phone }), NOTHING, who);
    }
    // Nobody else's order was touched.
    t.is((await proxyCall.getOrder('paired')).status, 'open');
    t.regex(await scene.call(phones.carl, open.courierNumber), new RegExp(`>\\${phones.bea}</Number>`));
    // A guest whose place was erased is a late caller.
    t.notRegex(await scene.call(phones.guest, open.courierNumber), /<Dial/);
  });
}

test('whoever is nowhere has an empty export, and is erased with counts of 0', async (t) => {
  const scene = await setScene('memory');
  t.teardown(() => scene.close());
  const { proxyCall } = scene;
  const { exportedAt, ...exported } = await proxyCall.exportPerson({ phone: '+33199009999' as E164 });
  t.truthy(exportedAt);
  t.deepEqual(exported, {
    phone: '+33199009999' as E164,
    ...{ clients: [], orders: [], sessions: [], participants: [], interactions: [], replies: [], requests: [] },
    ...{ confirmations: [], messages: [] },
    lockout: undefined,
  });
  t.like(await proxyCall.erasePerson({ phone: '+33199009999' as E164 }), NOTHING);
});

// Argentine digits of no operator: the two spellings of one line.
const [WITH_9, WITHOUT_9] = ['+5491199000001' as E164, '+541199000001' as E164];

for (const [stored, asked] of [
  [WITH_9, WITHOUT_9],
  [WITHOUT_9, WITH_9],
] as const) {
  test(`a person whose phone was stored as ${stored} is found as ${asked}`, async (t) => {
    const scene = await setScene('memory');
    t.teardown(() => scene.close());
    const { proxyCall, store } = scene;
    await proxyCall.createClient({
      ...{ clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' },
      ...{ clientRealPhone: stored, clientIsoResidency: 'FR' },
    });
    t.is((await proxyCall.exportPerson({ phone: asked })).clients[0]?.clientRealPhone, stored);
    t.is((await proxyCall.erasePerson({ phone: asked })).clientsErased, 1);
    t.false((await dump(store)).includes(stored));
  });
}

test('a courier who was replaced before their erasure leaves the order open', async (t) => {
  const scene = await setScene('memory');
  t.teardown(() => scene.close());
  const { open } = await play(scene);
  await scene.proxyCall.changeCourier('paired', { courierPhone: phones.unknown });
  const erased = await scene.proxyCall.erasePerson({ phone: phones.carl });
  t.deepEqual([erased.ordersClosed, erased.participantsErased], [[], 1]);
  t.is((await scene.proxyCall.getOrder('paired')).status, 'open');
  t.regex(await scene.call(phones.bea, open.clientNumber), new RegExp(`>\\${phones.unknown}</Number>`));
  // Their STOP is still honoured, and they are a late caller and nobody new.
  t.notRegex(await scene.call(phones.carl, open.courierNumber), /<Dial/);
});

test('a person who wants no texts is sent none after their erasure either', async (t) => {
  const scene = await setScene('memory');
  t.teardown(() => scene.close());
  const { adaNumber } = await play(scene);
  const { dora } = phones;
  await scene.call(dora, adaNumber);
  await scene.text(dora, adaNumber, 'STOP');
  await scene.proxyCall.erasePerson({ phone: dora });
  await scene.call(dora, adaNumber);
  t.notRegex(await scene.text(phones.ada, adaNumber, 'Are you there?'), new RegExp(`\\${dora}`));
});

test('a former phone of a client, which a session that had expired still holds, is erased too', async (t) => {
  const scene = await setScene('memory');
  t.teardown(() => scene.close());
  const { proxyCall, store, clock } = scene;
  await play(scene);
  clock.advance(4 * DAY_MS);
  await proxyCall.updateClient('bea', { clientRealPhone: phones.unknown });
  const { orders, clients } = await proxyCall.exportPerson({ phone: phones.bea });
  t.deepEqual([clients, orders.map(({ role }) => role)], [[], ['client', 'client']]);
  // They had ended before, by themselves.
  t.like(await proxyCall.erasePerson({ phone: phones.bea }), { sessionsClosed: 2, ordersClosed: [], clientsErased: 0 });
  t.false((await dump(store)).includes(phones.bea));
  t.is((await proxyCall.getClient('bea')).clientRealPhone, phones.unknown);
});
