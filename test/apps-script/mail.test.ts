import test from 'ava';
import { answerOf, clientsTab } from './menu.js';
import { openScene } from './scene.js';

// The service does not have POST /messages/mail yet: this is how it answers.
const NEVER = 'the client has no mail';

async function openMails(t: Parameters<typeof openScene>[0]) {
  const scene = await openScene(t, 'operator');
  const sent: { client_ids: string[]; template: string }[] = [];
  scene.menu.route(({ url, method, body }) => {
    if (method !== 'POST' || !url.endsWith('/messages/mail')) return Promise.resolve(answerOf(404, {}));
    const asked = JSON.parse(body ?? '') as { client_ids: string[]; template: string };
    sent.push(asked);
    const results = asked.client_ids
      .filter((id) => id !== 'lost')
      .map((id) =>
        id === '2' ? { client_id: id, status: 'skipped', reason: NEVER } : { client_id: id, status: 'sent' },
      );
    return Promise.resolve(answerOf(200, { results: results.reverse() }));
  });
  return { ...scene, sent };
}

test('mail: one request with the template of the entry, and what became of each row', async (t) => {
  const { menu, sent } = await openMails(t);
  const situation = { sheets: [clientsTab([1, 2, 'lost'])], selection: [[2, 3]] as const, answers: ['yes'] };
  const { shown, happened } = await menu.click('menuMailNumberReady', situation);
  t.true(happened.dialogs[0]?.includes('Send the mail "Your number is ready" to these clients?'));
  t.true(happened.dialogs[0]?.includes('Clients: 3\n1, 2, lost'));
  t.is(shown.summary, 'Done: 1. With a problem: 2. Not done: 0.');
  t.deepEqual(
    shown.rows.map(({ text }) => text),
    ['sent', `not sent: ${NEVER}`, 'the service does not say what became of it'],
  );
  for (const name of ['menuMailNumberChanged', 'menuMailActivation']) await menu.click(name, situation);
  t.deepEqual(
    sent.map(({ template }) => template),
    ['number_ready', 'number_changed', 'activation'],
  );
  // A second click, which is confirmed, is a second request.
  t.deepEqual((await menu.click('menuMailActivation', situation)).shown.rows, shown.rows);
  t.is(sent.length, 4);
  for (const { client_ids: ids } of sent) t.deepEqual(ids, ['1', '2', 'lost']);
});

test('mail: whether it may be tried again depends on whether something may have been sent', async (t) => {
  const { menu } = await openMails(t);
  const situation = { sheets: [clientsTab([1])], selection: [[2, 1]] as const, answers: ['yes'] };
  menu.route(() => Promise.resolve(answerOf(429, { code: 'too_many_sends', detail: '' }, { 'Retry-After': '5' })));
  const limited = await menu.click('menuMailActivation', situation);
  t.is(limited.shown.summary, 'Too much has been sent. Wait 5 seconds.');
  t.deepEqual(
    limited.shown.rows.map(({ text }) => text),
    ['not done'],
  );
  t.not(limited.shown.again, undefined);
  menu.route(() => Promise.resolve(answerOf(503, { code: 'store_unavailable', detail: '' })));
  const unknown = await menu.click('menuMailActivation', situation);
  t.regex(unknown.shown.summary, /Mails may have been sent\. Before you send them again/);
  t.deepEqual(
    unknown.shown.rows.map(({ text }) => text),
    ['not known'],
  );
  t.is(unknown.shown.again, undefined);
  // Under one key, by which the service sends nothing twice.
  t.is(unknown.happened.requests.length, 3);
});
