import { once } from 'node:events';
import type { Socket } from 'node:net';
import test from 'ava';
import { createSmtpMailer } from '../../src/adapters/smtp/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { FROM, mailerAt, startMailServer } from './mail-server.js';
import { MAIL, openScripted } from './scripted-server.js';

const mails = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...MAIL, messageId: `m-${index.toString()}` }));

test('a batch goes over few connections, each with one login', async (t) => {
  let [connections, open, most, logins] = [0, 0, 0, 0];
  const server = await startMailServer({
    onConnect: (_session, done) => {
      connections += 1;
      open += 1;
      most = Math.max(most, open);
      done();
    },
    onClose: () => void (open -= 1),
    onAuth: ({ username }, _session, done) => {
      logins += 1;
      done(null, { user: username });
    },
  });
  t.teardown(() => server.close());
  const mailer = mailerAt(server);
  const receipts = await Promise.all(mails(30).map((mail) => mailer.send(mail)));
  t.deepEqual(new Set(receipts.map(({ kind }) => kind)), new Set(['accepted']));
  t.is(new Set(server.delivered.map(({ parsed }) => parsed.messageId)).size, 30);
  t.true(most <= 5 && connections <= 5, `${most.toString()} of ${connections.toString()}`);
  t.is(logins, connections);
  // One after the other needs no second one.
  const before = connections;
  for (const mail of mails(5)) t.like(await mailer.send(mail), { kind: 'accepted' });
  t.is(connections, before);
  await mailer.close();
});

/** Says yes to everything; `perhaps` may say something else to the line of the mail with this number. */
function server(perhaps: (line: string, socket: Socket, mail: number) => string | undefined) {
  let mail = 0;
  return (line: string, socket: Socket) => {
    if (line.startsWith('MAIL')) mail += 1;
    const other = perhaps(line, socket, mail);
    if (other !== undefined) return other === '' ? undefined : other;
    if (line === 'greeting') return '220 mail.example ESMTP';
    if (line === 'DATA') return '354 go on';
    return line.startsWith('EHLO') ? '250 mail.example' : /^(MAIL|RCPT|RSET|\.$)/.test(line) ? '250 ok' : undefined;
  };
}

const at = (port: number) => createSmtpMailer({ host: '127.0.0.1', port, from: FROM, tls: 'off' });

test('a mail that a used connection breaks off in the middle of is not sent a second time', async (t) => {
  const { port, lines } = await openScripted(
    t,
    server((line, socket, mail) => {
      if (line !== '.' || mail !== 2) return undefined;
      socket.destroy();
      return '';
    }),
  );
  const mailer = at(port);
  t.deepEqual(await mailer.send(MAIL), { kind: 'accepted' });
  const error = await t.throwsAsync(mailer.send(MAIL));
  t.true(isProxyCallError(error, 'outcome_unknown'));
  await mailer.close();
  t.is(lines.filter((line) => line === 'DATA').length, 2);
  t.is(lines.filter((line) => line.startsWith('EHLO')).length, 1);
});

test('a connection that the server has closed in between is replaced, and the mail is sent once', async (t) => {
  const { port, lines } = await openScripted(
    t,
    server((line, socket, mail) => {
      if (!line.startsWith('MAIL') || mail !== 2) return undefined;
      socket.destroy();
      return '';
    }),
  );
  const mailer = at(port);
  t.deepEqual(await mailer.send(MAIL), { kind: 'accepted' });
  t.deepEqual(await mailer.send(MAIL), { kind: 'accepted' });
  await mailer.close();
  t.is(lines.filter((line) => line === 'DATA').length, 2);
  t.is(lines.filter((line) => line.startsWith('EHLO')).length, 2);
});

test('a mail that is refused leaves the connection to the next one', async (t) => {
  const { port, lines } = await openScripted(
    t,
    server((line, _socket, mail) => (line.startsWith('RCPT') && mail === 1 ? '550 no such person' : undefined)),
  );
  const mailer = at(port);
  t.deepEqual(await mailer.send(MAIL), { kind: 'refused', isPermanent: true, about: 'mail', reason: '550 recipient' });
  t.deepEqual(await mailer.send(MAIL), { kind: 'accepted' });
  await mailer.close();
  t.is(lines.filter((line) => line.startsWith('EHLO')).length, 1);
});

test('closing the mailer closes its connections', async (t) => {
  const sockets: Socket[] = [];
  const { port } = await openScripted(
    t,
    server((line, socket) => {
      if (line === 'greeting') sockets.push(socket);
      return undefined;
    }),
  );
  const mailer = at(port);
  await mailer.send(MAIL);
  t.is(sockets.length, 1);
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  await mailer.close();
  t.is((await closed).length, 1);
});
