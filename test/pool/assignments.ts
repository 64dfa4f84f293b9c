import test from 'ava';
import { transition } from '../../src/domain/model/proxy-number.js';
import { MINUTE_MS } from '../../src/domain/model/time.js';
import { put } from '../../src/domain/services/commit.js';
import { aClient, aNumber, fictionalMobile as phone } from '../../src/entry/testing/index.js';
import type { NumberProvider } from '../../src/ports/number-provider.js';
import { setUp } from './set-up.js';

test('of the numbers that a top-up buys, one is assigned to the client and the rest are available', async (t) => {
  const { proxyCall, order } = await setUp(t, { settings: { topUpSize: 3 } });
  await order(1);
  t.like((await proxyCall.poolStats()).pools[0], { owned: 3, assigned: 1, available: 2, reserved: 0 });
});

test('a number that another process recorded while it was being bought is taken like any available one', async (t) => {
  const world = await setUp(t, { settings: { topUpSize: 1 } });
  const overtaken: NumberProvider = {
    ...world.provider,
    buy: async (...args) => {
      const rented = await world.provider.buy(...args);
      // Another process reads the open intent, finds the number and records it as available.
      await world.proxyCall.runMaintenance();
      return rented;
    },
  };
  const { order } = await setUp(t, { store: world.store, provider: overtaken, settings: { topUpSize: 1 } });
  t.is((await order(1)).clientProxyNumber, phone(0));
  t.is(world.standIn.rented.size, 1);
});

test('a reservation lapses after ten minutes, and its holder cannot use it any more', async (t) => {
  const { store, clock, proxyCall, order } = await setUp(t);
  const number = { ...aNumber(phone(0)), carrier: 'twilio' };
  const reserved = transition(number, { type: 'reserve', token: 'old', by: '9', at: clock.now() });
  await store.commit({ puts: [put('number', reserved)] });
  clock.advance(10 * MINUTE_MS - 1);
  await proxyCall.runMaintenance();
  t.is((await store.record('number', phone(0)))?.value.state.status, 'reserved');
  t.like((await proxyCall.poolStats()).pools[0], { reserved: 1, available: 0 });
  clock.advance(1);
  t.throws(() => transition(reserved, { type: 'confirm', token: 'old', at: clock.now() }), { message: /reserved/ });
  await proxyCall.runMaintenance();
  t.deepEqual((await store.record('number', phone(0)))?.value.state, { status: 'available' });
  t.is((await order(1)).clientProxyNumber, phone(0));
  const taken = (await store.record('number', phone(0)))?.value ?? reserved;
  t.throws(() => transition(taken, { type: 'confirm', token: 'old', at: clock.now() }), { message: /assigned/ });
});

test('an assigned number is labelled at Twilio; if that fails, the number is assigned all the same', async (t) => {
  const { standIn, store, proxyCall } = await setUp(t);
  for (const id of ['1', '2']) await store.commit({ puts: [put('client', aClient(id, { realPhone: phone(8000) }))] });
  const assign = (clientId: string) =>
    proxyCall.assignNumber({
      clientId,
      countryIso: 'FR',
      numberType: 'mobile',
      buy: true,
    });
  const { proxy } = await assign('1');
  t.true([...standIn.rented.values()].some((number) => number.phone_number === proxy && number.friendly_name === '1'));
  standIn.interfere = ({ path }) => (path.includes('/PN') ? { kind: 'refusal', status: 400 } : undefined);
  t.is((await store.record('number', (await assign('2')).proxy))?.value.friendlyName, '2');
});
