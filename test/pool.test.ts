import test, { type ExecutionContext } from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createTwilio } from '../src/adapters/twilio/index.js';
import { isProxyCallError } from '../src/domain/model/errors.js';
import { phoneNumber } from '../src/domain/model/phone-number.js';
import { transition } from '../src/domain/model/proxy-number.js';
import { put } from '../src/domain/services/commit.js';
import { createProxyCall, type ProxyCallOptions } from '../src/entry/library.js';
import {
  aClient,
  aNumber,
  aPurchaseIntent,
  anOpenSession,
  aParticipant,
  createFakeClock,
  createSequentialIds,
  fictionalMobile as phone,
} from '../src/entry/testing/index.js';
import type { NumberProvider } from '../src/ports/number-provider.js';
import type { ProvisionRequest } from '../src/ports/pool-api.js';
import { accountOf, closeWith } from './twilio/account.js';
import { startStandIn } from './twilio/stand-in.js';

const MINUTE = 60_000;

async function setUp(t: ExecutionContext, options: Partial<ProxyCallOptions> = {}) {
  const standIn = await startStandIn();
  closeWith(t, standIn);
  const clock = createFakeClock();
  const store = options.store ?? createMemoryStore();
  const account = createTwilio(accountOf(standIn));
  const ids = createSequentialIds();
  const proxyCall = createProxyCall({ store, clock, ids, ...account, ...options });
  const order = (index: number) =>
    proxyCall.createOrder({
      orderId: index.toString(),
      clientId: index.toString(),
      clientName: 'Ada',
      clientMail: 'ada@shop.example',
      clientRealPhone: phone(8000 + index),
    });
  return { standIn, clock, store, proxyCall, order, ...account };
}

const batchOf = (batchSize: number, fields: Partial<ProvisionRequest> = {}): ProvisionRequest => ({
  countryIso: 'FR',
  batchSize,
  numberType: 'mobile',
  requireSmsCapability: true,
  requireVoiceCapability: true,
  candidatesLimit: 10,
  ...fields,
});

