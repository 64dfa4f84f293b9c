import test from 'ava';
import { put } from '../../src/domain/services/commit.js';
import { OFFICE, start } from './notice-scene.js';

// How often mails to the shop are tried, when the mail server takes them one way or another.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

for (const before of ['refuses', 'defers'] as const) {
  test(`a report of which nobody can tell is sent four more times, also when the server ${before} it at first`, async (t) => {
    const { mailer, instance, reports } = start();
    const { look, during } = instance();
    mailer.behaviour = before;
    await look();
    await during(DAY);
    mailer.behaviour = 'loses';
    await during(2 * DAY);
    t.is(reports().length, 5);
    t.is(new Set(reports().map(({ messageId }) => messageId)).size, 1);
  });
}

test('a report that could not be counted was not sent: that does not count as a try of which nobody can tell', async (t) => {
  const { mailer, store, clock, instance, reports } = start();
  const failing = instance(OFFICE);
  const read = store.interactions.bind(store);
  store.interactions = () => Promise.reject(new Error('the store cannot be read'));
  store.siftInteractions = () => Promise.reject(new Error('the store cannot be read'));
  for (let look = 0; look < 24; look += 1) {
    clock.advance(5 * MINUTE);
    await failing.look().catch(() => undefined);
  }
  t.is(reports().length, 0);
  store.interactions = read;
  mailer.behaviour = 'loses';
  await instance().during(2 * DAY);
  t.is(reports().length, 5);
});

test('that none is left does not wait for a mail of which nobody can tell', async (t) => {
  const { mailer, instance, alerts } = start();
  const { look, during, buy, giveBackAll, proxyCall } = instance();
  await buy('GB');
  await buy('FR');
  const [first] = (await proxyCall.listAvailableNumbers({ countryIso: 'FR' })).available;
  await proxyCall.releaseNumbers({ numbers: [first?.phoneNumber ?? ''], force: false });
  mailer.behaviour = 'loses';
  await look();
  while (alerts().length < 5) await during(5 * MINUTE);
  mailer.behaviour = 'accepts';
  const before = alerts().length;
  await giveBackAll('FR');
  await during(10 * MINUTE);
  t.is(alerts().length, before + 1);
});

test('a report that is refused between uncertain tries is sent five times in all', async (t) => {
  const { mailer, instance, reports } = start();
  const { look, during } = instance();
  mailer.behaviour = 'loses';
  await look();
  await during(HOUR);
  mailer.behaviour = 'refuses';
  await during(DAY);
  mailer.behaviour = 'loses';
  await during(2 * DAY);
  t.is(reports().length, 5);
});

// Three days: four within three hours, then every six hours; or after 5, 10, 15 … minutes, at last every hour.
for (const [about, often, tried] of [
  ['mail', 'rarely', 15],
  ['unclear', 'rarely', 15],
  ['sender', 'each hour', 78],
] as const) {
  test(`what is refused for good is tried ${often}, and a corrected address soon (about: ${about})`, async (t) => {
    const { mailer, instance, reports, alerts } = start();
    const one = instance('offcie@shop.example');
    const working = { send: mailer.send.bind(mailer) };
    Object.assign(mailer, {
      send: () => Promise.resolve({ kind: 'refused', isPermanent: true, about, reason: '550 recipient' }),
    });
    await one.look();
    await one.during(3 * DAY - 5 * MINUTE);
    t.deepEqual(one.tries(), [tried, tried]);
    Object.assign(mailer, working);
    const two = instance();
    await two.during(5 * MINUTE);
    t.deepEqual([reports().length, alerts().length], [1, 1]);
  });
}

test('a corrected address is tried soon, also when the former one was only refused for now', async (t) => {
  const { mailer, instance, reports, alerts } = start();
  const one = instance('offcie@shop.example');
  mailer.behaviour = 'defers';
  await one.look();
  await one.during(DAY);
  const before = one.tries();
  while (one.tries().join() === before.join()) await one.during(5 * MINUTE);
  mailer.behaviour = 'accepts';
  const two = instance();
  await two.look();
  t.deepEqual([reports().length, alerts().length], [0, 0]);
  await two.during(5 * MINUTE);
  t.deepEqual([reports().length, alerts().length], [1, 1]);
});

