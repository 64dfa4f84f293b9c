import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import test, { type ExecutionContext } from 'ava';
import { createMemoryMailer, createMemoryStore } from '../../src/adapters/memory/index.js';
import { createSmtpMailer } from '../../src/adapters/smtp/index.js';
import type { CountryCode } from '../../src/domain/model/country.js';
import { DEFAULT_REPORT_SETTINGS } from '../../src/domain/model/report/report-settings.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import type { Mailer } from '../../src/ports/mailer.js';
import { setUp } from '../services/set-up.js';

// Mails to the shop that the mail server refuses for good: because of the account, or of an address that is mistyped.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OFFICE = 'office@shop.example';
const BUY = {
  ...{ countryIso: 'FR' as CountryCode, numberType: 'mobile' as const, candidatesLimit: 10 },
  ...{ requireSmsCapability: true, requireVoiceCapability: true },
} as const;

/** On the Monday on which the report of 2026-W12 is due; with no number, of which two are wanted. */
function start(mailer: Mailer = createMemoryMailer()) {
  const store = createMemoryStore();
  const clock = createFakeClock(Date.parse('2026-03-23T08:00:00Z'));
  const instance = (to: string) => {
    const report = { ...DEFAULT_REPORT_SETTINGS, mail: to };
    const settings = { alertMail: to, poolAlert: 2, language: 'en', report } as const;
    const scene = setUp({ store, clock, mailer, settings });
    const tries = (event: string) => scene.logger.lines.filter((line) => line.event === event).length;
    return { ...scene, tries };
  };
  return { store, clock, instance };
}

const subjectsTo = ({ mails }: ReturnType<typeof createMemoryMailer>) =>
  mails.map(
    ({ to, subject }) => `${to} ${subject.includes('W12') ? 'report' : subject.split(' ').slice(1, 3).join(' ')}`,
  );

test('an address that is mistyped and corrected gets both, though the mail server had refused the former one for good', async (t) => {
  const mailer = createMemoryMailer();
  const { clock, instance } = start(mailer);
  const one = instance('offcie@shop.example');
  mailer.behaviour = 'refuses';
  await one.proxyCall.runMaintenance();
  t.deepEqual([one.tries('report.not_sent'), one.tries('pool.alert_not_sent')], [1, 1]);
  mailer.behaviour = 'accepts';
  const two = instance(OFFICE);
  await two.proxyCall.runMaintenance();
  t.deepEqual(mailer.mails, []);
  clock.advance(5 * MINUTE);
  await two.proxyCall.runMaintenance();
  t.deepEqual(subjectsTo(mailer).sort(), [`${OFFICE} few numbers`, `${OFFICE} report`]);
  await one.proxyCall.runMaintenance();
  clock.advance(HOUR);
  await one.proxyCall.runMaintenance();
  t.is(mailer.mails.length, 2);
});

test('what is refused for good is tried again every hour at first, then a few times a day', async (t) => {
  const mailer = createMemoryMailer();
  const { clock, instance } = start(mailer);
  const { proxyCall, tries } = instance(OFFICE);
  mailer.behaviour = 'refuses';
  const counts: (readonly [number, number])[] = [];
  for (let hours = 0; hours < 24; hours += 1) {
    await proxyCall.runMaintenance();
    counts.push([tries('report.not_sent'), tries('pool.alert_not_sent')]);
    clock.advance(HOUR);
  }
  t.deepEqual(counts.slice(0, 5), [
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
    [4, 4],
  ]);
  t.deepEqual(counts.at(-1), [7, 7]);
  mailer.behaviour = 'accepts';
  for (let hours = 0; hours < 6; hours += 1) {
    await proxyCall.runMaintenance();
    clock.advance(HOUR);
  }
  t.deepEqual(subjectsTo(mailer).sort(), [`${OFFICE} few numbers`, `${OFFICE} report`]);
});

