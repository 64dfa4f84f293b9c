import test from 'ava';
import { clientPhone, COURIER } from '../support.js';
import { localIn, openConsole } from './browser-less.js';

test('an order shows its calls, and what can be done about it', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const order = await admin.get('/console/orders/O-2');
  t.regex(order.html, /<ol class="timeline">.*to the client/s);
  const none = await admin.get('/console/orders/O-404');
  t.is(none.status, 404);
});

test('another courier, a later end, and the end of an order', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const operator = await as('operator');
  const read = async () => (await sendAs('admin', 'GET', '/orders/O-2')).json;
  const before = await read();
  const page = await operator.get('/console/orders/O-2');
  const changed = await operator.submit(page, '/console/orders/O-2/courier', { courier_phone: '+33 1 99 00 12 35' });
  t.regex(changed.text, /The courier was changed/);
  t.not((await read())['order_code'], before['order_code']);
  const extended = await operator.submit(page, '/console/orders/O-2/extend', { expires_at: localIn(9) });
  t.regex(extended.text, /The order ends later now/);
  t.true(String((await read())['expires_at']) > String(before['expires_at']));
  const closed = await operator.submit(page, '/console/orders/O-2/close');
  t.regex(closed.text, /The order is closed/);
  t.is((await read())['status'], 'closed');
  t.deepEqual(
    closed.forms.map(({ action }) => action).filter((action) => /close|extend|courier/.test(action)),
    [],
  );
});

test('what is wrong with a courier or an end is said next to the field', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/orders/O-2');
  for (const courier_phone of ['', 'Bob', '+336••••••54', clientPhone(2)]) {
    const refused = await admin.submit(page, '/console/orders/O-2/courier', { courier_phone });
    t.is(refused.status, 422, courier_phone);
    t.regex(refused.html, /id="field-courier_phone-fault"/);
  }
  for (const expires_at of ['', 'tomorrow', '2020-01-01T10:00', '2100-01-01T10:00']) {
    const refused = await admin.submit(page, '/console/orders/O-2/extend', { expires_at });
    t.is(refused.status, 422, expires_at);
    t.regex(refused.html, /id="field-expires_at-fault"/);
  }
  const unpaired = await admin.post('/console/orders/O-1/courier', { courier_phone: COURIER });
  t.is(unpaired.status, 409);
  t.regex(unpaired.text, /was created without a courier/);
});

test('closing the last order takes the number away only when that is ticked', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  const number = async () => (await sendAs('admin', 'GET', '/clients/1')).json['client_proxy_number'];
  const page = await admin.get('/console/orders/O-1');
  t.is((await admin.submit(page, '/console/orders/O-1/close', { end_session: 'yes' })).status, 200);
  t.is(await number(), null);
});

test('a reveal needs a reason, is shown once, and is in the audit trail', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const operator = await as('operator');
  const { json } = await sendAs('admin', 'GET', '/orders/O-2');
  const page = await operator.get('/console/orders/O-2');
  for (const reason of ['', 'because']) {
    const refused = await operator.submit(page, '/console/orders/O-2/reveal', { reason });
    t.is(refused.status, 422);
    t.regex(refused.html, /id="field-reason-fault"/);
    t.false(refused.text.includes(String(json['order_code'])));
  }
  const revealed = await operator.submit(page, '/console/orders/O-2/reveal', { reason: 'delivery_problem' });
  t.is(revealed.status, 200);
  for (const field of ['client_proxy_number', 'courier_proxy_number', 'order_code'])
    t.true(revealed.text.includes(String(json[field])), field);
  t.false((await operator.get('/console/orders/O-2')).text.includes(String(json['order_code'])));
  const { text } = await sendAs('admin', 'GET', '/audit');
  t.regex(text, /"delivery_problem"/);
});

test('a call test shows what was decided, and is in the timeline', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/orders/O-2');
  const called = await admin.submit(page, '/console/orders/O-2/call', { from: '01 99 00 12 34' });
  t.is(called.status, 200);
  t.regex(called.text, /connected to the client, who is shown their own proxy number/);
  const withheld = await admin.submit(page, '/console/orders/O-2/call', { from: '' });
  t.regex(withheld.text, /asked for the order's code|withheld/);
  for (const from of ['nobody', '+336••••••54']) {
    const refused = await admin.submit(page, '/console/orders/O-2/call', { from });
    t.is(refused.status, 422);
    t.regex(refused.html, /id="field-from-fault"/);
  }
});

test('without the numbers in clear, a call test asks for the number', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const { json } = await sendAs('admin', 'GET', '/orders/O-2');
  const operator = await as('operator');
  const page = await operator.get('/console/orders/O-2');
  const to = String(json['courier_proxy_number']);
  t.is(page.forms.find(({ action }) => action.endsWith('/call'))?.fields['to'], '');
  const called = await operator.submit(page, '/console/orders/O-2/call', { from: COURIER, to });
  t.regex(called.text, /connected to the client/);
  const refused = await operator.submit(page, '/console/orders/O-2/call', { from: COURIER, to: '+336••••••54' });
  t.is(refused.status, 422);
});
