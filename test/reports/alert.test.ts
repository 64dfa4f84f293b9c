import test from 'ava';
import { formatAlertState, NO_ALERTS, parseAlertState } from '../../src/domain/model/pool-alert-state.js';
import { CLEAR, DAY, HOUR, LOW, MINUTE, start, startEmpty, thresholds } from './alert-scene.js';

test('few numbers are told once, again after eight hours, and once that there are enough', async (t) => {
  const { both, after, take, mailer, subjects, buy } = await start();
  await take(1);
  await take(2);
  await both();
  t.deepEqual(subjects(), [], 'four are left');
  await take(3);
  await both();
  await both();
  t.deepEqual(subjects(), [LOW]);
  const [mail] = mailer.mails;
  t.is(mail?.to, 'office@shop.example');
  t.regex(mail?.text ?? '', /Available +3\n +Alert below +4\n +All clear from +5\n/);
  t.regex(mail?.text ?? '', /proxycall pool provision --country FR --number-type mobile --batch-size 2\n/);
  // No fewer than before: nothing is new.
  await take(4);
  // Pauses after a conflict move this clock too.
  await after(8 * HOUR - MINUTE);
  t.is(subjects().length, 1);
  await after(MINUTE);
  t.deepEqual(subjects(), [LOW, LOW]);
  t.not(mailer.mails[0]?.messageId, mailer.mails[1]?.messageId);
  await buy(3);
  await after(MINUTE);
  await after(DAY);
  t.deepEqual(subjects(), [LOW, LOW, CLEAR]);
});

test('at the threshold it is neither told again nor cleared, until it has been there for eight hours', async (t) => {
  const { both, after, take, subjects, buy } = await start();
  for (const index of [1, 2, 3]) await take(index);
  await both();
  for (const index of [4, 5, 6]) {
    await buy(1);
    await after(HOUR);
    await take(index);
    await after(HOUR);
  }
  t.deepEqual(subjects(), [LOW]);
  await buy(1);
  await after(HOUR);
  await after(8 * HOUR - MINUTE);
  t.deepEqual(subjects(), [LOW]);
  await after(MINUTE);
  await after(DAY);
  t.deepEqual(subjects(), [LOW, CLEAR]);
});

test('what runs low again soon after it was cleared is told at once, and cleared when it has lasted', async (t) => {
  const { both, after, take, subjects, buy, keep } = await start();
  for (const index of [1, 2, 3]) await take(index);
  await both();
  await buy(2);
  await after(MINUTE);
  t.deepEqual(subjects(), [LOW, CLEAR]);
  await keep(3);
  await after(MINUTE);
  t.deepEqual(subjects(), [LOW, CLEAR, LOW]);
  for (let round = 0; round < 12; round += 1) {
    await buy(7);
    await after(15 * MINUTE);
    await keep(2);
    await after(15 * MINUTE);
  }
  t.deepEqual(subjects(), [LOW, CLEAR, LOW], 'a pool that goes up and down does not send a mail each time');
  await buy(7);
  await after(MINUTE);
  await after(8 * HOUR - MINUTE);
  t.is(subjects().length, 3);
  await after(MINUTE);
  t.deepEqual(subjects(), [LOW, CLEAR, LOW, CLEAR]);
  // It has been quiet for long enough: the next time is as the first.
  await after(8 * HOUR);
  await keep(3);
  await after(MINUTE);
  await buy(2);
  await after(MINUTE);
  t.deepEqual(subjects().slice(4), [LOW, CLEAR]);
});

test('that none is left is told at once, although few were told before; and once in eight hours', async (t) => {
  const { both, after, subjects, mailer, buy, keep } = await start();
  await keep(3);
  await both();
  await keep(0);
  await after(MINUTE);
  t.deepEqual(subjects(), [LOW, LOW]);
  t.regex(mailer.mails[1]?.text ?? '', /Available +none\n/);
  await buy(1);
  await after(MINUTE);
  await keep(0);
  await after(MINUTE);
  t.is(subjects().length, 2);
});

