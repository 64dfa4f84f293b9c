import test from 'ava';
import { createMemoryMailer } from '../../src/adapters/memory/index.js';
import { setUp } from '../services/set-up.js';

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
