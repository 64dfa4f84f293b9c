import { createServer } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { createSmtpMailer, type SmtpOptions } from '../../src/adapters/smtp/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { CERTIFICATE } from './certificate.js';
import { FROM, LOGIN, mailerAt, startMailServer, type MailServer } from './mail-server.js';
import { MAIL, openScripted, SECRETS } from './scripted-server.js';

async function open(t: ExecutionContext, ...args: Parameters<typeof startMailServer>): Promise<MailServer> {
  const server = await startMailServer(...args);
  t.teardown(() => server.close());
  return server;
}

test('a mail goes to one person over an encrypted connection, after the login, and says that a program wrote it', async (t) => {
  const server = await open(t);
  t.deepEqual(await mailerAt(server).send(MAIL), { kind: 'accepted' });
  const [mail] = server.delivered;
  t.like(mail, { from: FROM.address, to: [MAIL.to], secure: true, user: LOGIN.user });
  t.deepEqual(mail?.parsed.from, { name: FROM.name, address: FROM.address });
  t.deepEqual(mail?.parsed.to, [{ name: '', address: MAIL.to }]);
  const headers = new Map(mail?.parsed.headers.map(({ key, value }) => [key, value]));
  t.is(headers.get('auto-submitted'), 'auto-generated');
  t.is(headers.get('message-id'), '<m-1@shop.example>');
  t.regex(headers.get('content-type') ?? '', /^multipart\/alternative/);
  t.true(headers.has('date'));
  t.regex(mail?.raw ?? '', /text\/plain; charset=utf-8[^]*text\/html; charset=utf-8/);
  t.deepEqual(
    [...headers.keys()].sort(),
    ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'].sort(),
  );
});

test('on port 465 a connection is encrypted from the start', async (t) => {
  // Nobody may listen on 465 here: what is sent there first is enough to tell.
  const isTls = await new Promise<boolean>((resolve) => {
    const server = createServer((socket) => {
      socket.once('data', (first: Buffer) => {
        // The first byte of a TLS handshake (RFC 8446, section 5.1).
        resolve(first[0] === 22);
        socket.destroy();
      });
      socket.on('error', () => undefined);
    });
    t.teardown(() => server.close());
    server.listen(465, '127.0.0.1', () => {
      void createSmtpMailer({ host: '127.0.0.1', port: 465, from: FROM }).send(MAIL);
    });
    server.once('error', () => {
      t.log('port 465 cannot be opened here');
      resolve(true);
    });
  });
  t.true(isTls);
});

test('international domains are written in ASCII', async (t) => {
  const server = await open(t);
  const from = { name: '', address: 'noreply@bücher.example' };
  t.deepEqual(await mailerAt(server, { from }).send({ ...MAIL, to: 'ada@mañana.example' }), { kind: 'accepted' });
  const [mail] = server.delivered;
  t.regex(mail?.raw ?? '', /^From: noreply@xn--bcher-kva\.example\r?$/m);
  t.regex(mail?.raw ?? '', /^To: ada@xn--maana-pta\.example\r?$/m);
  t.is(mail?.parsed.messageId, '<m-1@xn--bcher-kva.example>');
});

test('without STARTTLS nothing is sent, nor a login', async (t) => {
  const { port, lines } = await openScripted(t, (line) => {
    if (line === 'greeting') return '220 mail.example ESMTP';
    return line.startsWith('EHLO') ? '250-mail.example\r\n250 AUTH PLAIN LOGIN' : '502 what?';
  });
  const mailer = mailerAt({ port });
  t.deepEqual(await mailer.send(MAIL), {
    kind: 'refused',
    isPermanent: true,
    about: 'sender',
    reason: '502 encryption',
  });
  t.deepEqual(
    lines.map((line) => line.split(' ')[0]),
    ['EHLO', 'STARTTLS'],
  );
  const error = await t.throwsAsync(mailer.check());
  t.true(isProxyCallError(error, 'provider_failed'));
  t.regex(error.message, /STARTTLS/);
});

test('a certificate of another host, or of nobody who is trusted, is refused', async (t) => {
  const server = await open(t);
  const refusal = { kind: 'refused', isPermanent: false, about: 'sender', reason: 'encryption' };
  t.deepEqual(await mailerAt(server, { ca: undefined }).send(MAIL), refusal);
  // Another name of this machine, which the certificate does not have.
  t.deepEqual(await mailerAt(server, { host: '127.0.0.1' }).send(MAIL), refusal);
  await t.throwsAsync(mailerAt(server, { ca: undefined }).check(), { message: /certificate/ });
  t.deepEqual(server.delivered, []);
});

