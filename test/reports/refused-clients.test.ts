import test from 'ava';
import { createMemoryMailer } from '../../src/adapters/memory/index.js';
import { refusalOf } from '../../src/adapters/smtp/faults.js';
import type { Mailer } from '../../src/ports/mailer.js';
import { setUp } from '../services/set-up.js';

// Mails to several clients, some of which the mail server refuses.

const IDS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** Whoever's address begins so is refused with this answer. */
async function start(refused: RegExp, response: string, command = 'RCPT TO') {
  const memory = createMemoryMailer();
  const tried: string[] = [];
  const state = { refused };
  const mailer: Mailer = {
    ...memory,
    send(mail) {
      tried.push(mail.to);
      if (!state.refused.test(mail.to)) return memory.send(mail);
      const responseCode = Number(response.slice(0, 3));
      return Promise.resolve(refusalOf({ code: 'EENVELOPE', command, responseCode, response }, false));
    },
  };
  const { proxyCall, order } = setUp({ mailer });
  for (const id of IDS) await order(Number(id), { clientMail: `c${id}@shop.example` });
  const mailAll = async () => {
    tried.length = 0;
    const { results } = await proxyCall.mailClients(
      { clientIds: IDS, template: 'number_ready' },
      { idempotencyKey: 'k' },
    );
    return results.map(({ status, reason }) => reason ?? status);
  };
  return { mailAll, tried, state };
}

const times = (count: number, word: string) => Array<string>(count).fill(word);

test('mailboxes that do not exist, in the words of Microsoft 365, are refused for good, and the others get their mail', async (t) => {
  const { mailAll, tried } = await start(/^c[1-6]@/, '550 5.4.1 Recipient address rejected: Access denied.');
  const expected = [...times(6, 'refused'), ...times(4, 'sent')];
  t.deepEqual(await mailAll(), expected);
  t.deepEqual(await mailAll(), expected);
  t.deepEqual(tried, []);
});

for (const response of ['550 5.7.1 denied', '450 4.7.1 greylisted', '450 4.2.1 mailbox busy']) {
  test(`what may be one recipient's (${response}) keeps no other from its mail, and is tried again last`, async (t) => {
    const { mailAll, tried, state } = await start(/^c[1-6]@/, response);
    t.deepEqual(await mailAll(), [...times(6, 'refused_for_now'), ...times(4, 'sent')]);
    state.refused = /^c[12]@/;
    t.deepEqual(await mailAll(), [...times(2, 'refused_for_now'), ...times(8, 'sent')]);
    t.is(tried.length, 6);
  });
}

for (const [response, command] of [
  ['421 closing', 'RCPT TO'],
  ['550 5.4.5 daily limit', 'DATA'],
  ['550 no', 'MAIL FROM'],
] as const) {
  test(`what is every mail's (${response}) ends the request after a few; those not tried yet come first in the next one`, async (t) => {
    const { mailAll, tried, state } = await start(/^c/, response, command);
    t.deepEqual(await mailAll(), times(10, 'refused_for_now'));
    t.true(tried.length >= 3 && tried.length <= 5, tried.length.toString());
    const before = [...tried];
    state.refused = /^none/;
    t.deepEqual(await mailAll(), times(10, 'sent'));
    t.deepEqual(tried.slice(-before.length).sort(), before.sort());
  });
}
