import test, { type ExecutionContext } from 'ava';
import { DEFAULT_CONFIRMATION_SETTINGS } from '../../src/domain/model/confirmation/confirmation-settings.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { ROLES } from '../../src/domain/model/role.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { codeIn, otherThan } from '../confirmations/scene.js';
import { shows } from '../http/access/scene.js';
import { clientPhone, startService } from '../support.js';
import { openConsole, visit, type ConsoleScene } from './browser-less.js';

const { limits } = DEFAULT_CONFIRMATION_SETTINGS;
/** A code may be sent again at once. */
const confirmations = { ...DEFAULT_CONFIRMATION_SETTINGS, limits: { ...limits, pauseMs: 0 } };
const settings = { ...DEFAULT_SETTINGS, language: 'en' as const, confirmations };

interface Waiting extends ConsoleScene {
  /** The code that the client has received last. */
  readonly code: () => string;
  readonly status: () => Promise<unknown>;
}

/** A client of whom a new phone is to be confirmed. */
async function openWaiting(t: ExecutionContext): Promise<Waiting> {
  const scene = await openConsole(t, { settings });
  const body = { confirmation_id: 'C-1', client_id: '1' };
  const { status } = await scene.sendAs('admin', 'POST', '/confirmations', body);
  t.is(status, 201);
  const { inbox } = scene.service.carrier.phone(phoneNumber(clientPhone(1)));
  return {
    ...scene,
    code: () => codeIn(inbox.at(-1)?.body),
    status: async () => (await scene.sendAs('admin', 'GET', '/confirmations/C-1')).json['status'],
  };
}

for (const role of ROLES) {
  test(`what the pages of confirmations show to the role ${role}`, async (t) => {
    const { as, personal } = await openWaiting(t);
    const visitor = await as(role);
    const list = await visitor.get('/console/confirmations');
    t.is(list.status, role === 'shop' ? 403 : 200);
    if (role !== 'shop') t.regex(list.html, /href="\/console\/confirmations\/C-1"/);
    const page = await visitor.get('/console/confirmations/C-1');
    t.is(page.status, 200);
    const isMasked = role === 'viewer' || role === 'operator';
    if (isMasked) for (const secret of personal) t.false(shows(list.html + page.html, secret), secret);
    const sent = '/console/confirmations/C-1/';
    const actions = page.forms.map(({ action }) => action).filter((action) => action.startsWith(sent));
    const expected = {
      viewer: [],
      shop: ['verify', 'send', 'cancel'],
      operator: ['verify', 'send', 'approve', 'cancel'],
      admin: ['verify', 'send', 'approve', 'cancel'],
    };
    t.deepEqual(
      actions.map((action) => action.replace(sent, '')),
      expected[role],
    );
  });
}

