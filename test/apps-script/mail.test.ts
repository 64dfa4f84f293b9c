import test from 'ava';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { clientPhone } from '../support.js';
import { answerOf, clientsTab } from './menu.js';
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
  // A second click, which is confirmed, is a second request; one that is tried again is the same one.
  t.deepEqual((await menu.click('menuMailNumberReady', situation)).shown.rows, shown.rows);
  t.is(harness.mails.length, 2);
  t.deepEqual((await menu.click('repeatClick', situation, shown.again)).shown.rows, shown.rows);
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
  t.is(limited.shown.summary, 'Too much has been sent. Wait 5 seconds.');
  t.is(limited.shown.rows[0]?.text, 'not done');
  t.not(limited.shown.again, undefined);
  menu.route(() => Promise.resolve(answerOf(503, { code: 'store_unavailable', detail: '' })));
  const unknown = await menu.click('menuMailActivation', situation);
  t.regex(unknown.shown.summary, /Mails may have been sent\. Try again: nobody gets the mail twice\.$/);
  t.is(unknown.shown.rows[0]?.text, 'not known');
  t.not(unknown.shown.again, undefined);
  t.is(unknown.happened.requests.length, 3);
});