test('two instances with two addresses that are both refused do not take turns without a pause', async (t) => {
  const mailer = createMemoryMailer();
  const { clock, instance } = start(mailer);
  const both = [instance('one@shop.example'), instance('two@shop.example')];
  mailer.behaviour = 'refuses';
  for (let minutes = 0; minutes < 60; minutes += 1) {
    for (const { proxyCall } of both) await proxyCall.runMaintenance();
    clock.advance(MINUTE);
  }
  for (const event of ['report.not_sent', 'pool.alert_not_sent']) {
    const tries = both.reduce((sum, each) => sum + each.tries(event), 0);
    t.true(tries >= 2 && tries <= 12, `${event} ${tries.toString()}`);
  }
});

test('a shop that was never told that numbers are few is not told that there are enough again', async (t) => {
  const mailer = createMemoryMailer();
  const { clock, instance } = start(mailer);
  const { proxyCall, tries } = instance(OFFICE);
  mailer.behaviour = 'refuses';
  await proxyCall.runMaintenance();
  t.is(tries('pool.alert_not_sent'), 1);
  mailer.behaviour = 'accepts';
  await proxyCall.provisionNumbers({ ...BUY, batchSize: 6 });
  for (let hours = 0; hours < 20; hours += 1) {
    clock.advance(HOUR);
    await proxyCall.runMaintenance();
  }
  t.deepEqual(
    mailer.mails.filter(({ subject }) => subject.includes('numbers')),
    [],
  );
});

/** A mail server that answers a recipient or a content so, as long as it denies. */
async function openServer(t: ExecutionContext, at: 'RCPT' | 'DATA', code: number, text: string) {
  const state = { denies: true, delivered: 0 };
  const denial = Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    onRcptTo(_address, _session, callback) {
      callback(state.denies && at === 'RCPT' ? denial : null);
    },
    onData(stream, _session, callback) {
      stream.resume();
      stream.on('end', () => {
        if (state.denies && at === 'DATA') {
          callback(denial);
          return;
        }
        state.delivered += 1;
        callback();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  const from = { name: 'Shop', address: 'noreply@shop.example' };
  const mailer = createSmtpMailer({ host: '127.0.0.1', port, tls: 'off', from });
  t.teardown(async () => {
    await mailer.close();
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  });
  return { state, mailer };
}

for (const [what, at, code, text, about] of [
  ['a relay that is denied', 'RCPT', 554, '5.7.1 Relay access denied', 'unclear'],
  ['an account that has sent too much', 'DATA', 550, '5.4.5 Daily user sending limit exceeded', 'sender'],
  ['a system that is full', 'RCPT', 552, '5.3.1 Mail system full', 'sender'],
  ["a sender's address", 'RCPT', 550, '5.1.8 Bad sender address', 'sender'],
  ['nobody of this name', 'RCPT', 550, '5.1.1 No such user', 'mail'],
  ['a mailbox that is closed', 'RCPT', 550, '5.2.1 Mailbox disabled', 'mail'],
  ['a content that is not taken', 'DATA', 554, '5.6.0 Content rejected', 'mail'],
  ['a message that is too large', 'DATA', 552, '5.3.4 Message too big', 'mail'],
] as const) {
  test(`an SMTP server refuses ${what}: once it is mended, the shop gets its mails`, async (t) => {
    const { state, mailer } = await openServer(t, at, code, text);
    const mail = { messageId: 'm-1', to: OFFICE, subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' };
    const word = at === 'RCPT' ? 'recipient' : 'message';
    t.deepEqual(await mailer.send(mail), {
      kind: 'refused',
      isPermanent: true,
      about,
      reason: `${code.toString()} ${word}`,
    });
    const { clock, instance } = start(mailer);
    const { proxyCall, tries } = instance(OFFICE);
    await proxyCall.runMaintenance();
    t.is(state.delivered, 0);
    t.deepEqual([tries('report.not_sent'), tries('pool.alert_not_sent')], [1, 1]);
    state.denies = false;
    clock.advance(HOUR);
    await proxyCall.runMaintenance();
    t.is(state.delivered, 2);
  });
}
