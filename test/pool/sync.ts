import test from 'ava';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { MINUTE_MS } from '../../src/domain/model/time.js';
import { put } from '../../src/domain/services/commit.js';
import { aNumber, aPurchaseIntent, fictionalMobile as phone } from '../../src/entry/testing/index.js';
import { setUp } from './set-up.js';

test('a sync adds missing numbers with their own data, reports lost ones, and changes nothing else', async (t) => {
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

test('a purchase whose record was lost is found by maintenance, once', async (t) => {
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
  clock.advance(10 * MINUTE_MS);
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

test('a pool of 5,000 is synchronised and checked in five requests each, and counted without any', async (t) => {
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