test('a purchase with a key is made once, however often and however many at once ask for it', async (t) => {
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

test('a batch is cut short and goes on with the same key where it stopped', async (t) => {
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
  test(`a batch of ${batchSize.toString()} is refused before anything is asked`, async (t) => {
    const { standIn, proxyCall } = await setUp(t);
    const error = await t.throwsAsync(proxyCall.provisionNumbers(batchOf(batchSize)));
    t.true(isProxyCallError(error, 'invalid_request'));
    t.deepEqual(standIn.log, []);
  });
}

test('who asks for a type gets that type; national numbers may be local ones', async (t) => {
  const { standIn, proxyCall } = await setUp(t);
  const [national] = (await proxyCall.provisionNumbers(batchOf(1, { numberType: 'national' }))).purchasedNow;
  t.regex(national ?? '', /^\+3319900/);
  standIn.sold.delete('FR Mobile');
  const none = proxyCall.provisionNumbers(batchOf(1));
  t.true(isProxyCallError(await t.throwsAsync(none), 'pool_exhausted'));
});

test('a number that another process is buying is passed over', async (t) => {
  const { store, clock, proxyCall } = await setUp(t);
  await store.commit({ puts: [put('intent', aPurchaseIntent(phone(0), { at: clock.now() }))] });
  t.deepEqual((await proxyCall.provisionNumbers(batchOf(1))).purchasedNow, [phone(1)]);
});

test("of what a top-up buys, one is the client's and the rest are free", async (t) => {
  const { proxyCall, order } = await setUp(t, { settings: { topUpSize: 3 } });
  await order(1);
  t.like((await proxyCall.poolStats()).pools[0], { owned: 3, assigned: 1, available: 2, reserved: 0 });
});

test('a number that somebody else recorded while it was being bought is taken like any free one', async (t) => {
  const world = await setUp(t, { settings: { topUpSize: 1 } });
  const overtaken: NumberProvider = {
    ...world.provider,
    buy: async (...args) => {
      const rented = await world.provider.buy(...args);
      // Another process meets the open intent, finds the number and records it as free.
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
  clock.advance(10 * MINUTE - 1);
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

test('a sync adds what is missing as what it is, reports what is lost, and changes nothing else', async (t) => {
  const { standIn, store, proxyCall } = await setUp(t);
  await store.commit({
    puts: [phone(1), phone(2)].map((number) =>
      put('number', aNumber(number, { friendlyName: 'mine', state: { status: 'assigned', to: '1', since: 1 } })),
    ),
  });
  standIn.rentOut(phone(1));
  standIn.rentOut('+14165550123', { capabilities: { voice: true, sms: false, mms: false }, friendly_name: 'Toronto' });
  const preview = await proxyCall.syncPool({ apply: false });
  t.like(preview, { missingNumbers: ['+14165550123'], addedNumbers: [], lostNumbers: [phone(2)] });
  const applied = await proxyCall.syncPool({ apply: true });
  t.deepEqual(applied, {
    missingNumbers: [phoneNumber('+14165550123')],
    addedNumbers: [phoneNumber('+14165550123')],
    lostNumbers: [phone(2)],
    totalTwilio: 2,
    totalSheet: 3,
  });
  t.like((await store.record('number', phoneNumber('+14165550123')))?.value, {
    country: 'CA',
    type: 'local',
    capabilities: { voice: true, sms: false, mms: false },
    friendlyName: 'Toronto',
    state: { status: 'available' },
  });
  t.like((await store.record('number', phone(1)))?.value, { friendlyName: 'mine', state: { status: 'assigned' } });
});

test('a purchase whose record was lost is found at the start, once', async (t) => {
  const { standIn, store, clock, proxyCall } = await setUp(t);
  await store.commit({
    puts: [phone(1), phone(2)].map((number) => put('intent', aPurchaseIntent(number, { at: clock.now() }))),
  });
  standIn.rentOut(phone(1));
  await proxyCall.runMaintenance();
  await proxyCall.runMaintenance();
  t.deepEqual(
    (await store.numbers()).map(({ value }) => value.number),
    [phone(1)],
  );
  t.deepEqual(
    (await store.records('intent', { limit: 9 })).map(({ value }) => value.number),
    [phone(2)],
    'it may still be under way',
  );
  clock.advance(10 * MINUTE);
  await proxyCall.runMaintenance();
  t.deepEqual(await store.records('intent', { limit: 9 }), []);
  const asked = standIn.log.length;
  await proxyCall.runMaintenance();
  t.is(standIn.log.length, asked, 'nothing is under way: Twilio is not asked');
});

test('a dry run lists the chosen webhooks; otherwise they are fixed', async (t) => {
  const { standIn, proxyCall, provider } = await setUp(t);
  const wrong = { voice_url: 'https://old.example/voice', sms_url: 'https://old.example/sms' };
  standIn.rentOut(phone(1), wrong);
  standIn.rentOut('+12025550100', wrong);
  await proxyCall.syncPool({ apply: true });
  const urls = provider.webhookUrls();
  const dry = await proxyCall.fixWebhooks({ dryRun: true, fixSms: true });
  t.like(dry, { checked: 2, fixedVoice: [], fixedSms: [], errors: [], targetVoiceUrl: urls.voice });
  t.deepEqual(dry.needFixVoice[0], { phoneNumber: phone(1), currentVoiceUrl: wrong.voice_url });
  t.is(dry.needFixSms.length, 2);
  const french = await proxyCall.fixWebhooks({ dryRun: false, onlyCountry: 'FR', fixSms: false });
  t.like(french, { checked: 1, fixedVoice: [phone(1)], needFixSms: [], fixedSms: [] });
  t.is((await proxyCall.fixWebhooks({ dryRun: true, onlyStatus: 'assigned', fixSms: true })).checked, 0);
  const rest = await proxyCall.fixWebhooks({ dryRun: false, fixSms: true });
  t.deepEqual([rest.fixedVoice, rest.fixedSms.length], [[phoneNumber('+12025550100')], 2]);
  t.true(
    [...standIn.rented.values()].every(({ voice_url, sms_url }) => voice_url === urls.voice && sms_url === urls.sms),
  );
});

test('a number in use is only given back by force, which takes it from its client', async (t) => {
  const { standIn, store, proxyCall } = await setUp(t);
  const { sid } = standIn.rentOut(phone(1));
  const client = aClient('1', { proxyNumber: phone(1) });
  const session = anOpenSession('s', client, phone(1));
  const number = aNumber(phone(1), { providerId: sid, state: { status: 'assigned', to: '1', since: 1 } });
  await store.commit({
    puts: [
      put('client', client),
      put('number', number),
      put('session', session),
      put('participant', aParticipant('p', session)),
    ],
  });
  const kept = await proxyCall.releaseNumbers({ numbers: [phone(1), phone(2)], force: false });
  t.deepEqual([kept.released, kept.kept[0]?.phoneNumber, kept.failed[0]?.phoneNumber], [[], phone(1), phone(2)]);
  t.is(standIn.rented.size, 1);
  t.deepEqual((await proxyCall.releaseNumbers({ numbers: [phone(1)], force: true })).released, [phone(1)]);
  t.is(standIn.rented.size, 0);
  t.is((await proxyCall.getClient('1')).clientProxyNumber, undefined);
  t.deepEqual(await store.liveSessionsOf('1'), []);
  t.deepEqual(
    (await proxyCall.releaseNumbers({ numbers: [phone(1)], force: false })).released,
    [phone(1)],
    'as before',
  );
});

test('a number that Twilio refuses to take back is where it was', async (t) => {
  const { standIn, store, clock, proxyCall } = await setUp(t);
  const { sid } = standIn.rentOut(phone(1));
  const state = { status: 'quarantined', until: clock.now() + MINUTE } as const;
  await store.commit({ puts: [put('number', aNumber(phone(1), { providerId: sid, state }))] });
  standIn.interfere = () => ({ kind: 'refusal', status: 400, code: 21_452, message: 'in use' });
  const { failed } = await proxyCall.releaseNumbers({ numbers: [phone(1)], force: false });
  t.regex(failed[0]?.reason ?? '', /in use \(error 21452\)/);
  t.deepEqual((await store.record('number', phone(1)))?.value.state, state);
  t.deepEqual(await store.records('intent', { limit: 9 }), []);
});

test('a purge gives back what cannot text; what the provider does not know is judged by what is known', async (t) => {
  const { standIn, store, proxyCall } = await setUp(t);
  const mute = { voice: true, sms: false, mms: false };
  const one = standIn.rentOut(phone(1), { capabilities: mute });
  const two = standIn.rentOut(phone(2));
  const three = standIn.rentOut(phone(3), { capabilities: mute });
  const held = { state: { status: 'assigned', to: '1', since: 1 } } as const;
  await store.commit({
    puts: [
      aNumber(phone(1), { providerId: one.sid }),
      aNumber(phone(2), { providerId: two.sid }),
      aNumber(phone(3), { providerId: three.sid, ...held }),
      aNumber(phone(4), { capabilities: mute, providerId: `PN${'0'.repeat(32)}` }),
      aNumber(phone(5)),
    ].map((number) => put('number', number)),
  });
  const expected = { checked: 5, released: [phone(1)], removed: [phone(4)], failed: [] };
  t.like(await proxyCall.purgeWithoutSms({ dryRun: true }), { ...expected, dryRun: true });
  t.is(standIn.rented.size, 3);
  const report = await proxyCall.purgeWithoutSms({ dryRun: false });
  t.like(report, expected);
  t.deepEqual(report.kept.map(({ phoneNumber }) => phoneNumber).sort(), [phone(2), phone(3), phone(5)]);
  t.deepEqual([...standIn.rented.values()].map((number) => number.phone_number).sort(), [phone(2), phone(3)]);
});

test('a name given with an assignment is told to Twilio; that it cannot be is no reason to fail', async (t) => {
  const { standIn, store, proxyCall } = await setUp(t);
  for (const id of ['1', '2']) await store.commit({ puts: [put('client', aClient(id, { realPhone: phone(8000) }))] });
  const assign = (clientId: string) =>
    proxyCall.assignNumber({ clientId, countryIso: 'FR', numberType: 'mobile', friendlyName: `for ${clientId}` });
  const { proxy } = await assign('1');
  t.true(
    [...standIn.rented.values()].some((number) => number.phone_number === proxy && number.friendly_name === 'for 1'),
  );
  standIn.interfere = ({ path }) => (path.includes('/PN') ? { kind: 'refusal', status: 400 } : undefined);
  t.is((await store.record('number', (await assign('2')).proxy))?.value.friendlyName, 'for 2');
});

test('a pool of 5,000 is synchronised, checked and counted in five requests each, and none', async (t) => {
  const { standIn, proxyCall } = await setUp(t);
  for (let index = 0; index < 5000; index += 1) standIn.rentOut(phone(index));
  const requests = async (work: Promise<unknown>) => {
    const before = standIn.log.length;
    await work;
    return standIn.log.length - before;
  };
  t.is(await requests(proxyCall.syncPool({ apply: true })), 5);
  t.is(await requests(proxyCall.fixWebhooks({ dryRun: true, fixSms: true })), 5);
  t.is(await requests(proxyCall.poolStats()), 0);
  t.is((await proxyCall.poolStats()).pools[0]?.owned, 5000);
});

test('without a provider, what needs one says so', async (t) => {
  const { proxyCall } = await setUp(t, { provider: undefined });
  for (const asked of [proxyCall.syncPool({ apply: true }), proxyCall.provisionNumbers(batchOf(1))]) {
    t.true(isProxyCallError(await t.throwsAsync(asked), 'provider_failed'));
  }
  await t.notThrowsAsync(proxyCall.runMaintenance());
});
