import test from 'ava';
import { createMemoryMailer, mailerContract, type MailerUnderTest } from '../../src/entry/testing/index.js';
import { mailerAt, readAs, startMailServer } from './mail-server.js';

function inMemory(): Promise<MailerUnderTest> {
  const mailer = createMemoryMailer();
  return Promise.resolve({
    mailer,
    behave: (behaviour) => void (mailer.behaviour = behaviour),
    arrived: () => Promise.resolve(mailer.mails),
    close: () => mailer.close(),
  });
}

function overSmtp(at: 'recipient' | 'content') {
  return async (): Promise<MailerUnderTest> => {
    const server = await startMailServer({}, at);
    const mailer = mailerAt(server);
    return {
      mailer,
      behave: (behaviour) => void (server.behaviour = behaviour),
      arrived: () => Promise.resolve(server.delivered.map(readAs)),
      async close() {
        await mailer.close();
        await server.close();
      },
    };
  };
}

for (const [name, open] of [
  ['memory', inMemory],
  ['SMTP, refused by recipient', overSmtp('recipient')],
  ['SMTP, refused by content', overSmtp('content')],
] as const) {
  for (const { name: promise, run } of mailerContract({ open })) {
    test(`${name}: ${promise}`, (t) => t.notThrowsAsync(run()));
  }
}