test('the list has those that wait, or others, and says so when there are none', async (t) => {
  const { as, sendAs } = await openWaiting(t);
  const admin = await as('admin');
  t.regex((await admin.get('/console/confirmations?status=cancelled')).text, /No confirmations/);
  t.regex((await admin.get('/console/confirmations')).html, /href="\/console\/confirmations\/C-1"/);
  const page = await admin.get('/console/confirmations/C-1');
  const cancelled = await admin.submit(page, '/console/confirmations/C-1/cancel');
  t.regex(cancelled.text, /Cancelled\./);
  t.is((await sendAs('admin', 'GET', '/confirmations/C-1')).json['status'], 'cancelled');
  t.regex((await admin.get('/console/confirmations')).text, /No pending confirmations/);
  t.regex((await admin.get('/console/confirmations?status=all')).html, /confirmations\/C-1"/);
});

test('one is approved on its page, which says what that means, and not by a click in the list', async (t) => {
  const { as, status } = await openWaiting(t);
  const operator = await as('operator');
  const list = await operator.get('/console/confirmations');
  t.deepEqual(
    list.forms.filter(({ action }) => action.includes('/confirmations/')),
    [],
  );
  const page = await operator.get('/console/confirmations/C-1');
  t.regex(page.text, /without proof/);
  const approved = await operator.submit(page, '/console/confirmations/C-1/approve');
  t.regex(approved.text, /Approved\./);
  t.is(await status(), 'confirmed');
  const late = await operator.post('/console/confirmations/C-1/cancel');
  t.is(late.status, 409);
  t.regex(late.text, /this confirmation is over/);
});

test('a code is entered for the client: a wrong one is refused, the right one confirms', async (t) => {
  const { as, code, status } = await openWaiting(t);
  const operator = await as('operator');
  const client = await operator.get('/console/clients/1');
  const form = '/console/confirmations/C-1/verify';
  const wrong = await operator.submit(client, form, { code: otherThan(code()) });
  t.is(wrong.status, 422);
  t.regex(wrong.text, /this code is wrong/);
  for (const typed of ['', 'abc', '12']) {
    const refused = await operator.submit(client, form, { code: typed });
    t.is(refused.status, 422, typed);
    t.regex(refused.html, /id="code-C-1-fault"/, typed);
  }
  t.is(await status(), 'pending');
  const confirmed = await operator.submit(wrong, form, { code: code() });
  t.regex(confirmed.text, /The code was right/);
  t.is(await status(), 'confirmed');
});

test('another code is sent, by another channel too', async (t) => {
  const { as, code, status } = await openWaiting(t);
  const former = code();
  const admin = await as('admin');
  const page = await admin.get('/console/confirmations/C-1');
  const sent = await admin.submit(page, '/console/confirmations/C-1/send', { channel: 'sms' });
  t.regex(sent.text, /Sent\./);
  t.not(code(), former);
  const refused = await admin.submit(page, '/console/confirmations/C-1/send', { channel: 'pigeon' });
  t.is(refused.status, 422);
  t.regex(refused.html, /id="channel-C-1-fault"/);
  const unreachable = await admin.submit(page, '/console/confirmations/C-1/send', { channel: 'email' });
  t.is(unreachable.status, 409);
  t.regex(unreachable.text, /nothing can be sent by email/);
  t.is(await status(), 'pending');
});

test('a confirmation begins on the page of its client, of a new phone, and shows the phone to nobody', async (t) => {
  const { as, sendAs, service } = await openConsole(t, { settings });
  const operator = await as('operator');
  const page = await operator.get('/console/clients/1');
  for (const [field, value] of [
    ['client_real_phone', 'none'],
    ['client_mail', 'none'],
  ] as const) {
    const refused = await operator.submit(page, '/console/clients/1/confirm', { [field]: value });
    t.is(refused.status, 422);
    t.regex(refused.html, /id="new-(phone|mail)-fault"/);
  }
  const begun = await operator.submit(page, '/console/clients/1/confirm', { client_real_phone: '06 39 98 50 77' });
  t.is(begun.status, 200);
  t.regex(begun.text, /Sent\..*New phone/);
  t.false(shows(begun.text, clientPhone(77)));
  const { inbox } = service.carrier.phone(phoneNumber(clientPhone(77)));
  const form = begun.forms.find(({ action }) => action.endsWith('/verify'))?.action ?? '';
  const right = await operator.submit(begun, form, { code: codeIn(inbox.at(-1)?.body) });
  t.regex(right.text, /The code was right.*Verified phone/);
  const { json } = await sendAs('admin', 'GET', form.replace('/console', '').replace('/verify', ''));
  t.deepEqual(json['proved'], ['phone']);
});

test('where new clients are to be confirmed, a new order says so', async (t) => {
  const service = await startService({
    settings: { ...settings, confirmations: { ...confirmations, required: true } },
  });
  t.teardown(() => service.stop());
  const { json } = await service.send('POST', '/tokens', { name: 'the shop', role: 'admin' });
  const admin = await visit(service.url, String(json['token']));
  const page = await admin.get('/console/new-order');
  const created = await admin.submit(page, '/console/new-order/create', {
    order_id: 'O-9',
    client_id: '9',
    client_name: 'Grace Hopper',
    client_mail: 'grace@shop.example',
    client_real_phone: clientPhone(9),
  });
  t.regex(created.text, /once the client has confirmed their phone/);
  const [, path = ''] = /href="(\/console\/confirmations\/[^"]+)"/.exec(created.html) ?? [];
  const order = await admin.get('/console/orders/O-9');
  t.true(order.html.includes(path), 'the order says what it waits for');
  t.notRegex(order.html, /href="\/console\/clients\/9"/, 'there is no client yet');
  const waiting = await admin.get(path);
  t.is(waiting.status, 200);
  t.regex(waiting.text, /New client/);
});

const FORMS = ['verify', 'send', 'approve', 'cancel'] as const;
const FIELDS = { code: '123456', channel: 'sms' };

test('a viewer who makes up forms, and forms without their token, decide nothing', async (t) => {
  const { as, status } = await openWaiting(t);
  const viewer = await as('viewer');
  await viewer.get('/console/confirmations');
  const admin = await as('admin');
  await admin.get('/console/confirmations');
  for (const form of FORMS) {
    const path = `/console/confirmations/C-1/${form}`;
    const refused = await viewer.post(path, FIELDS);
    t.is(refused.status, 403, form);
    t.regex(refused.text, /the role viewer may not do this/);
    for (const _csrf of ['', 'x']) t.is((await admin.post(path, { ...FIELDS, _csrf })).status, 403, form);
  }
  const shop = await as('shop');
  const page = await shop.get('/console/confirmations/C-1');
  t.is(page.status, 200);
  t.is((await shop.post('/console/confirmations/C-1/approve')).status, 403);
  t.is(await status(), 'pending');
});

test('the pages of confirmations are there in French', async (t) => {
  const { as } = await openWaiting(t);
  const admin = await as('admin', { 'accept-language': 'fr' });
  t.regex((await admin.get('/console/confirmations')).text, /en attente/);
  t.regex((await admin.get('/console/confirmations/C-1')).text, /Saisir le code/);
});
