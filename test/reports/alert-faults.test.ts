import { EventEmitter, once } from 'node:events';
import test from 'ava';
import { CLEAR, DAY, HOUR, LOW, MINUTE, start } from './alert-scene.js';

type Scene = Awaited<ReturnType<typeof start>>;

/** Each id is of one mail only, however often that was sent. */
const idsOf = ({ mailer }: Scene) => {
  const contents = new Map<string, Set<string>>();
  for (const { messageId, text, html } of mailer.mails) {
    contents.set(messageId, (contents.get(messageId) ?? new Set()).add(text + html));
  }
  return [...contents.values()].map(({ size }) => size);
};

test('while the mail server refuses for now it is tried again; what may have left has the same id', async (t) => {
  const scene = await start();
  const { both, after, keep, mailer, subjects, logger } = scene;
  await keep(3);
  mailer.behaviour = 'defers';
  await both();
  t.is(logger.lines.filter(({ event }) => event === 'pool.alert_not_sent').length, 1);
  mailer.behaviour = 'loses';
  await after(5 * MINUTE);
  mailer.behaviour = 'accepts';
  await after(10 * MINUTE);
  await after(HOUR);
  t.deepEqual(subjects(), [LOW, LOW]);
  t.is(new Set(mailer.mails.map(({ messageId }) => messageId)).size, 1);
});

test('a repetition that says something else is another mail', async (t) => {
  const scene = await start();
  const { both, after, keep, mailer, subjects } = scene;
  await keep(3);
  mailer.behaviour = 'loses';
  await both();
  await keep(2);
  await after(5 * MINUTE);
  mailer.behaviour = 'accepts';
  await after(10 * MINUTE);
  await after(HOUR);
  t.deepEqual(subjects(), [LOW, LOW, LOW]);
  t.deepEqual(idsOf(scene), [1, 1]);
});

test('a mail that may have left is followed by an all-clear, whoever learns of it', async (t) => {
  const scene = await start();
  const { both, after, keep, buy, mailer, subjects } = scene;
  await keep(3);
  mailer.behaviour = 'loses';
  await both();
  mailer.behaviour = 'accepts';
  await buy(3);
  await after(5 * MINUTE);
  await after(DAY);
  t.deepEqual(subjects(), [LOW, CLEAR]);
});

test('a mail that was not sent is followed by none', async (t) => {
  const scene = await start();
  const { both, after, keep, buy, mailer, subjects } = scene;
  await keep(3);
  mailer.behaviour = 'defers';
  await both();
  mailer.behaviour = 'accepts';
  await buy(3);
  await after(HOUR);
  await after(DAY);
  t.deepEqual(subjects(), []);
  // What is told next does not wait for the former mail.
  await keep(3);
  await after(MINUTE);
  t.deepEqual(subjects(), [LOW]);
});

test('an all-clear that may have left is repeated, or followed by what is so now', async (t) => {
  const scene = await start();
  const { both, after, keep, buy, mailer, subjects } = scene;
  await keep(3);
  await both();
  await buy(3);
  mailer.behaviour = 'loses';
  await after(MINUTE);
  await after(5 * MINUTE);
  t.deepEqual(subjects(), [LOW, CLEAR, CLEAR]);
  t.deepEqual(idsOf(scene), [1, 1]);
  mailer.behaviour = 'accepts';
  await keep(3);
  // It was told two hours ago: the shop may believe that there are enough.
  await after(2 * HOUR);
  await after(DAY / 4);
  t.deepEqual(subjects(), [LOW, CLEAR, CLEAR, LOW]);
  t.deepEqual(idsOf(scene), [1, 1, 1]);
});

test('a mail that may have left is not sent for ever; what runs low meanwhile is told all the same', async (t) => {
  const scene = await start({ poolAlert: 4 });
  const { after, keep, buy, mailer, subjects } = scene;
  await keep(3);
  mailer.behaviour = 'loses';
  for (let quarters = 0; quarters < 28; quarters += 1) await after(15 * MINUTE);
  t.is(mailer.mails.length, 5);
  t.deepEqual(idsOf(scene), [1]);
  await buy(1, 'mobile', 'GB');
  mailer.behaviour = 'accepts';
  await after(MINUTE);
  t.deepEqual(subjects().slice(5), ['ProxyCall: few numbers left (FR mobile, GB mobile)']);
});

test('that a kind is gone, which is said once, is not taken for said when nobody can tell', async (t) => {
  const scene = await start({ poolAlert: 1 });
  const { both, after, keep, buy, mailer } = scene;
  await buy(1, 'mobile', 'GB');
  await both();
  await keep(0, 'mobile', 'GB');
  mailer.behaviour = 'loses';
  for (let quarters = 0; quarters < 12; quarters += 1) await after(15 * MINUTE);
  t.is(mailer.mails.length, 5);
  mailer.behaviour = 'accepts';
  for (let days = 0; days < 3; days += 1) await after(DAY);
  t.is(mailer.mails.length, 6);
});

test('an instance that stops while it sends is replaced by another one, and the all-clear comes', async (t) => {
  const scene = await start();
  const { proxyCall, second, keep, buy, clock, mailer, subjects } = scene;
  await keep(3);
  const working = { send: mailer.send.bind(mailer) };
  Object.assign(mailer, { send: () => Promise.reject(new Error('the power is off')) });
  await t.throwsAsync(proxyCall.runMaintenance());
  Object.assign(mailer, working);
  await second.runMaintenance();
  t.is(mailer.mails.length, 0);
  clock.advance(15 * MINUTE);
  await second.runMaintenance();
  t.deepEqual(subjects(), [LOW]);
  await buy(3);
  clock.advance(MINUTE);
  Object.assign(mailer, { send: () => Promise.reject(new Error('the power is off')) });
  await t.throwsAsync(second.runMaintenance());
  Object.assign(mailer, working);
  clock.advance(15 * MINUTE);
  await proxyCall.runMaintenance();
  t.deepEqual(subjects(), [LOW, CLEAR]);
});

test('of a mail that is claimed and never sent nobody knows: the all-clear comes all the same', async (t) => {
  const { proxyCall, second, keep, buy, clock, mailer, subjects } = await start();
  await keep(3);
  const working = { send: mailer.send.bind(mailer) };
  Object.assign(mailer, { send: () => Promise.reject(new Error('the power is off')) });
  await t.throwsAsync(proxyCall.runMaintenance());
  Object.assign(mailer, working);
  await buy(3);
  clock.advance(15 * MINUTE);
  await second.runMaintenance();
  t.deepEqual(subjects(), [CLEAR]);
});

test('the one whose claim was void when it learned of its mail changes nothing', async (t) => {
  const { proxyCall, second, keep, clock, mailer, after, subjects } = await start();
  await keep(3);
  const send = mailer.send.bind(mailer);
  const waiting = new EventEmitter();
  Object.assign(mailer, {
    async send() {
      const answered = once(waiting, 'answered');
      waiting.emit('sending');
      await answered;
      return { kind: 'refused', isPermanent: false, reason: '450' };
    },
  });
  const sending = once(waiting, 'sending');
  const first = proxyCall.runMaintenance();
  await sending;
  Object.assign(mailer, { send });
  clock.advance(15 * MINUTE);
  await second.runMaintenance();
  waiting.emit('answered');
  await first;
  await after(HOUR);
  t.deepEqual(subjects(), [LOW]);
});
