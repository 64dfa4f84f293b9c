import test from 'ava';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { clientPhone } from '../support.js';
import { ADDRESS, answerOf, clientsTab, type Clicked } from './menu.js';
import { openScene } from './scene.js';

/** Two clients, of whom the second one has no mail address. */
async function openMails(t: Parameters<typeof openScene>[0]) {
  const scene = await openScene(t, 'operator');
  for (const [clientId, clientMail] of [
    ['1', 'ada@shop.example'],
    ['2', 'none'],
  ] as const) {
    const clientRealPhone = phoneNumber(clientPhone(Number(clientId)));
    await scene.harness.api.createClient({ clientId, clientName: 'Ada', clientMail, clientRealPhone });
  }
  return scene;
}

const situation = { sheets: [clientsTab([1, 2, 'lost'])], selection: [[2, 3]] as const, answers: ['yes'] };

test('mail: one request with the template of the entry, and what became of each row', async (t) => {
  const { menu, harness } = await openMails(t);
  const { shown, happened } = await menu.click('menuMailNumberReady', situation);
  t.true(happened.dialogs[0]?.includes('Send the mail "Your number is ready" to these clients?'));
  t.true(happened.dialogs[0]?.includes('Clients: 3\n1, 2, lost'));
  t.is(happened.requests.length, 1);
  t.is(shown.summary, 'Done: 1. With a problem: 2. Not done: 0.');
  t.deepEqual(
    shown.rows.map(({ text }) => text),
    ['sent', 'not sent: the client has no mail address', 'not sent: no client has this id'],
  );
  t.deepEqual(
    harness.mails.map(({ to }) => to),
    ['ada@shop.example'],
  );
  // What cannot get further is not offered to be tried again. A second click, which is confirmed, is a second request.
  t.is(shown.again, undefined);
  t.deepEqual((await menu.click('menuMailNumberReady', situation)).shown.rows, shown.rows);
  t.is(harness.mails.length, 2);
});

test('mail: an entry for each template', async (t) => {
  const { menu, harness } = await openMails(t);
  await menu.click('menuMailNumberReady', situation);
  await menu.click('menuMailNumberChanged', situation);
  t.is(new Set(harness.mails.map(({ subject }) => subject)).size, 2);
  // Customers cannot register here.
  const { shown } = await menu.click('menuMailActivation', situation);
  t.regex(shown.summary, /PROXYCALL_ACTIVATION/);
});

test('mail: what the mail server does not take is tried again, and nobody gets it twice', async (t) => {
  const { menu, harness } = await openMails(t);
  harness.mailer.behaviour = 'defers';
  const first = await menu.click('menuMailNumberReady', situation);
  t.is(first.shown.rows[0]?.text, 'not sent: the mail server did not take it: try again');
  harness.mailer.behaviour = 'accepts';
  for (let time = 0; time < 2; time += 1) {
    const { shown } = await menu.click('repeatClick', situation, first.shown.again);
    t.is(shown.rows[0]?.text, 'sent');
  }
  t.is(harness.mails.length, 1);
});

test('mail: a request whose fate is not known may be tried again under its key', async (t) => {
  const { menu } = await openMails(t);
  menu.route(() => Promise.resolve(answerOf(429, { code: 'too_many_sends', detail: '' }, { 'Retry-After': '5' })));
  const limited = await menu.click('menuMailActivation', situation);
  t.is(limited.shown.summary, 'Too much has been sent. Wait 5 seconds. Done: 0. With a problem: 0. Not done: 3.');
  t.is(limited.shown.rows[0]?.text, 'not done');
  t.not(limited.shown.again, undefined);
  menu.route(() => Promise.resolve(answerOf(503, { code: 'store_unavailable', detail: '' })));
  const unknown = await menu.click('menuMailActivation', situation);
  t.regex(
    unknown.shown.summary,
    /Mails may have been sent\. Try again within 20 hours: nobody gets the mail twice\. Done: 0\./,
  );
  t.is(unknown.shown.rows[0]?.text, 'not known');
  t.not(unknown.shown.again, undefined);
  t.is(unknown.happened.requests.length, 3);
});