test('a wrong password is no fault of the mail, and in no error', async (t) => {
  const server = await open(t);
  const mailer = mailerAt(server, { login: { user: LOGIN.user, password: 'wrong-4711' } });
  t.deepEqual(await mailer.send(MAIL), { kind: 'refused', isPermanent: true, about: 'sender', reason: '535 login' });
  const error = await t.throwsAsync(mailer.check());
  t.true(isProxyCallError(error, 'provider_failed'));
  t.regex(error.message, /login.*\(SMTP 535\)/);
  t.notRegex(`${error.message} ${String(error.cause)} ${error.stack ?? ''}`, /4711|shop-user/);
});

test('a login is sent by PLAIN or LOGIN only over an encrypted connection', async (t) => {
  const server = await open(t, { authMethods: ['LOGIN'] });
  t.deepEqual(await mailerAt(server).send(MAIL), { kind: 'accepted' });
  t.like(server.delivered[0], { user: LOGIN.user, secure: true });
});

test('a server on this machine may do without encryption; none elsewhere', async (t) => {
  const server = await open(t, { hideSTARTTLS: true, disabledCommands: ['STARTTLS', 'AUTH'] });
  const options = { tls: 'off', login: undefined, ca: undefined } as const;
  for (const host of ['localhost', '127.0.0.1'])
    t.deepEqual(await mailerAt(server, { ...options, host }).send(MAIL), { kind: 'accepted' });
  t.like(server.delivered[0], { secure: false });
  for (const host of [
    'smtp.shop.example',
    '10.0.0.1',
    '128.0.0.1',
    '0.0.0.0',
    'localhost.example',
    '127.0.0.1.example',
  ])
    t.throws(() => mailerAt(server, { ...options, host }), { message: /this machine/ }, host);
});

test('who writes must have one address, and a name of one line', (t) => {
  for (const from of [
    { name: '', address: 'a@shop.example, b@shop.example' },
    { name: '', address: '' },
    { name: 'The shop\r\nBcc: eve@evil.example', address: 'a@shop.example' },
  ] satisfies readonly SmtpOptions['from'][])
    t.throws(() => createSmtpMailer({ host: 'localhost', from }), { message: /from\./ });
});

for (const [word, refusing, about] of [
  ['sender', 'MAIL', 'sender'],
  ['recipient', 'RCPT', 'mail'],
  ['message', 'DATA', 'mail'],
] as const) {
  test(`a refusal says what was refused: the ${word}`, async (t) => {
    const { port } = await openScripted(t, (line) => {
      if (line === 'greeting') return '220 mail.example ESMTP';
      if (line.startsWith('EHLO')) return '250 mail.example';
      return line.startsWith(refusing) ? '550 ada@client.example: no such person' : '250 ok';
    });
    const mailer = createSmtpMailer({ host: '127.0.0.1', port, from: FROM, tls: 'off' });
    t.deepEqual(await mailer.send(MAIL), { kind: 'refused', isPermanent: true, about, reason: `550 ${word}` });
  });
}

test('a server that refuses service, or is too busy, has not refused the mail', async (t) => {
  for (const [greeting, isPermanent] of [
    ['554 no service for you', true],
    ['421 too busy', false],
  ] as const) {
    const { port } = await openScripted(t, () => greeting);
    const mailer = createSmtpMailer({ host: '127.0.0.1', port, from: FROM, tls: 'off' });
    const reason = `${greeting.slice(0, 3)} connection`;
    t.deepEqual(await mailer.send(MAIL), { kind: 'refused', isPermanent, about: 'sender', reason });
  }
});

test('where nobody listens, nothing was sent', async (t) => {
  const server = await startMailServer();
  await server.close();
  const mailer = mailerAt(server);
  t.deepEqual(await mailer.send(MAIL), { kind: 'refused', isPermanent: false, about: 'sender', reason: 'connection' });
  const error = await t.throwsAsync(mailer.check());
  t.true(isProxyCallError(error, 'provider_unavailable') && error.retryable);
  t.notRegex(error.message, SECRETS);
});

test('a host whose name means nothing is said to have no address', async (t) => {
  const mailer = createSmtpMailer({ host: 'mail.invalid', from: FROM, timeoutMs: 3000 });
  const receipt = await mailer.send(MAIL);
  t.like(receipt, { kind: 'refused', isPermanent: false });
  t.regex(receipt.kind === 'refused' ? receipt.reason : '', /^(name|connection|timeout)$/);
});

test('closing waits for a mail that is being sent', async (t) => {
  const server = await open(t);
  const mailer = mailerAt(server, { ca: CERTIFICATE });
  const sending = mailer.send(MAIL);
  await mailer.close();
  t.is(server.delivered.length, 1);
  t.deepEqual(await sending, { kind: 'accepted' });
});