test('after hours without an instance what is so then is told, once', async (t) => {
  const { both, after, subjects, buy, keep } = await start();
  await both();
  await keep(3);
  await after(3 * DAY);
  t.deepEqual(subjects(), [LOW]);
  await buy(9);
  await after(3 * DAY);
  await both();
  t.deepEqual(subjects(), [LOW, CLEAR]);
  // Low and enough again while nobody looked: there is nothing to tell.
  await keep(3);
  await buy(9);
  await after(3 * DAY);
  t.is(subjects().length, 2);
});

test('a country without any number is told, in the log too; one that is not named is not', async (t) => {
  const { both, subjects, mailer, logger } = await start({ poolAlert: thresholds({ GB: 1 }), language: 'fr' });
  await both();
  t.deepEqual(subjects(), ['ProxyCall : il reste peu de numéros (GB)']);
  t.regex(mailer.mails[0]?.text ?? '', /Disponibles +aucun[^]*--country GB --number-type mobile --batch-size 2\n/);
  const low = logger.lines.filter(({ event }) => event === 'pool.low').map(({ fields }) => fields);
  t.deepEqual(low[0], { country: 'GB', type: 'mobile', available: 0 });
});

test('one number for all is the threshold of each country and type', async (t) => {
  const { both, subjects, logger, take } = await start({ poolAlert: 6 });
  await both();
  t.deepEqual(subjects(), []);
  await take(1);
  await both();
  t.deepEqual(subjects(), ['ProxyCall: few numbers left (FR mobile)']);
  t.true(logger.lines.some(({ event }) => event === 'pool.low'));
});

test('without any number of the default country that is told, and once that there are enough of whatever type', async (t) => {
  const { both, after, subjects, buy, mailer, logger } = startEmpty({ poolAlert: 5 });
  await both();
  await both();
  t.deepEqual(subjects(), ['ProxyCall: few numbers left (FR mobile)']);
  t.true(logger.lines.some(({ event, fields }) => event === 'pool.low' && fields['available'] === 0));
  t.regex(mailer.mails[0]?.text ?? '', /Available +none\n[^]*--country FR --number-type mobile --batch-size 6\n/);
  await after(8 * HOUR);
  t.is(subjects().length, 2, 'it is told again while it lasts');
  await buy(6, 'local');
  await after(MINUTE);
  await after(DAY);
  t.deepEqual(subjects().slice(2), ['ProxyCall: enough numbers again (FR mobile)']);
});

test('a kind that is wholly gone is told once, whether it was low before or not, and never that there is enough', async (t) => {
  const { both, after, subjects, buy, keep, mailer } = await start({ poolAlert: 2 });
  await buy(3, 'mobile', 'GB');
  await buy(1, 'local', 'US');
  await both();
  t.deepEqual(subjects(), ['ProxyCall: few numbers left (US local)']);
  await keep(0, 'mobile', 'GB');
  await keep(0, 'local', 'US');
  await after(MINUTE);
  const both2 = 'ProxyCall: few numbers left (GB mobile, US local)';
  t.deepEqual(subjects().slice(1), [both2]);
  t.regex(
    mailer.mails[1]?.text ?? '',
    /not even one in use: United Kingdom \(GB\), mobile; United States \(US\), local\. This is said once\./,
  );
  t.notRegex(mailer.mails[1]?.text ?? '', /provision/, 'nobody has needed any');
  for (let days = 0; days < 3; days += 1) await after(DAY);
  t.is(subjects().length, 2);
  // It is there again.
  await buy(3, 'mobile', 'GB');
  await after(MINUTE);
  t.deepEqual(subjects().slice(2), ['ProxyCall: enough numbers again (GB mobile)']);
  await keep(1, 'mobile', 'GB');
  await after(DAY);
  t.deepEqual(subjects().slice(3), ['ProxyCall: few numbers left (GB mobile)']);
});

