import test from 'ava';
import { ROLES } from '../../src/domain/model/role.js';
import { clientPhone, COURIER } from '../support.js';
import { shows } from '../http/access/scene.js';
import { openConsole } from './browser-less.js';

const NEW_CLIENT = {
  client_id: '9',
  client_name: 'Grace Hopper',
  client_mail: 'grace@shop.example',
  client_real_phone: clientPhone(9),
};

for (const role of ROLES) {
  test(`what the pages of clients show to the role ${role}`, async (t) => {
    const { as, personal } = await openConsole(t);
    const visitor = await as(role);
    t.is((await visitor.get('/console/clients')).status, role === 'shop' ? 403 : 200);
    t.is((await visitor.get('/console/new-client')).status, role === 'viewer' ? 403 : 200);
    const client = await visitor.get('/console/clients/1');
    t.is(client.status, 200);
    const isClear = role === 'admin' || role === 'shop';
    t.is(client.text.includes('Ada Lovelace'), isClear);
    t.is(client.text.includes(clientPhone(1)), isClear);
    if (!isClear) for (const secret of personal) t.false(shows(client.html, secret), secret);
    const actions = client.forms.map(({ action }) => action.replace('/console/clients/1/', ''));
    const expected = {
      viewer: [],
      shop: ['update', 'confirm'],
      operator: ['reveal', 'update', 'confirm'],
      admin: ['update', 'export', 'erase', 'confirm'],
    };
    t.deepEqual(
      actions.filter((action) => !action.startsWith('/')),
      expected[role],
    );
  });
}

test('the list of clients leads to each, and a search finds them', async (t) => {
  const { as } = await openConsole(t);
  const operator = await as('operator');
  const list = await operator.get('/console/clients');
  t.regex(list.html, /href="\/console\/clients\/1"/);
  const found = await operator.submit(list, '/console/clients/search', { text: '06 39 98 50 02' });
  t.regex(found.html, /href="\/console\/clients\/2"/);
  t.notRegex(found.html, /href="\/console\/clients\/1"/);
  t.false(shows(found.text.replace('06 39 98 50 02', ''), clientPhone(2)));
});

test('a client shows orders, calls and the open session', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const client = await admin.get('/console/clients/1');
  t.regex(client.html, /href="\/console\/orders\/O-1"/);
  t.notRegex(client.html, /href="\/console\/orders\/O-2"/);
  t.regex(client.html, /<ol class="timeline">.*to the client/s);
  t.true(client.text.includes(COURIER), 'whom the client calls back to');
  t.is((await admin.get('/console/clients/404')).status, 404);
});

test('a new client, and the number once', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/new-client');
  t.regex(page.text, /Next free: 3/);
  const created = await admin.submit(page, '/console/new-client/create', NEW_CLIENT);
  t.is(created.status, 200);
  const { json } = await sendAs('admin', 'GET', '/clients/9');
  t.true(created.text.includes(String(json['client_proxy_number'])));
  const again = await admin.submit(page, '/console/new-client/create', NEW_CLIENT);
  t.is(again.status, 409);
  t.regex(again.text, /a client with this id already exists/);
});

test('what is wrong with a new client is said next to the field', async (t) => {
  const { as } = await openConsole(t);
  const operator = await as('operator');
  const page = await operator.get('/console/new-client');
  const wrong = {
    client_id: '..',
    client_name: 'a\nb',
    client_mail: 'x@y',
    client_real_phone: '0639',
    client_iso_residency: 'XX',
  };
  const refused = await operator.submit(page, '/console/new-client/create', wrong);
  t.is(refused.status, 422);
  for (const field of Object.keys(wrong)) t.regex(refused.html, new RegExp(`id="field-${field}-fault"`), field);
  const masked = await operator.submit(page, '/console/new-client/create', { ...NEW_CLIENT, client_name: 'A•••' });
  t.regex(masked.html, /id="field-client_name-fault">must not contain •/);
});

test('a change writes what was changed, and nothing else', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const read = async () => (await sendAs('admin', 'GET', '/clients/1')).json;
  const before = await read();
  const admin = await as('admin');
  const page = await admin.get('/console/clients/1');
  t.is(page.forms.find(({ action }) => action.endsWith('/update'))?.fields['client_name'], 'Ada Lovelace');
  const saved = await admin.submit(page, '/console/clients/1/update', {
    client_name: 'Ada King',
    client_iso_residency: 'fr',
  });
  t.regex(saved.text, /The change was saved/);
  t.deepEqual(await read(), { ...before, client_name: 'Ada King', client_iso_residency: 'FR' });
  const emptied = await admin.submit(saved, '/console/clients/1/update', { client_iso_residency: '', client_mail: '' });
  t.is(emptied.status, 200);
  t.deepEqual(await read(), { ...before, client_name: 'Ada King' });
  const same = await admin.submit(emptied, '/console/clients/1/update');
  t.is(same.status, 422);
  t.regex(same.text, /there is nothing to change/);
});

test('a role that sees masked values changes a client without sending them back', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const operator = await as('operator');
  const page = await operator.get('/console/clients/1');
  const form = page.forms.find(({ action }) => action.endsWith('/update'));
  for (const field of ['client_name', 'client_mail', 'client_real_phone']) t.is(form?.fields[field], '', field);
  const saved = await operator.submit(page, '/console/clients/1/update', { client_real_phone: '06 39 98 50 77' });
  t.regex(saved.text, /The change was saved/);
  const { json } = await sendAs('admin', 'GET', '/clients/1');
  t.is(json['client_real_phone'], clientPhone(77));
  t.is(json['client_name'], 'Ada Lovelace');
  for (const [field, value] of [
    ['client_name', 'A•••'],
    ['client_mail', 'nobody'],
    ['client_real_phone', COURIER.slice(0, 6)],
    ['client_iso_residency', 'Mars'],
    ['client_proxy_number', 'none'],
  ] as const) {
    const refused = await operator.submit(page, '/console/clients/1/update', { [field]: value });
    t.true(refused.status === 422 || refused.status === 409, field);
    t.regex(refused.html, new RegExp(`id="field-${field}-fault"`), field);
  }
});

