import test from 'ava';
import { createMemoryMailer } from '../../src/adapters/memory/index.js';
import type { Mailer } from '../../src/ports/mailer.js';
import { setUp } from '../services/set-up.js';
import { createHeldMailer } from './held-mailer.js';

test('mails that were refused for now do not use up what may be sent in a day', async (t) => {
  const mailer = createMemoryMailer();
  const { proxyCall, order } = setUp({ mailer, settings: { clientMailsPerDay: 3 } });
  const ids = ['1', '2', '3', '4'];
  for (const id of ids) await order(Number(id), { clientMail: `c${id}@shop.example` });
  const request = { clientIds: ids, template: 'number_ready' } as const;
  mailer.behaviour = 'defers';
  for (let time = 0; time < 3; time += 1) {
    const { results } = await proxyCall.mailClients(request, { idempotencyKey: 'k' });
    t.false(results.some(({ status }) => status === 'sent'));
  }
  mailer.behaviour = 'accepts';
  // Under another key, and under the same one: three in all.
  const other = await proxyCall.mailClients({ ...request, clientIds: ['4', '3'] }, { idempotencyKey: 'other' });
  t.deepEqual(
    other.results.map(({ status }) => status),
    ['sent', 'sent'],
  );
  const same = await proxyCall.mailClients(request, { idempotencyKey: 'k' });
  t.is(same.results.filter(({ status }) => status === 'sent').length, 1);
  t.is(same.results.filter(({ reason }) => reason === 'limit').length, 3);
  t.is(mailer.mails.length, 3);
});

test('a mail that is refused after its day is over gives nothing of the next day back', async (t) => {
  const held = createHeldMailer();
  const mailer: Mailer = {
    ...held,
    async send(mail) {
      const receipt = await held.send(mail);
      if (!mail.to.startsWith('c1@')) return receipt;
      return { kind: 'refused', isPermanent: false, about: 'mail', reason: '450 recipient' };
    },
  };
  const { proxyCall, order, clock } = setUp({ mailer, settings: { clientMailsPerDay: 2 } });
  const ids = ['1', '2', '3', '4'];
  for (const id of ids) await order(Number(id), { clientMail: `c${id}@shop.example` });
  const mail = async (...clientIds: readonly string[]) => {
    const { results } = await proxyCall.mailClients({ clientIds, template: 'number_ready' });
    return results.map(({ status, reason }) => reason ?? status);
  };
  const late = mail('1');
  await held.waiting(1);
  // Its day ends while the server takes its time, and another mail begins the next one.
  clock.advance(86_400_000);
  const next = mail('2');
  await held.waiting(2);
  held.release();
  t.deepEqual([await late, await next], [['refused_for_now'], ['sent']]);
  t.deepEqual([await mail('3'), await mail('4')], [['sent'], ['limit']]);
});