test('the usual kind that is gone while other types of its country are left is told once', async (t) => {
  const { both, after, subjects, buy, keep } = await start({ poolAlert: 2 });
  await buy(6, 'local');
  await both();
  await keep(0);
  await after(MINUTE);
  for (let days = 0; days < 3; days += 1) await after(DAY);
  t.deepEqual(subjects(), ['ProxyCall: few numbers left (FR mobile)']);
});

test('what is not watched any more is forgotten without a mail', async (t) => {
  const { both, keep, store, clock, mailer, carrier, subjects } = await start({ poolAlert: 5 });
  await keep(3);
  await both();
  const { setUp } = await import('../services/set-up.js');
  const settings = { alertMail: 'office@shop.example', poolAlert: thresholds({ FR: 2 }) } as const;
  const { proxyCall } = setUp({ store, clock, mailer, settings, ...carrier });
  clock.advance(DAY);
  await proxyCall.runMaintenance();
  t.deepEqual(subjects(), ['ProxyCall: few numbers left (FR mobile)']);
  t.deepEqual(parseAlertState((await store.record('fact', 'pool_alert'))?.value.value).told, {});
});

test('with a threshold by country, the log is right about all types together', async (t) => {
  const { take, logger } = await start();
  const low = () => logger.lines.filter(({ event }) => event === 'pool.low').map(({ fields }) => fields['available']);
  await take(1);
  await take(2);
  t.deepEqual(low(), []);
  await take(3);
  t.deepEqual(low(), [3]);
});

test('a name with markup is escaped, and the subject is one line', async (t) => {
  const { both, take, mailer } = await start({ shopName: '<b>Shop</b> & {kinds}' });
  for (const index of [1, 2, 3]) await take(index);
  await both();
  t.is(mailer.mails[0]?.subject, '<b>Shop</b> & {kinds}: few numbers left (FR)');
  t.true(mailer.mails[0]?.html.includes('&lt;b&gt;Shop&lt;/b&gt; &amp; {kinds}'));
});

test('nothing is sent or written without an address; what somebody else wrote is as if nothing was told', async (t) => {
  const { both, store } = await start({ alertMail: undefined, poolAlert: 100 });
  await both();
  t.is(await store.record('fact', 'pool_alert'), undefined);
  const flags = { isLow: true, isGone: false, isCertain: true, isUnsteady: false };
  const state = {
    ...{ sequence: 2, digest: 'd', kinds: ['FR local'], tried: ['FR low', 'FR none'] },
    ...{ tries: 3, refusals: 1, uncertain: 1, until: 7, otherUntil: 6, address: 'r' },
    told: { FR: { ...flags, at: 5, earlier: [2, 4], available: 1, enoughSince: 3 } },
  };
  t.deepEqual(parseAlertState(formatAlertState(state)), state);
  // As an earlier version wrote it.
  const { tried, refusals, otherUntil, address, ...older } = JSON.parse(
    formatAlertState(state).replace('"earlier":[2,4],', ''),
  ) as Record<string, unknown>;
  t.deepEqual([tried, refusals, otherUntil, address], [['FR low', 'FR none'], 1, 6, 'r']);
  const upgraded = parseAlertState(JSON.stringify(older));
  t.like(upgraded, { refusals: 0, otherUntil: 7, address: '', tried: [], told: { FR: { at: 5, earlier: [] } } });
  t.like(parseAlertState(JSON.stringify({ ...older, refused: 'r' })), { refusals: 3, address: 'r' });
  for (const text of [undefined, '', '{}', 'null', '{"told":{}}', '[1]']) t.deepEqual(parseAlertState(text), NO_ALERTS);
  const odd =
    '{"sequence":1,"tries":0,"uncertain":0,"until":0,"told":{"FR; rm":{},"FR":1},"kinds":["FR `x`",1,"FR local"]}';
  t.deepEqual(parseAlertState(odd), { ...NO_ALERTS, sequence: 1, digest: undefined, kinds: ['FR local'] });
});