/** More clients than are mailed by one request. */
async function openMany(t: Parameters<typeof openScene>[0], count: number) {
  const scene = await openScene(t, 'operator');
  const ids = Array.from({ length: count }, (_, index) => (index + 1).toString());
  for (const id of ids) {
    const person = {
      clientName: 'Ada',
      clientMail: `c${id}@shop.example`,
      clientRealPhone: phoneNumber(clientPhone(Number(id))),
    };
    await scene.harness.api.createClient({ clientId: id, ...person });
  }
  return { ...scene, situation: { sheets: [clientsTab(ids)], selection: [[2, count]] as const, answers: ['yes'] } };
}

const sent = (happened: Clicked['happened']) =>
  happened.requests
    .filter(({ method }) => method === 'POST')
    .map(({ headers, body }) => [
      headers['Idempotency-Key'],
      (JSON.parse(body ?? '') as { client_ids: readonly string[] }).client_ids.length,
    ]);

test('mail: ten clients a request, each request under a key of its own, which is the same when the click is repeated', async (t) => {
  const { menu, harness, situation: many } = await openMany(t, 23);
  let answered = 0;
  menu.route(async ({ url, method, headers, body }) => {
    answered += 1;
    if (answered > 1) return { status: 0, headers: {}, text: '', error: 'Address unavailable' };
    const response = await fetch(harness.url + url.slice(ADDRESS.length), { method, headers, body: body ?? null });
    return { status: response.status, headers: {}, text: await response.text() };
  });
  const first = await menu.click('menuMailNumberReady', many);
  t.deepEqual(sent(first.happened), [['uuid-1-1', 10], ...Array<[string, number]>(3).fill(['uuid-1-2', 10])]);
  t.deepEqual(
    first.shown.rows.map(({ text }) => text),
    [...Array<string>(10).fill('sent'), ...Array<string>(10).fill('not known'), ...Array<string>(3).fill('not done')],
  );
  t.regex(first.shown.summary, /Mails may have been sent.*Done: 10\. With a problem: 0\. Not done: 13\.$/);
  menu.route(harness.url);
  const again = await menu.click('repeatClick', {}, first.shown.again);
  t.deepEqual(sent(again.happened), [
    ['uuid-1-1', 10],
    ['uuid-1-2', 10],
    ['uuid-1-3', 3],
  ]);
  t.is(again.shown.summary, 'Done: 23. With a problem: 0. Not done: 0.');
  t.is(again.shown.again, undefined);
  t.is(harness.mails.length, 23);
  t.is(new Set(harness.mails.map(({ to }) => to)).size, 23);
});

test('mail: a script that runs out of time says which rows are left, and continues with them', async (t) => {
  const { menu, harness, situation: many } = await openMany(t, 23);
  const { shown } = await menu.click('menuMailNumberReady', { ...many, secondsPerRequest: 150 });
  t.regex(shown.summary, /^The time that a script may take is over.*Done: 20\. With a problem: 0\. Not done: 3\.$/);
  t.is((await menu.click('repeatClick', {}, shown.again)).shown.tone, 'good');
  t.is(harness.mails.length, 23);
});

test('mail: one that another request is sending is neither sent nor a problem', async (t) => {
  const { menu } = await openMails(t);
  const results = [
    { client_id: '1', status: 'sending', reason: null },
    { client_id: '2', status: 'skipped', reason: 'interrupted' },
  ];
  menu.route(() => Promise.resolve(answerOf(200, { template: 'number_ready', sent: 0, results })));
  const two = { ...situation, selection: [[2, 2]] as const };
  const { shown } = await menu.click('menuMailNumberReady', two);
  t.deepEqual(
    shown.rows.map(({ tone, text }) => [tone, text]),
    [
      ['none', 'is being sent by another request: try again in a minute'],
      ['bad', 'not sent: the service was being stopped: try again'],
    ],
  );
  t.not(shown.again, undefined);
  const french = await menu.click('menuMailNumberReady', { ...two, locale: 'fr' });
  t.regex(french.shown.rows[0]?.text ?? '', /en train de l’envoyer/);
});
