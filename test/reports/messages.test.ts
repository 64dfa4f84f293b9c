import test from 'ava';
import { createMemoryMailer } from '../../src/adapters/memory/index.js';
import {
  DEFAULT_CONFIRMATION_LIMITS,
  DEFAULT_CONFIRMATION_SETTINGS,
} from '../../src/domain/model/confirmation/confirmation-settings.js';
import { mailFault } from '../../src/domain/model/mail.js';
import { MESSAGE_TEMPLATES } from '../../src/domain/model/message-templates/names.js';
import { writeTemplate } from '../../src/domain/model/message-templates/templates.js';
import { LANGUAGES } from '../../src/domain/model/phrases.js';
import { fictionalMobile, startHarness } from '../../src/entry/testing/index.js';
import type { ProxyCallOptions } from '../../src/entry/library.js';
import { cli } from '../command-line.js';
import { setUp } from '../services/set-up.js';
import { startService, TOKEN } from '../support.js';

const ready = (clientIds: readonly string[]) => ({ clientIds, template: 'number_ready' }) as const;

/** With blanks at which a line may be broken. */
const plainly = (text = '') => text.replaceAll('\u00a0', ' ');

function start(options: Partial<ProxyCallOptions> = {}) {
  const mailer = createMemoryMailer();
  return { mailer, ...setUp({ mailer, publicUrl: 'https://shop.example', ...options }) };
}

test('each client is mailed in their language, and why another is not is said', async (t) => {
  const { proxyCall, order, mailer, logger } = start();
  const { clientProxyNumber } = await order(1);
  await order(2, { clientRealPhone: '+447700900123', clientMail: 'bob@shop.example' });
  await order(3, { clientMail: 'none at all' });
  await order(4, { courierPhone: '+33199001234' });
  await order(5);
  await proxyCall.eraseClient('5');
  const report = await proxyCall.mailClients(ready(['1', '2', '3', '4', '5', 'none', '1']));
  t.deepEqual(report, {
    template: 'number_ready',
    sent: 2,
    results: [
      { clientId: '1', status: 'sent' },
      { clientId: '2', status: 'sent' },
      { clientId: '3', status: 'skipped', reason: 'no_mail_address' },
      { clientId: '4', status: 'skipped', reason: 'no_number' },
      { clientId: '5', status: 'skipped', reason: 'unknown_client' },
      { clientId: 'none', status: 'skipped', reason: 'unknown_client' },
    ],
  });
  const [ada, bob] = mailer.mails;
  t.deepEqual([ada?.to, bob?.to], ['ada@shop.example', 'bob@shop.example']);
  const written = plainly(ada?.text).replace(/ (?=\d)/g, '');
  t.true(written.includes(`Votre numéro relais est le${clientProxyNumber.replace('+', ' +')}.`), written);
  t.regex(bob?.text ?? '', /^Your shop: your proxy number\n\nYour proxy number is \+/);
  const entries = (await proxyCall.listAudit({ limit: 200 })).items.filter(({ action }) => action === 'mailClients');
  t.is(entries.length, 1);
  t.true(entries[0]?.records.includes('client:1'));
  t.notRegex(JSON.stringify([entries, logger.lines]), /ada@|bob@|\+336|\+447/);
});

test('under one key nobody gets it twice, and another request is refused', async (t) => {
  const { proxyCall, order, mailer } = start();
  await order(1);
  await order(2, { clientMail: 'bob@shop.example' });
  const key = { idempotencyKey: 'k' };
  const first = await proxyCall.mailClients(ready(['1', '2']), key);
  t.deepEqual(await proxyCall.mailClients(ready(['1', '2']), key), first);
  t.is(mailer.mails.length, 2);
  await t.throwsAsync(proxyCall.mailClients(ready(['1']), key), { message: /Idempotency-Key/ });
  await proxyCall.mailClients(ready(['1', '2']));
  t.is(mailer.mails.length, 4);
  t.is(new Set(mailer.mails.map(({ messageId }) => messageId)).size, 4);
});