test('a first refusal for good is tried again after an hour, however often it was refused for now before', async (t) => {
  const { mailer, instance } = start();
  const { look, during, tries } = instance();
  mailer.behaviour = 'defers';
  await look();
  await during(DAY);
  mailer.behaviour = 'refuses';
  const deferred = tries();
  await during(65 * MINUTE);
  t.deepEqual(
    tries(),
    deferred.map((count) => count + 1),
  );
  await during(HOUR);
  t.deepEqual(
    tries(),
    deferred.map((count) => count + 2),
  );
});

for (const behaviour of ['refuses', 'defers', 'loses'] as const) {
  test(`news of another country does not wait for a mail that the server ${behaviour}`, async (t) => {
    const { mailer, instance, alerts } = start();
    const { look, during, buy, giveBackAll } = instance();
    await buy('GB');
    mailer.behaviour = behaviour;
    await look();
    await during(4 * HOUR);
    mailer.behaviour = 'accepts';
    await giveBackAll('GB');
    const before = alerts().length;
    await during(5 * MINUTE);
    t.deepEqual(alerts().slice(before), ['ProxyCall: few numbers left (FR, GB)']);
  });
}

test('a pool that goes up and down is not tried without a pause, while the server refuses', async (t) => {
  const { mailer, instance } = start();
  const { look, during, buy, giveBackAll, tries } = instance();
  await buy('GB');
  mailer.behaviour = 'refuses';
  await look();
  await during(4 * HOUR);
  const [, before = 0] = tries();
  for (let round = 0; round < 6; round += 1) {
    await giveBackAll('GB');
    await during(10 * MINUTE);
    await buy('GB');
    await during(10 * MINUTE);
  }
  t.true((tries()[1] ?? 0) <= before + 2, tries().join());
});

for (const behaviour of ['accepts', 'defers', 'refuses'] as const) {
  test(`a clock that is five days ahead keeps no report from the shop (while it runs the server ${behaviour})`, async (t) => {
    const { mailer, instance, reports, store, clock } = start();
    const working = { send: mailer.send.bind(mailer) };
    mailer.behaviour = behaviour;
    // It stops while it sends; or learns that the mail was not taken.
    if (behaviour === 'accepts') Object.assign(mailer, { send: () => Promise.reject(new Error('the power is off')) });
    await instance(OFFICE, 5 * DAY)
      .look()
      .catch(() => undefined);
    t.regex(
      (await store.record('fact', 'weekly_report'))?.value.value ?? '',
      /^2026-W12 (claimed|deferred|refused) 1 /,
    );
    Object.assign(mailer, working, { behaviour: 'accepts' });
    clock.advance(MINUTE);
    await instance().look();
    t.is(reports().length, 1);
  });
}

test('what an earlier version gave up is not sent again after an upgrade', async (t) => {
  const { clock, store, instance, reports } = start();
  const until = (clock.now() - HOUR).toString();
  await store.commit({ puts: [put('fact', { key: 'weekly_report', value: `2026-W12 refused 5 ${until}` })] });
  const { look, during } = instance();
  await look();
  await during(DAY);
  t.is(reports().length, 0);
});

test('what an earlier version had refused at an address goes on', async (t) => {
  const { clock, store, mailer, instance, reports, onRecord } = start();
  const [first, second] = [instance(), instance('new@shop.example')];
  mailer.behaviour = 'refuses';
  await first.look();
  const address = / ([\w-]{12})( |$)/.exec(await onRecord())?.[1] ?? '';
  const until = (clock.now() + 3 * HOUR).toString();
  const value = `2026-W12 refused 4 ${until} ${address}`;
  const read = await store.record('fact', 'weekly_report');
  await store.commit({ puts: [put('fact', { key: 'weekly_report', value }, read)] });
  mailer.behaviour = 'accepts';
  await first.during(2 * HOUR);
  await second.during(5 * MINUTE);
  t.is(reports().length, 0);
  await second.during(HOUR);
  t.is(reports().length, 1);
});
