import test from 'ava';
import { shows } from '../http/access/scene.js';
import { clientPhone, COURIER } from '../support.js';
import { localIn, openConsole } from './browser-less.js';

test('nothing of what people type or are shown is in a line of the log, or in an address', async (t) => {
  const { as, sendAs, service, personal } = await openConsole(t);
  const before = service.log().length;
  const operator = await as('operator');
  const search = await operator.get('/console/orders');
  for (const text of [COURIER, '06 39 98 50 02', clientPhone(1), 'Ada Lovelace'])
    await operator.submit(search, '/console/orders/search', { text });
  const page = await operator.get('/console/new-order');
  const order = {
    order_id: 'O-9',
    client_id: '9',
    client_name: 'Grace Hopper',
    client_mail: 'grace@shop.example',
    client_real_phone: clientPhone(9),
    courier_phone: '+33199001299',
    expires_at: localIn(3),
  };
  for (const client_mail of ['grace at shop', order.client_mail])
    await operator.submit(page, '/console/new-order/create', { ...order, client_mail });
  const shown = await operator.get('/console/orders/O-9');
  await operator.submit(shown, '/console/orders/O-9/reveal', { reason: 'complaint' });
  await operator.submit(shown, '/console/orders/O-9/courier', { courier_phone: '01 99 00 12 98' });
  const client = await operator.get('/console/clients/1');
  await operator.submit(client, '/console/clients/1/update', {
    client_name: 'Ada King',
    client_real_phone: clientPhone(3),
  });
  await operator.submit(client, '/console/clients/1/reveal', { reason: 'complaint' });
  const admin = await as('admin');
  await admin.submit(await admin.get('/console/clients/1'), '/console/clients/1/export');
  const log = service.log().slice(before);
  t.regex(log, /\/console\/orders\/:id\/reveal|\/console\/orders\/O-9\/reveal|reveal/);
  const { json } = await sendAs('admin', 'GET', '/orders/O-9');
  const secrets = [
    ...[...personal, clientPhone(9), clientPhone(3), '+33199001299', '+33199001298', 'Grace', 'King', 'grace'],
    ...['client_proxy_number', 'courier_proxy_number', 'order_code'].map((field) => String(json[field])),
  ];
  for (const line of log.split('\n'))
    for (const secret of secrets) t.false(shows(line, secret), `${secret} in ${line}`);
});

test('an address that is made up is answered, and changes nothing', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const statuses = async (paths: readonly string[]) => {
    const replies = [];
    for (const path of paths) replies.push((await admin.get(path)).status);
    return replies;
  };
  t.deepEqual(await statuses(['/console/orders?cursor=x', '/console/confirmations?cursor=x']), [400, 400]);
  t.deepEqual(await statuses(['/console/orders?status=none', '/console/confirmations?status=none']), [200, 200]);
  t.deepEqual(
    await statuses([
      '/console/orders/%00',
      '/console/clients/by-proxy',
      '/console/confirmations/%F0%9F%98%80',
      '/console/orders/O-2/close',
    ]),
    // The address of a form leads to its page.
    [400, 404, 404, 303],
  );
});
