import type { Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { createSmtpMailer } from '../../src/adapters/smtp/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { Mailer } from '../../src/ports/mailer.js';
import { FROM } from './mail-server.js';
import { MAIL, openScripted, SECRETS } from './scripted-server.js';

async function isUnknown(t: ExecutionContext, mailer: Mailer): Promise<void> {
  const error = await t.throwsAsync(mailer.send(MAIL));
  t.true(isProxyCallError(error, 'outcome_unknown'), String(error));
  t.notRegex(`${error.message} ${String(error.cause)}`, SECRETS);
}

/** Breaks off, or falls silent, at one line of the dialogue. */
const dialogue = (breakAt: RegExp, how: 'hangs up' | 'is silent') => (line: string, socket: Socket) => {
  if (breakAt.test(line)) {
    if (how === 'hangs up') socket.destroy();
    return undefined;
  }
  if (line === 'greeting') return '220 mail.example ESMTP';
  if (line.startsWith('EHLO')) return '250 mail.example';
  if (/^(MAIL|RCPT)/.test(line)) return '250 ok';
  if (line === 'DATA') return '354 go on';
  return undefined;
};

for (const how of ['hangs up', 'is silent'] as const) {
  for (const at of [/^greeting$/, /^EHLO/, /^MAIL/, /^RCPT/, /^DATA$/]) {
    test(`a server that ${how} at ${String(at)} has not got the mail`, async (t) => {
      const { port } = await openScripted(t, dialogue(at, how));
      // A busy machine must not take a hang-up for silence.
      const timeoutMs = how === 'is silent' ? 100 : 30_000;
      const mailer = createSmtpMailer({ host: '127.0.0.1', port, from: FROM, tls: 'off', timeoutMs });
      const reason = how === 'is silent' ? 'timeout' : 'connection';
      t.deepEqual(await mailer.send(MAIL), { kind: 'refused', isPermanent: false, about: 'sender', reason });
    });
  }

  for (const at of [/^Content-Type: multipart/, /^\.$/]) {
    test(`a server that ${how} at ${String(at)} may have got the mail`, async (t) => {
      const { port } = await openScripted(t, dialogue(at, how));
      await isUnknown(t, createSmtpMailer({ host: '127.0.0.1', port, from: FROM, tls: 'off', timeoutMs: 1000 }));
    });
  }
}

for (const [reply, receipt] of [
  ['421 closing', { kind: 'refused', isPermanent: false, about: 'sender', reason: '421 message' }],
  ['452 too much', { kind: 'refused', isPermanent: false, about: 'mail', reason: '452 message' }],
  ['554 no', { kind: 'refused', isPermanent: true, about: 'mail', reason: '554 message' }],
  ['250 ok', { kind: 'accepted' }],
] as const) {
  test(`what a server says to the content counts: ${reply}`, async (t) => {
    const { port } = await openScripted(t, (line) => {
      if (line === 'greeting') return '220 mail.example ESMTP';
      if (line.startsWith('EHLO')) return '250 mail.example';
      if (/^(MAIL|RCPT)/.test(line)) return '250 ok';
      if (line === 'DATA') return '354 go on';
      return line === '.' ? reply : undefined;
    });
    const mailer = createSmtpMailer({ host: '127.0.0.1', port, from: FROM, tls: 'off', timeoutMs: 2000 });
    t.deepEqual<unknown, unknown>(await mailer.send(MAIL), receipt);
  });
}

test('a server that answers a little now and then, and never to the end, takes three answers of time at most', async (t) => {
  const timers: NodeJS.Timeout[] = [];
  t.teardown(() => {
    for (const timer of timers) clearInterval(timer);
  });
  const { port } = await openScripted(t, (line, socket) => {
    if (line === 'greeting') return '220 mail.example ESMTP';
    timers.push(setInterval(() => socket.write('250-mail.example\r\n'), 20));
    return undefined;
  });
  const mailer = createSmtpMailer({ host: '127.0.0.1', port, from: FROM, tls: 'off', timeoutMs: 200 });
  t.deepEqual(await mailer.send(MAIL), { kind: 'refused', isPermanent: false, about: 'sender', reason: 'timeout' });
});