test('a fault of the mailer is logged, nobody can tell what became of its mail, and the others are sent', async (t) => {
  const { proxyCall, order, mailer, logger } = start();
  await order(1);
  await order(2, { clientMail: 'bob@shop.example' });
  const key = { idempotencyKey: 'k' };
  const working = { send: mailer.send.bind(mailer) };
  const send: typeof mailer.send = (mail) =>
    mail.to.startsWith('ada') ? Promise.reject(new Error('a fault')) : working.send(mail);
  Object.assign(mailer, { send });
  const results = [
    { clientId: '1', status: 'unknown' },
    { clientId: '2', status: 'sent' },
  ] as const;
  t.deepEqual((await proxyCall.mailClients(ready(['1', '2']), key)).results, results);
  t.true(JSON.stringify(logger.lines).includes('message.failed'));
  Object.assign(mailer, working);
  t.deepEqual((await proxyCall.mailClients(ready(['1', '2']), key)).results, results);
  t.deepEqual(
    mailer.mails.map(({ to }) => to),
    ['bob@shop.example'],
  );
});

test('what the mail server says is told; what it refuses for now may be tried again under the same key', async (t) => {
  const { proxyCall, order, mailer } = start();
  await order(1);
  const results = async (idempotencyKey: string) =>
    (await proxyCall.mailClients(ready(['1']), { idempotencyKey })).results.map(
      ({ status, reason }) => reason ?? status,
    );
  mailer.behaviour = 'defers';
  t.deepEqual(await results('a'), ['refused_for_now']);
  mailer.behaviour = 'loses';
  t.deepEqual(await results('b'), ['unknown']);
  mailer.behaviour = 'refuses';
  t.deepEqual(await results('c'), ['refused']);
  mailer.behaviour = 'accepts';
  t.deepEqual([await results('a'), await results('b'), await results('c')], [['sent'], ['unknown'], ['refused']]);
});

test('an address gets so many a day and no more', async (t) => {
  const limits = { ...DEFAULT_CONFIRMATION_LIMITS, mailPerDay: 2 };
  const { proxyCall, order, mailer, clock } = start({
    settings: { confirmations: { ...DEFAULT_CONFIRMATION_SETTINGS, limits } },
  });
  await order(1);
  const reasons = [];
  for (let time = 0; time < 3; time += 1) reasons.push((await proxyCall.mailClients(ready(['1']))).results[0]?.reason);
  t.deepEqual(reasons, [undefined, undefined, 'limit']);
  clock.advance(86_400_000);
  t.is((await proxyCall.mailClients(ready(['1']))).sent, 1);
  t.is(mailer.mails.length, 3);
});

test('all clients together get so many a day, whatever is left for confirmations, and use up nothing of it', async (t) => {
  const limits = { ...DEFAULT_CONFIRMATION_LIMITS, sendsPerDay: 2, mailPerDay: 1 };
  const { proxyCall, order, mailer, clock } = start({
    settings: { clientMailsPerDay: 3, confirmations: { ...DEFAULT_CONFIRMATION_SETTINGS, limits } },
  });
  const clientIds = ['1', '2', '3', '4'];
  for (const id of clientIds) await order(Number(id), { clientMail: `c${id}@shop.example` });
  const send = async (idempotencyKey: string) => {
    const { results } = await proxyCall.mailClients(ready(clientIds), { idempotencyKey });
    return results.map(({ status, reason }) => reason ?? status);
  };
  t.deepEqual(await send('a'), ['sent', 'sent', 'sent', 'limit']);
  // The address that has had its mail of the day gets its link all the same.
  const person = { clientName: 'Ada', clientMail: 'c1@shop.example', clientRealPhone: fictionalMobile(8009) };
  const { confirmationId } = await proxyCall.createConfirmation({ clientId: '9', ...person });
  clock.advance(60_000);
  await proxyCall.sendConfirmation(confirmationId, { channel: 'email' });
  t.is(mailer.mails.at(-1)?.to, 'c1@shop.example');
  t.is(mailer.mails.length, 4);
  clock.advance(86_400_000);
  t.deepEqual(await send('a'), ['sent', 'sent', 'sent', 'limit']);
  t.deepEqual(await send('b'), Array(4).fill('limit'));
});

