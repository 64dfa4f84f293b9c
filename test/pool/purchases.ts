import test from 'ava';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { put } from '../../src/domain/services/commit.js';
import { aPurchaseIntent, fictionalMobile as phone } from '../../src/entry/testing/index.js';
import { setUp, batchOf } from './set-up.js';

test('a purchase with an idempotency key is made once, however many requests ask for it', async (t) => {
  const { standIn, proxyCall } = await setUp(t);
  const ask = () => proxyCall.provisionNumbers(batchOf(3), { idempotencyKey: 'k' });
  const answers = await Promise.all([ask(), ask(), ask()]);
  const last = await ask();
  t.is(standIn.rented.size, 3);
  t.is(new Set(last.purchasedNow).size, 3);
  for (const { purchasedNow } of answers) t.true(purchasedNow.every((number) => last.purchasedNow.includes(number)));
  const other = proxyCall.provisionNumbers(batchOf(4), { idempotencyKey: 'k' });
  t.true(isProxyCallError(await t.throwsAsync(other), 'idempotency_key_reused'));
  await proxyCall.provisionNumbers(batchOf(3));
  t.is(standIn.rented.size, 6);
});

test('a batch that was cut short continues with the same key where it stopped', async (t) => {
  const { standIn, proxyCall } = await setUp(t);
  let sold = 0;
  standIn.interfere = ({ method }) =>
    method === 'POST' && (sold += 1) > 2
      ? { kind: 'refusal', status: 400, code: 20_003, message: 'no credit' }
      : undefined;
  const first = await proxyCall.provisionNumbers(batchOf(5), { idempotencyKey: 'k' });
  t.deepEqual([first.purchasedNow.length, first.failed.map(({ code }) => code)], [2, ['provider_failed']]);
  standIn.interfere = () => undefined;
  const second = await proxyCall.provisionNumbers(batchOf(5), { idempotencyKey: 'k' });
  t.deepEqual([second.purchasedNow.length, second.failed], [5, []]);
  t.deepEqual(second.purchasedNow.slice(0, 2), first.purchasedNow);
  t.is(standIn.rented.size, 5);
});

for (const batchSize of [0, 101, 1.5, NaN]) {
  test(`a batch of ${batchSize.toString()} is refused before any request to the provider`, async (t) => {
    const { standIn, proxyCall } = await setUp(t);
    const error = await t.throwsAsync(proxyCall.provisionNumbers(batchOf(batchSize)));
    t.true(isProxyCallError(error, 'invalid_request'));
    t.deepEqual(standIn.log, []);
  });
}

test('a purchase gets the type that it asks for; national numbers may be local ones', async (t) => {
  const { standIn, proxyCall } = await setUp(t);
  const [national] = (await proxyCall.provisionNumbers(batchOf(1, { numberType: 'national' }))).purchasedNow;
  t.regex(national ?? '', /^\+3319900/);
  standIn.sold.delete('FR Mobile');
  const none = proxyCall.provisionNumbers(batchOf(1));
  t.true(isProxyCallError(await t.throwsAsync(none), 'pool_exhausted'));
});

test('a number that another process is buying is skipped', async (t) => {
  const { store, clock, proxyCall } = await setUp(t);
  await store.commit({ puts: [put('intent', aPurchaseIntent(phone(0), { at: clock.now() }))] });
  t.deepEqual((await proxyCall.provisionNumbers(batchOf(1))).purchasedNow, [phone(1)]);
});

test('without a provider, operations that need one fail', async (t) => {
  const { proxyCall } = await setUp(t, { provider: undefined });
  for (const asked of [proxyCall.syncPool({ apply: true }), proxyCall.provisionNumbers(batchOf(1))]) {
    t.true(isProxyCallError(await t.throwsAsync(asked), 'provider_failed'));
  }
  await t.notThrowsAsync(proxyCall.runMaintenance());
});
