import test from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { DEFAULT_REPORT_SETTINGS } from '../../src/domain/model/report/report-settings.js';
import { formatWeeklyMails, parseWeeklyMails, type WeeklyMail } from '../../src/domain/model/report/sending.js';
import type { Settings } from '../../src/domain/model/settings.js';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { createProxyCall } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds } from '../../src/entry/testing/index.js';
import type { Mailer } from '../../src/ports/mailer.js';
import { setUp } from '../services/set-up.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OFFICE = 'office@shop.example';

/** Two instances on one store, on the Sunday before the report of 2026-W12 is due, which is Monday at 6:00 in Paris. */
function start(report: Partial<Settings['report']> = {}, given: { mailer?: Mailer } = {}) {
  const memory = createMemoryMailer();
  const mailer = given.mailer ?? memory;
  const clock = createFakeClock(Date.parse('2026-03-22T12:00:00Z'));
  const settings = { report: { ...DEFAULT_REPORT_SETTINGS, mail: OFFICE, ...report } };
  const store = createMemoryStore();
  const scene = setUp({ store, clock, mailer, settings });
  const { telephony, provider } = scene.carrier;
  const second = createProxyCall({
    ...{ store, clock, mailer, settings, telephony, provider, logger: scene.logger },
    ids: createSequentialIds(7),
  });
  const both = async () => {
    await Promise.all([scene.proxyCall.runMaintenance(), second.runMaintenance()]);
  };
  const weeks = () => memory.mails.map(({ subject }) => /2026-W\d\d/.exec(subject)?.[0]);
  return { ...scene, second, both, memory, clock, weeks };
}

test('it is sent once, whoever comes first, week after week', async (t) => {
  const { both, clock, memory, weeks, store } = start();
  // The week before was over when the address was set.
  await both();
  t.deepEqual(weeks(), ['2026-W11']);
  clock.advance(DAY - 7 * HOUR - 1);
  await both();
  t.deepEqual(weeks(), ['2026-W11'], 'it is Monday, before 6:00');
  clock.advance(1);
  await both();
  await both();
  t.deepEqual(weeks(), ['2026-W11', '2026-W12']);
  const [first, mail] = memory.mails;
  t.is(mail?.to, OFFICE);
  t.regex(mail?.messageId ?? '', /^report-2026-W12-[\w-]{16}$/);
  t.not(first?.messageId, mail?.messageId);
  t.regex((await store.record('fact', 'weekly_report'))?.value.value ?? '', /, 2026-W12 sent 1 \d+ [\w-]{12}$/);
  // The clock goes forward on the 29th: it is sent at 6:00 all the same.
  clock.advance(7 * DAY - HOUR - 1);
  await both();
  t.is(memory.mails.length, 2);
  clock.advance(1);
  await both();
  t.deepEqual(weeks(), ['2026-W11', '2026-W12', '2026-W13']);
});

test('after weeks without an instance only the newest one whose day has come is sent, in the week after too', async (t) => {
  const { both, clock, weeks } = start({ day: 'friday', timeZone: 'UTC' });
  await both();
  clock.advance(25 * DAY);
  await both();
  // Thursday, 16 April: the report of the week that ended on Sunday is due on Friday.
  t.deepEqual(weeks(), ['2026-W11', '2026-W14']);
  clock.advance(DAY);
  await both();
  t.deepEqual(weeks(), ['2026-W11', '2026-W14', '2026-W15']);
});

test('while the mail server refuses for now it is tried again, later and later', async (t) => {
  const { both, clock, memory, weeks, logger } = start();
  memory.behaviour = 'defers';
  await both();
  const tries = () => logger.lines.filter(({ event }) => event === 'report.not_sent').length;
  t.is(tries(), 1);
  clock.advance(5 * MINUTE - 1);
  await both();
  t.is(tries(), 1);
  clock.advance(1);
  await both();
  memory.behaviour = 'accepts';
  clock.advance(HOUR);
  await both();
  await both();
  t.deepEqual(weeks(), ['2026-W11']);
});

test('a mail that may have left is sent again under the same id, and not for ever', async (t) => {
  const { both, clock, memory } = start();
  memory.behaviour = 'loses';
  for (let hours = 0; hours < 16; hours += 1) {
    await both();
    clock.advance(HOUR);
  }
  t.is(memory.mails.length, 5);
  t.is(new Set(memory.mails.map(({ messageId }) => messageId)).size, 1);
});

test('an instance that stops while it sends is replaced by another one', async (t) => {
  const failing: Mailer = {
    ...createMemoryMailer(),
    send: () => Promise.reject(new ProxyCallError('store_unavailable', 'the power is off')),
  };
  const { proxyCall, second, store, clock, memory } = start({}, { mailer: failing });
  await t.throwsAsync(proxyCall.runMaintenance());
  t.regex((await store.record('fact', 'weekly_report'))?.value.value ?? '', /^2026-W11 claimed 1 /);
  await second.runMaintenance();
  Object.assign(failing, memory);
  clock.advance(15 * MINUTE);
  await second.runMaintenance();
  t.is(memory.mails.length, 1);
});

test('without an address, or a mailer, nothing is sent or written', async (t) => {
  const { both, store, memory } = start({ mail: undefined });
  await both();
  t.deepEqual([memory.mails.length, await store.record('fact', 'weekly_report')], [0, undefined]);
});

test('what is on record is read as it was written, and nothing else is', (t) => {
  const mail: WeeklyMail = {
    ...{ week: '2026-W12', status: 'deferred' as const, address: 'a-digest_1' },
    ...{ tries: 3, refusals: 1, uncertain: 2, until: 17, otherUntil: 16 },
  };
  const plain = { refusals: 0, uncertain: 0, otherUntil: 17 };
  const mails = [{ ...mail, ...plain, week: '2026-W11', status: 'sent' as const }, { ...mail, address: '' }, mail];
  t.deepEqual(parseWeeklyMails(formatWeeklyMails(mails)), mails);
  // As earlier versions wrote it.
  t.deepEqual(parseWeeklyMails('2026-W12 deferred 3 17 a-digest_1'), [{ ...mail, ...plain }]);
  t.deepEqual(parseWeeklyMails('2026-W12 refused 3 17 a-digest_1'), [
    { ...mail, ...plain, status: 'refused', refusals: 3 },
  ]);
  t.deepEqual(parseWeeklyMails('2026-W12 deferred 3 17'), [{ ...mail, ...plain, address: '' }]);
  t.deepEqual(parseWeeklyMails('2026-W12 refused 3 17'), [{ ...mail, ...plain, address: '', status: 'unknown' }]);
  t.deepEqual(parseWeeklyMails(`x, ${formatWeeklyMails([mail])}`), [mail]);
  for (const text of ['', '2026-W12', '2026-W12 sent', '2026-W12 sent 1', '2026-W12 lost 1 1', '2026-W12 sent x 1'])
    t.deepEqual(parseWeeklyMails(text), [], text);
});
