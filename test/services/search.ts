import test from 'ava';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { put } from '../../src/domain/services/commit.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { SearchResult } from '../../src/ports/proxycall-api.js';
import { setUp } from './set-up.js';

const COURIER = '+33199001111' as E164;

const idsIn = ({ orders, clients }: SearchResult) => [
  orders.map(({ orderId }) => orderId).join(' '),
  clients.map(({ clientId }) => clientId).join(' '),
];

/** A client with a number of their own and two orders, and one with a courier. */
async function scene() {
  const { proxyCall, order, clock, ...rest } = setUp();
  const own = await order(1);
  clock.advance(1);
  await order(2, { clientId: '1', clientRealPhone: fictionalMobile(8001) });
  clock.advance(1);
  const paired = await order(3, { courierPhone: COURIER });
  const find = async (text: string) => idsIn(await proxyCall.search({ text }));
  return { ...rest, proxyCall, order, clock, own, paired, find };
}

test('search: by the id of an order or a client, exactly', async (t) => {
  const { find, order, clock } = await scene();
  clock.advance(1);
  await order(4, { orderId: 'O-4', clientId: 'C-4' });
  t.deepEqual(await find('O-4'), ['O-4', '']);
  t.deepEqual(await find('C-4'), ['O-4', 'C-4']);
  t.deepEqual(await find(' O-4 '), ['O-4', '']);
  for (const text of ['o-4', 'O-', 'O-44', 'none', '%', '+', '()']) t.deepEqual(await find(text), ['', ''], text);
  // An id of both: the client's orders are among them.
  t.deepEqual(await find('1'), ['2 1', '1']);
});

test('search: by a phone or a proxy number, in any spelling', async (t) => {
  const { find, own, paired, proxyCall } = await scene();
  const spellings = (number: string) => {
    const national = `0${number.slice(3)}`;
    const pairs = national.match(/../g) ?? [];
    return [number, `00${number.slice(1)}`, number.slice(1), national, pairs.join(' '), pairs.join('.')];
  };
  for (const text of spellings(fictionalMobile(8001))) t.deepEqual(await find(text), ['2 1', '1'], text);
  for (const text of spellings(own.clientProxyNumber)) t.deepEqual(await find(text), ['2 1', '1'], text);
  for (const text of spellings(COURIER)) t.deepEqual(await find(text), ['3', ''], text);
  for (const text of spellings(paired.courierProxyNumber ?? '')) t.deepEqual(await find(text), ['3', ''], text);
  t.deepEqual(await find(paired.clientProxyNumber), ['3', '']);
  t.deepEqual(await find(fictionalMobile(8003)), ['3', '3']);
  t.deepEqual(await find(fictionalMobile(8009)), ['', '']);
  await proxyCall.updateClient('1', { clientRealPhone: fictionalMobile(8009) });
  t.deepEqual(await find(fictionalMobile(8001)), ['', '']);
  t.deepEqual(await find(fictionalMobile(8009)), ['2 1', '1']);
  await proxyCall.eraseClient('1');
  t.deepEqual(await find(fictionalMobile(8009)), ['', '']);
});

test('search: one line has several spellings', async (t) => {
  const { order, find } = await scene();
  await order(7, { clientRealPhone: '+541122223333', courierPhone: '+5491122224444' });
  for (const text of ['+54 9 11 2222-3333', '+541122223333', '+541122224444']) t.is((await find(text))[0], '7', text);
});

test('search: a courier is found until they have cooled off, the newest order first', async (t) => {
  const { order, find, clock, proxyCall } = await scene();
  for (const index of [4, 5]) {
    clock.advance(1);
    await order(index, { courierPhone: COURIER });
  }
  await proxyCall.closeOrder('4');
  t.deepEqual(await find(COURIER), ['5 4 3', '']);
  clock.advance(60 * 24 * 3_600_000);
  await proxyCall.runMaintenance();
  t.deepEqual(await find(COURIER), ['', '']);
});

test('search: 20 orders and clients at most, the newest, and whether there are more', async (t) => {
  const { store, proxyCall, order, clock } = setUp();
  const clients = Array.from({ length: 21 }, (_, index) => ({
    ...{ id: `c${index.toString()}`, name: 'Ada', mail: 'ada@shop.example', realPhone: fictionalMobile(8500) },
    ...{ residency: undefined, proxyNumber: undefined, confirmedAt: undefined, createdAt: index },
  }));
  await store.commit({ puts: clients.map((client) => put('client', client)) });
  const found = await proxyCall.search({ text: fictionalMobile(8500) });
  t.is(found.clients.length, 20);
  t.deepEqual([found.clients[0]?.clientId, found.clients.at(-1)?.clientId], ['c20', 'c1']);
  t.deepEqual([found.moreClients, found.moreOrders], [true, false]);
  for (let index = 100; index < 121; index += 1) {
    clock.advance(1);
    await order(index, { courierPhone: COURIER });
  }
  const ofCourier = await proxyCall.search({ text: COURIER });
  t.deepEqual([ofCourier.orders.length, ofCourier.orders[0]?.orderId, ofCourier.moreOrders], [20, '120', true]);
});

test('search: an operator sees what is found masked; a viewer searches by ids only', async (t) => {
  const { proxyCall, own, clock, order, store } = await scene();
  const desk = proxyCall.as({ name: 'desk', role: 'operator' });
  const { clients, orders } = await desk.search({ text: fictionalMobile(8001) });
  t.like(clients[0], { clientName: 'A•••', clientId: '1', clientMail: 'a•••@•••' });
  t.false(JSON.stringify([clients, orders]).includes(own.clientProxyNumber.slice(-8)));
  const viewer = proxyCall.as({ name: 'board', role: 'viewer' });
  t.is((await viewer.search({ text: '3' })).orders[0]?.orderCode, '••••••');
  t.deepEqual(idsIn(await viewer.search({ text: 'O-1' })), ['', '']);
  t.deepEqual(idsIn(await viewer.search({ text: '1001' })), ['', '']);
  // Whether anybody has it or not, the answer is the same.
  const messages = new Set<string>();
  for (const text of [fictionalMobile(8001), fictionalMobile(8009), '06 39 98 80 01', own.clientProxyNumber]) {
    const error = await t.throwsAsync(viewer.search({ text }), { code: 'not_allowed' });
    messages.add(error.message);
  }
  t.deepEqual(
    [...messages],
    [
      'the role viewer may do this only by the id of an order or a client: everything else needs the role operator or admin',
    ],
  );
  // An id that looks like a number is an id.
  clock.advance(1);
  await order(9, { orderId: '33639988001' });
  t.deepEqual(idsIn(await viewer.search({ text: '33639988001' })), ['33639988001', '']);
  const entries = await store.auditEntries({ limit: 9, actor: 'board' });
  // Refusals in a row are one entry.
  t.deepEqual(
    entries.map(({ action, outcome, records }) => [action, outcome, ...records]),
    [['search', 'refused']],
  );
  await t.throwsAsync(proxyCall.as({ name: 'web', role: 'shop' }).search({ text: '1' }), { code: 'not_allowed' });
  for (const text of ['', ' ', 'x'.repeat(101), undefined, 1, null])
    await t.throwsAsync(proxyCall.search({ text: text as string }), { code: 'invalid_request' });
});
