import test from 'ava';
import { openConsole, visit } from './browser-less.js';

test('the role shop signs in to a page that it may see, and opens orders and clients by their ids', async (t) => {
  const { service, tokens } = await openConsole(t);
  const shop = await visit(service.url, tokens.shop);
  const start = await shop.get('/console');
  t.deepEqual([start.status, start.to], [303, '/console/orders']);
  const page = await shop.get(start.to);
  t.is(page.status, 200);
  t.regex(page.html, /href="\/console\/new-order"/);
  t.regex(page.html, /<nav class="nav".*href="\/console\/orders"/s);
  t.notRegex(page.html, /orders\/O-1/);
  const order = await shop.submit(page, '/console/orders/open', { kind: 'order', id: ' O-2 ' });
  t.regex(order.html, /<h1>Order O-2/);
  const client = await shop.submit(page, '/console/orders/open', { kind: 'client', id: '1' });
  t.regex(client.html, /<h1>Client 1/);
  for (const fields of [
    { kind: 'order', id: 'O-404' },
    { kind: 'client', id: '404' },
    { kind: 'order', id: '' },
  ]) {
    const refused = await shop.submit(page, '/console/orders/open', fields);
    t.is(refused.status, 422);
    t.regex(refused.html, /id="field-id-fault"/);
    t.is(refused.forms.find(({ action }) => action.endsWith('/open'))?.fields['id'], fields.id);
  }
  t.is((await shop.post('/console/orders/search', { text: 'O-2' })).status, 403);
});

test('whoever may list orders has no need of it', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/orders');
  t.false(page.forms.some(({ action }) => action.endsWith('/open')));
  t.is((await admin.post('/console/orders/open', { kind: 'order', id: 'O-2' })).to, '/console/orders/O-2');
});
