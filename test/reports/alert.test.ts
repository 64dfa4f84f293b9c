import test from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { createProxyCall } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds, fictionalMobile } from '../../src/entry/testing/index.js';
import type { Settings } from '../../src/domain/model/settings.js';
import { formatAlertState, NO_ALERTS, parseAlertState } from '../../src/domain/model/pool-alert-state.js';
import { setUp } from '../services/set-up.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Two instances on one store, with six numbers of France. */
async function start(settings: Partial<Settings> = {}) {
  const mailer = createMemoryMailer();
  const clock = createFakeClock(Date.parse('2026-03-18T12:00:00Z'));
  const all = {
    alertMail: 'office@shop.example',
    poolAlert: new Map([['FR', 4]]) as never,
    language: 'en',
    ...settings,
  } as const;
  const store = createMemoryStore();
  const scene = setUp({ store, clock, mailer, settings: all });
  const { telephony, provider } = scene.carrier;
  const second = createProxyCall({
    ...{ store, clock, mailer, settings: all, telephony, provider, logger: scene.logger },
    ids: createSequentialIds(7),
  });
  await scene.proxyCall.provisionNumbers({
    ...{ countryIso: 'FR', batchSize: 6, numberType: 'mobile', candidatesLimit: 10 },
    ...{ requireSmsCapability: true, requireVoiceCapability: true },
  });
  const both = async () => {
    await Promise.all([scene.proxyCall.runMaintenance(), second.runMaintenance()]);
  };
  const take = (index: number) => scene.order(index, { clientRealPhone: fictionalMobile(8000 + index) });
  const subjects = () => mailer.mails.map(({ subject }) => subject);
  return { ...scene, second, both, mailer, clock, store, take, subjects };
}

const LOW = 'ProxyCall: few numbers left (FR)';
const CLEAR = 'ProxyCall: enough numbers again (FR)';

test('few numbers are told once, again after eight hours, and once that there are enough', async (t) => {
  const { both, take, clock, mailer, subjects, proxyCall } = await start();
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
  t.regex(mail?.text ?? '', /Available +3\n +Alert below +4\n +The rest lasts +7 days, as in the last 7 days\n/);
  t.regex(mail?.text ?? '', /proxycall pool provision --country FR --number-type mobile --batch-size \d+\n/);
  // No fewer than before: nothing is new.
  await take(4);
  // Pauses after a conflict move this clock too.
  clock.advance(8 * HOUR - MINUTE);
  await both();
  t.is(subjects().length, 1);
  clock.advance(MINUTE);
  await both();
  t.deepEqual(subjects(), [LOW, LOW]);
  t.not(mailer.mails[0]?.messageId, mailer.mails[1]?.messageId);
  await proxyCall.provisionNumbers({
    ...{ countryIso: 'FR', batchSize: 2, numberType: 'mobile', candidatesLimit: 10 },
    ...{ requireSmsCapability: true, requireVoiceCapability: true },
  });
  clock.advance(MINUTE);
  await both();
  clock.advance(24 * HOUR);
  await both();
  t.deepEqual(subjects(), [LOW, LOW, CLEAR]);
});

test('a country without any number is told; one that is not named is not', async (t) => {
  const { both, subjects, mailer } = await start({ poolAlert: new Map([['GB', 1]]) as never, language: 'fr' });
  await both();
  t.deepEqual(subjects(), ['ProxyCall : il reste peu de numéros (GB)']);
  t.regex(mailer.mails[0]?.text ?? '', /il n’en reste aucun[^]*--country GB --number-type mobile --batch-size 1\n/);
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

test('with a threshold by country, the log is right about all types together', async (t) => {
  const { take, logger } = await start();
  const low = () => logger.lines.filter(({ event }) => event === 'pool.low').map(({ fields }) => fields['available']);
  await take(1);
  await take(2);
  t.deepEqual(low(), []);
  await take(3);
  t.deepEqual(low(), [3]);
});

test('while the mail server refuses for now it is tried again; what may have left has the same id', async (t) => {
  const { both, take, clock, mailer, subjects, logger } = await start();
  for (const index of [1, 2, 3]) await take(index);
  mailer.behaviour = 'defers';
  await both();
  t.is(logger.lines.filter(({ event }) => event === 'pool.alert_not_sent').length, 1);
  mailer.behaviour = 'loses';
  clock.advance(5 * MINUTE);
  await both();
  mailer.behaviour = 'accepts';
  clock.advance(10 * MINUTE);
  await both();
  clock.advance(HOUR);
  await both();
  t.deepEqual(subjects(), [LOW, LOW]);
  t.is(new Set(mailer.mails.map(({ messageId }) => messageId)).size, 1);
});

test('an instance that stops while it sends is replaced by another one', async (t) => {
  const { proxyCall, second, take, clock, mailer } = await start();
  for (const index of [1, 2, 3]) await take(index);
  const working = { send: mailer.send.bind(mailer) };
  Object.assign(mailer, { send: () => Promise.reject(new Error('the power is off')) });
  await t.throwsAsync(proxyCall.runMaintenance());
  Object.assign(mailer, working);
  await second.runMaintenance();
  t.is(mailer.mails.length, 0);
  clock.advance(15 * MINUTE);
  await second.runMaintenance();
  t.is(mailer.mails.length, 1);
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
  const state = { sequence: 2, told: { FR: 5 }, tries: 1, until: 7 };
  t.deepEqual(parseAlertState(formatAlertState(state)), state);
  for (const text of [undefined, '', '{}', 'null', '{"told":{}}', '[1]']) t.deepEqual(parseAlertState(text), NO_ALERTS);
});
