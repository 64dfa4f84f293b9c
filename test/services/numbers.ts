import test from 'ava';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { put } from '../../src/domain/services/commit.js';
import { aNumber } from '../../src/entry/testing/index.js';
import { setUp } from './set-up.js';

test('the country of a number is that of residence, else of the phone', async (t) => {
  const { order, store } = setUp({ settings: { defaultCountry: 'GB' } });
  const countryOf = async (asked: ReturnType<typeof order>) =>
    (await store.record('number', (await asked).clientProxyNumber))?.value.country;
  t.is(await countryOf(order(1)), 'FR');
  t.is(await countryOf(order(2, { clientIsoResidency: 'GB' })), 'GB');
  t.is(await countryOf(order(3, { clientRealPhone: phoneNumber('+12025550123'), clientIsoResidency: 'FR' })), 'FR');
  t.is(await countryOf(order(4, { clientRealPhone: phoneNumber('+12025550123') })), 'US');
});

test("a courier whose country has no numbers gets one of the merchant's country", async (t) => {
  const { order } = setUp({ sells: (_type, country) => country === 'FR' });
  const { courierProxyNumber } = await order(1, { courierPhone: phoneNumber('+352621123456') });
  t.true(courierProxyNumber?.startsWith('+33'));
});

test('a number of another type in the pool is taken before anything is bought, and keeps its type', async (t) => {
  const { order, store, carrier } = setUp();
  const local = aNumber(phoneNumber('+33199005555'), { type: 'local' });
  await store.commit({ puts: [put('number', local)] });
  t.is((await order(1)).clientProxyNumber, local.number);
  t.is((await store.record('number', local.number))?.value.type, 'local');
  t.deepEqual(await carrier.provider.list(), []);
});

test('where the preferred type is not sold, the next one is bought, and recorded with its own type', async (t) => {
  const { order, store } = setUp({ sells: (type) => type === 'local', settings: { numberType: 'national' } });
  t.is((await store.record('number', (await order(1)).clientProxyNumber))?.value.type, 'local');
});