test('a client without a number gets one', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  await sendAs('admin', 'POST', '/orders/O-1/close', { end_session: true });
  const page = await admin.get('/console/clients/1');
  const wrong = await admin.submit(page, '/console/clients/1/assign', { country_iso: 'Mars' });
  t.is(wrong.status, 422);
  t.regex(wrong.html, /id="field-country_iso-fault"/);
  const given = await admin.submit(page, '/console/clients/1/assign', { number_type: 'mobile', buy: 'yes' });
  t.is(given.status, 200);
  t.not((await sendAs('admin', 'GET', '/clients/1')).json['client_proxy_number'], null);
});

test('an operator gives a number of the pool, and buys none', async (t) => {
  const { as, sendAs } = await openConsole(t);
  await sendAs('admin', 'POST', '/orders/O-1/close', { end_session: true });
  const operator = await as('operator');
  const page = await operator.get('/console/clients/1');
  t.false('buy' in (page.forms.find(({ action }) => action.endsWith('/assign'))?.fields ?? {}));
  const refused = await operator.post('/console/clients/1/assign', { number_type: 'mobile', buy: 'yes' });
  t.is(refused.status, 403);
  t.regex(refused.text, /must not buy one/);
});

test('a client is erased by whoever types the id', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/clients/1');
  for (const confirm_id of ['', '2', '1 1']) {
    const refused = await admin.submit(page, '/console/clients/1/erase', { confirm_id });
    t.is(refused.status, 422);
    t.regex(refused.html, /id="field-confirm_id-fault"/);
  }
  t.is((await sendAs('admin', 'GET', '/clients/1')).status, 200);
  const erased = await admin.submit(page, '/console/clients/1/erase', { confirm_id: '1' });
  t.regex(erased.text, /Erased\./);
  t.is((await sendAs('admin', 'GET', '/clients/1')).status, 404);
});

test('an export is a file, as the API has it', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/clients/1');
  const file = await admin.submit(page, '/console/clients/1/export');
  t.is(file.status, 200);
  t.is(file.headers.get('content-disposition'), 'attachment; filename="client-1.json"');
  t.regex(file.headers.get('content-type') ?? '', /^application\/json/);
  const exported = JSON.parse(file.html) as Record<string, unknown>;
  const { json } = await sendAs('admin', 'POST', '/people/export', { phone: clientPhone(1) });
  t.deepEqual({ ...exported, exported_at: '' }, { ...json, exported_at: '' });
  t.regex((await sendAs('admin', 'GET', '/audit')).text, /"exportPerson"/);
});

test('a reveal of a client needs a reason, and is shown once', async (t) => {
  const { as } = await openConsole(t);
  const operator = await as('operator');
  const page = await operator.get('/console/clients/1');
  t.is((await operator.submit(page, '/console/clients/1/reveal', { reason: '' })).status, 422);
  const revealed = await operator.submit(page, '/console/clients/1/reveal', { reason: 'customer_asked' });
  t.is(revealed.status, 200);
  t.true(revealed.text.includes('Ada Lovelace') && revealed.text.includes(clientPhone(1)));
  t.false((await operator.get('/console/clients/1')).text.includes('Ada Lovelace'));
});

const FORMS = [
  ['/console/new-client/create', NEW_CLIENT],
  ['/console/clients/1/update', { client_name: 'Eve' }],
  ['/console/clients/1/assign', { number_type: 'mobile' }],
  ['/console/clients/1/erase', { confirm_id: '1' }],
  ['/console/clients/1/export', {}],
  ['/console/clients/1/reveal', { reason: 'complaint' }],
  ['/console/clients/1/confirm', {}],
] as const;

test('a viewer who makes up forms gets nowhere, and an operator neither where only an admin may', async (t) => {
  const { as, sendAs, personal } = await openConsole(t);
  const before = await sendAs('admin', 'GET', '/clients/1');
  const viewer = await as('viewer');
  await viewer.get('/console/clients');
  const operator = await as('operator');
  await operator.get('/console/clients');
  const tried = [
    ...FORMS.map((form) => [viewer, ...form] as const),
    ...FORMS.filter(([path]) => /erase|export/.test(path)).map((form) => [operator, ...form] as const),
  ];
  for (const [visitor, path, fields] of tried) {
    const refused = await visitor.post(path, { ...fields });
    t.is(refused.status, 403, path);
    for (const secret of personal) t.false(shows(refused.text, secret), `${path} ${secret}`);
  }
  t.deepEqual((await sendAs('admin', 'GET', '/clients/1')).json, before.json);
});

test('a form of clients without its token does nothing', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  await admin.get('/console/clients');
  for (const [path, fields] of FORMS) {
    for (const _csrf of ['', 'x']) t.is((await admin.post(path, { ...fields, _csrf })).status, 403, path);
  }
  t.is((await sendAs('admin', 'GET', '/clients/1')).json['client_name'], 'Ada Lovelace');
  t.is((await sendAs('admin', 'GET', '/clients/9')).status, 404);
});

test('the pages of clients are there in French', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin', { 'accept-language': 'fr' });
  const client = await admin.get('/console/clients/1');
  t.regex(client.text, /Vrai téléphone/);
  const refused = await admin.submit(client, '/console/clients/1/erase', { confirm_id: '2' });
  t.regex(refused.text, /doit être l’identifiant de ce client/);
});
