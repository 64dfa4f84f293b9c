import test from 'ava';
import { MINUTE_MS } from '../../src/domain/model/time.js';
import { put } from '../../src/domain/services/commit.js';
import {
  aClient,
  aNumber,
  anOpenSession,
  aParticipant,
  fictionalMobile as phone,
} from '../../src/entry/testing/index.js';
import { setUp } from './set-up.js';

test('a number in use is only released by force, which takes it from its client', async (t) => {
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
  t.deepEqual([kept.released, kept.kept[0]?.phoneNumber, kept.failed, kept.notFound], [[], phone(1), [], [phone(2)]]);
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

test('a release for one status keeps what has another one by then, also by force', async (t) => {
  const { standIn, store, clock, proxyCall } = await setUp(t);
  const states = [
    { status: 'error', since: 1 },
    { status: 'available' },
    // Its quarantine is over: it is available.
    { status: 'quarantined', until: clock.now() },
    { status: 'assigned', to: '1', since: 1 },
  ] as const;
  const numbers = states.map((_, index) => phone(index + 1));
  for (const [index, state] of states.entries()) {
    const { sid } = standIn.rentOut(phone(index + 1));
    await store.commit({ puts: [put('number', aNumber(phone(index + 1), { providerId: sid, state }))] });
  }
  const first = await proxyCall.releaseNumbers({ numbers, force: true, onlyStatus: 'error' });
  t.deepEqual(first.released, [phone(1)]);
  t.deepEqual(first.kept, [
    { phoneNumber: phone(2), reason: 'it is available, not error' },
    { phoneNumber: phone(3), reason: 'it is available, not error' },
    { phoneNumber: phone(4), reason: 'it is assigned, not error' },
  ]);
  t.is(standIn.rented.size, 3);
  // One that was given back stays given back, whichever status was asked for.
  t.deepEqual((await proxyCall.releaseNumbers({ numbers: [phone(1)], force: false, onlyStatus: 'error' })).released, [
    phone(1),
  ]);
  const second = await proxyCall.releaseNumbers({ numbers, force: false, onlyStatus: 'available' });
  t.deepEqual(second.released, [phone(1), phone(2), phone(3)]);
  t.is(standIn.rented.size, 1);
});

test('a number that Twilio refuses to release keeps its state', async (t) => {
  const { standIn, store, clock, proxyCall } = await setUp(t);
  const { sid } = standIn.rentOut(phone(1));
  const state = { status: 'quarantined', until: clock.now() + MINUTE_MS } as const;
  await store.commit({ puts: [put('number', aNumber(phone(1), { providerId: sid, state }))] });
  standIn.interfere = () => ({ kind: 'refusal', status: 400, code: 21_452, message: 'in use' });
  const { failed } = await proxyCall.releaseNumbers({ numbers: [phone(1)], force: false });
  t.regex(failed[0]?.reason ?? '', /in use \(error 21452\)/);
  t.deepEqual((await store.record('number', phone(1)))?.value.state, state);
  t.deepEqual(await store.records('intent', { limit: 9 }), []);
});

test('a purge releases numbers without SMS; those that the provider does not know are judged by their record', async (t) => {
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
  const misspelt = { dry_run: true } as unknown as { dryRun: boolean };
  await t.throwsAsync(proxyCall.purgeWithoutSms(misspelt), { message: /dryRun/ });
  t.is(standIn.rented.size, 3);
  const report = await proxyCall.purgeWithoutSms({ dryRun: false });
  t.like(report, expected);
  t.deepEqual(report.kept.map(({ phoneNumber }) => phoneNumber).sort(), [phone(2), phone(3), phone(5)]);
  t.deepEqual([...standIn.rented.values()].map((number) => number.phone_number).sort(), [phone(2), phone(3)]);
});
