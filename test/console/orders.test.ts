import test from 'ava';
import { ROLES } from '../../src/domain/model/role.js';
import { clientPhone, COURIER } from '../support.js';
import { shows } from '../http/access/scene.js';
import { localIn, openConsole, type Visitor } from './browser-less.js';

const LISTERS = ['viewer', 'operator', 'admin'] as const;
const NEW_ORDER = {
  order_id: 'O-9',
  client_id: '9',
  client_name: 'Grace Hopper',
  client_mail: 'grace@shop.example',
  client_real_phone: clientPhone(9),
};

test('the list has every order, by status, and leads to each', async (t) => {
  const { as, service } = await openConsole(t);
  await service.send('POST', '/orders/O-1/close');
  const admin = await as('admin');
  const all = await admin.get('/console/orders');
  t.is(all.status, 200);
  t.regex(all.html, /href="\/console\/orders\/O-1"/);
  t.regex(all.html, /href="\/console\/orders\/O-2"/);
  const open = await admin.get('/console/orders?status=open');
  t.notRegex(open.html, /orders\/O-1"/);
  t.regex(open.html, /orders\/O-2"/);
  const closed = await admin.get('/console/orders?status=closed');
  t.regex(closed.html, /orders\/O-1"/);
  t.notRegex(closed.html, /orders\/O-2"/);
});

test('a long list goes on on the next page, within its filter', async (t) => {
  const { as, service } = await openConsole(t);
  for (let index = 10; index < 36; index += 1) {
    const order = { ...NEW_ORDER, order_id: `P-${index.toString()}`, client_id: 1, client_real_phone: clientPhone(1) };
    await service.send('POST', '/orders', { ...order, client_name: 'Ada Lovelace', client_mail: 'ada1@shop.example' });
  }
  const admin = await as('admin');
  const first = await admin.get('/console/orders?status=open');
  const [, next = ''] = /href="(\/console\/orders\?[^"]*cursor=[^"]*)"/.exec(first.html) ?? [];
  t.regex(next, /status=open/);
  const second = await admin.get(next.replaceAll('&amp;', '&'));
  t.regex(second.html, /orders\/O-1"/);
  t.notRegex(second.html, /orders\/P-35"/);
});

for (const role of ROLES) {
  test(`what the pages of orders show to the role ${role}`, async (t) => {
    const { as, personal, sendAs } = await openConsole(t);
    const visitor = await as(role);
    const isLister = role !== 'shop';
    const list = await visitor.get('/console/orders');
    t.is(list.status, 200);
    t.is(list.html.includes('/console/orders/O-1'), isLister);
    t.is(list.html.includes('action="/console/orders/open"'), !isLister);
    const order = await visitor.get('/console/orders/O-2');
    t.is(order.status, 200);
    const { json } = await sendAs('admin', 'GET', '/orders/O-2');
    const isClear = role === 'admin' || role === 'shop';
    t.is(order.html.includes(String(json['order_code'])), isClear);
    if (!isClear) for (const secret of personal) t.false(shows(order.text + list.text, secret), secret);
    const actions = order.forms.map(({ action }) => action.replace('/console/orders/O-2/', ''));
    const has = (name: string) => actions.includes(name);
    t.is(has('close'), role !== 'viewer');
    t.is(has('courier'), role !== 'viewer');
    t.is(has('extend'), role !== 'viewer');
    t.is(has('reveal'), role === 'operator');
    t.is(has('call'), role === 'operator' || role === 'admin');
    t.is((await visitor.get('/console/new-order')).status, role === 'viewer' ? 403 : 200);
  });
}

for (const role of LISTERS) {
  test(`the role ${role} finds an order by its id, and its address says nothing of it`, async (t) => {
    const { as } = await openConsole(t);
    const visitor = await as(role);
    const list = await visitor.get('/console/orders');
    const found = await visitor.submit(list, '/console/orders/search', { text: 'O-2' });
    t.is(found.status, 200);
    t.regex(found.html, /<h1>Order O-2|href="\/console\/orders\/O-2"/);
    const nothing = await visitor.submit(list, '/console/orders/search', { text: 'O-3' });
    t.regex(nothing.text, /Nothing found/);
  });
}

test('roles that may look up numbers find an order by any of its numbers and by phones; a viewer by ids only', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const { json } = await sendAs('admin', 'GET', '/orders/O-2');
  const texts = [String(json['client_proxy_number']), '01 99 00 12 34', clientPhone(2)];
  for (const role of ['operator', 'admin'] as const) {
    const visitor = await as(role);
    const list = await visitor.get('/console/orders');
    for (const text of texts) {
      const found = await visitor.submit(list, '/console/orders/search', { text });
      t.regex(found.html, /<h1>Order O-2|href="\/console\/orders\/O-2"/, `${role} ${text}`);
    }
  }
  const viewer = await as('viewer');
  const list = await viewer.get('/console/orders');
  t.regex(list.text, /cannot search by number/);
  for (const text of texts) {
    const refused = await viewer.submit(list, '/console/orders/search', { text });
    t.is(refused.status, 403);
    t.regex(refused.text, /by the id of an order or a client/);
  }
});

test('a search is refused next to its field: too long, empty, or masked', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const list = await admin.get('/console/orders');
  for (const text of ['x'.repeat(101), ' ', '+336••••••54']) {
    const refused = await admin.submit(list, '/console/orders/search', { text });
    t.is(refused.status, 422);
    t.regex(refused.html, /id="field-text-fault"/);
  }
});

test('a new order, as people write phones, and its numbers and code once', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/new-order');
  const created = await admin.submit(page, '/console/new-order/create', {
    ...NEW_ORDER,
    client_real_phone: '06 39 98 50 09',
    courier_phone: '01.99.00.12.34',
    max_call_seconds: '600',
    ring_seconds: '20',
    expires_at: localIn(3),
  });
  t.is(created.status, 200);
  const { json } = await sendAs('admin', 'GET', '/orders/O-9');
  for (const field of ['client_proxy_number', 'courier_proxy_number', 'order_code', 'order_code_long'])
    t.true(created.text.includes(String(json[field])), field);
  const { json: client } = await sendAs('admin', 'GET', '/clients/9');
  t.is(client['client_real_phone'], clientPhone(9));
  t.is(new Date(String(json['expires_at'])).getTime() % 60_000, 0);
});

test('what is wrong with a new order is said next to the field, and what was typed stays', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/new-order');
  const wrong = {
    order_id: 'by-proxy',
    client_mail: 'no mail',
    client_real_phone: 'call me',
    client_iso_residency: 'Mars',
    courier_phone: '12',
    expires_at: '2030-02-30T10:00',
    max_call_seconds: '1.5',
  };
  const refused = await admin.submit(page, '/console/new-order/create', { ...NEW_ORDER, ...wrong });
  t.is(refused.status, 422);
  for (const field of Object.keys(wrong)) t.regex(refused.html, new RegExp(`id="field-${field}-fault"`), field);
  t.notRegex(refused.html, /id="field-client_name-fault"/);
  const form = refused.forms.find(({ action }) => action === '/console/new-order/create');
  t.is(form?.fields['client_real_phone'], 'call me');
  t.is(form?.fields['client_name'], 'Grace Hopper');
});

test('a new order is refused as the API refuses it: masked phones, the order of another, seconds, and an end without a courier', async (t) => {
  const { as } = await openConsole(t);
  const operator = await as('operator');
  const page = await operator.get('/console/new-order');
  const send = (fields: Record<string, string>) =>
    operator.submit(page, '/console/new-order/create', { ...NEW_ORDER, ...fields });
  const masked = await send({ client_real_phone: '+336••••••09' });
  t.is(masked.status, 422);
  t.regex(masked.html, /id="field-client_real_phone-fault">must not contain •/);
  t.is((await send({ order_id: 'O-1' })).status, 409);
  t.regex((await send({ courier_phone: COURIER, ring_seconds: '4' })).html, /id="field-ring_seconds-fault"/);
  t.regex((await send({ expires_at: localIn(3) })).html, /id="field-expires_at-fault"/);
});

const FORMS = [
  ['/console/new-order/create', NEW_ORDER],
  ['/console/orders/O-2/close', {}],
  ['/console/orders/O-2/courier', { courier_phone: '+33199001235' }],
  ['/console/orders/O-2/extend', { expires_at: '2027-01-01T10:00' }],
  ['/console/orders/O-2/reveal', { reason: 'complaint' }],
  ['/console/orders/O-2/call', { from: COURIER, to: '+33639980001' }],
] as const;

test('a viewer who makes up forms gets nowhere', async (t) => {
  const { as, sendAs, personal } = await openConsole(t);
  const viewer = await as('viewer');
  await viewer.get('/console/orders');
  const before = await sendAs('admin', 'GET', '/orders/O-2');
  for (const [path, fields] of FORMS) {
    const refused = await viewer.post(path, { ...fields });
    t.is(refused.status, 403, path);
    t.regex(refused.text, /the role viewer may not do this: it needs the role|Not for your role/, path);
    for (const secret of personal) t.false(shows(refused.text, secret), `${path} ${secret}`);
  }
  t.deepEqual((await sendAs('admin', 'GET', '/orders/O-2')).json, before.json);
  t.is((await sendAs('admin', 'GET', '/orders/O-9')).status, 404);
});

test('a form without its token, or with another one, does nothing', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const [admin, other] = [await as('admin'), await as('admin')];
  await admin.get('/console/orders');
  const [foreign] = (await other.get('/console/orders')).forms;
  for (const [path, fields] of [...FORMS, ['/console/orders/search', { text: 'O-2' }] as const]) {
    for (const _csrf of ['', 'x', foreign?.fields['_csrf'] ?? ''])
      t.is((await admin.post(path, { ...fields, _csrf })).status, 403, path);
  }
  t.is((await sendAs('admin', 'GET', '/orders/O-2')).json['status'], 'open');
});

test('text that would be markup is shown as text, and ids that are no path lead to their page', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const order_id = '<img src=x onerror=alert(1)>/"&';
  const client_name = '<script>alert(1)</script>';
  await sendAs('admin', 'POST', '/orders', { ...NEW_ORDER, order_id, client_name });
  const admin = await as('admin');
  const list = await admin.get('/console/orders');
  t.notRegex(list.html, /<img/);
  const order = await admin.get(`/console/orders/${encodeURIComponent(order_id)}`);
  t.is(order.status, 200);
  t.notRegex(order.html, /<img/);
  t.true(order.text.includes(order_id));
  const closed = await admin.submit(order, `/console/orders/${encodeURIComponent(order_id)}/close`);
  t.is(closed.status, 200);
  const found = await admin.submit(list, '/console/orders/search', { text: order_id });
  t.notRegex(found.html, /<img|<script>/);
  const client = await admin.get('/console/clients/9');
  t.notRegex(client.html, /<script>/);
});

test('an empty list says what to do, and everything is there in French', async (t) => {
  const { as } = await openConsole(t);
  const admin: Visitor = await as('admin', { 'accept-language': 'fr' });
  const none = await admin.get('/console/orders?status=closed');
  t.regex(none.text, /Aucune commande dans cet état/);
  const order = await admin.get('/console/orders/O-2');
  t.regex(order.text, /Remplacer le livreur/);
  const refused = await admin.submit(order, '/console/orders/O-2/courier', { courier_phone: 'Bob' });
  t.regex(refused.text, /un numéro de téléphone ne contient que des chiffres/);
  const called = await admin.submit(order, '/console/orders/O-2/call', { from: '01 99 00 12 34' });
  t.regex(called.text, /mis en relation avec le client/);
  const withheld = await admin.submit(order, '/console/orders/O-2/call', { from: '' });
  t.regex(withheld.text, /code de la commande est demandé|pas de mise en relation/);
  const viewer = await as('viewer', { 'accept-language': 'fr' });
  const list = await viewer.get('/console/orders');
  const searched = await viewer.submit(list, '/console/orders/search', { text: COURIER });
  t.regex(searched.text, /le rôle viewer ne cherche que par l’identifiant/);
});