test('without a mail server, or a page to register on, nothing is sent', async (t) => {
  const { proxyCall } = start({ mailer: undefined });
  const code = { code: 'channel_unavailable' };
  t.like(await t.throwsAsync(proxyCall.mailClients(ready(['1']))), code);
  const request = { clientIds: ['1'], template: 'activation' } as const;
  t.like(await t.throwsAsync(start().proxyCall.mailClients(request)), code);
  const open = start({ settings: { confirmations: { ...DEFAULT_CONFIRMATION_SETTINGS, activation: true } } });
  await open.order(1, { courierPhone: '+33199001234' });
  t.is((await open.proxyCall.mailClients(request)).sent, 1);
  t.true(open.mailer.mails[0]?.html.includes('href="https://shop.example/activate"'));
  for (const clientIds of [[], Array.from({ length: 201 }, String)])
    t.like(await t.throwsAsync(proxyCall.mailClients(ready(clientIds))), { code: 'invalid_request' });
});

test('every template in every language: filled in, escaped, one line of subject', (t) => {
  const [number, link] = [fictionalMobile(1), 'https://shop.example/activate'];
  const words = { shopName: '<b>{number}</b>\r\nBcc: x@shop.example', number, link };
  for (const language of LANGUAGES) {
    for (const template of MESSAGE_TEMPLATES) {
      const { subject, text, html } = writeTemplate(template, language, words);
      t.is(mailFault({ messageId: 'm', to: 'a@shop.example', subject, text, html }), undefined);
      t.true(subject.includes('<b>{number}</b>'));
      t.false(html.includes('<b>'));
      t.true(plainly(text).includes(template === 'activation' ? `\n${link}\n` : '+33 6 39 98 00 01'));
    }
  }
});

test('the command asks before it sends, and says who got none', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const line = 'message mail --template number_ready 1 2';
  t.regex((await cli(line, env)).stderr, /--yes/);
  t.regex((await cli(`${line} --yes`, env)).stderr, /there is no mail server/);
  t.is((await cli('message mail --template number_ready', env)).code, 2);
  t.is((await cli('message mail --template hello 1 --yes', env)).code, 2);
});

test('the command makes a key and shows it before it sends, so that it can be repeated', async (t) => {
  const harness = await startHarness({ apiTokens: [TOKEN] });
  t.teardown(() => harness.stop());
  for (const id of [1, 2]) {
    const person = {
      clientName: 'Ada',
      clientMail: `c${id.toString()}@shop.example`,
      clientRealPhone: fictionalMobile(8000 + id),
    };
    await harness.api.createClient({ clientId: id.toString(), ...person });
  }
  const env = { PUBLIC_BASE_URL: harness.url, PROXYCALL_API_TOKEN: TOKEN };
  const line = 'message mail --template number_ready 1 2 --yes';
  harness.mailer.behaviour = 'defers';
  const first = await cli(line, env);
  t.is(first.code, 3);
  const key = /idempotency key: (\S+)/.exec(first.stderr)?.[1] ?? '';
  t.true(first.stdout.includes(`To resume: --idempotency-key ${key}`));
  harness.mailer.behaviour = 'accepts';
  for (let time = 0; time < 2; time += 1) {
    const { code, stdout } = await cli(`${line} --idempotency-key ${key}`, env);
    t.is(code, 0);
    t.false(stdout.includes('To resume'));
  }
  t.is(harness.mails.length, 2);
  // Without it, it is another request.
  t.notRegex((await cli(line, env)).stderr, new RegExp(key));
  t.is(harness.mails.length, 4);
  // One who can never get it is no reason to repeat it.
  const lost = await cli('message mail --template number_ready lost --yes', env);
  t.regex(lost.stdout, /unknown_client/);
  t.false(lost.stdout.includes('To resume'));
});
