import test from 'ava';
import { clientPhone } from '../support.js';
import { openConsole } from './browser-less.js';

test('orders of a client who has none, and of no client', async (t) => {
  const { as, sendAs } = await openConsole(t);
  await sendAs('admin', 'POST', '/clients', {
    ...{ client_id: '9', client_name: 'Grace Hopper', client_mail: 'grace@shop.example' },
    client_real_phone: clientPhone(9),
  });
  const operator = await as('operator');
  for (const address of ['/console/orders?client_id=9', '/console/orders?client_id=9&status=closed']) {
    const none = await operator.get(address);
    t.regex(none.text, /Orders of client 9/, address);
    t.notRegex(none.text, /No orders yet/, address);
    t.regex(none.html, /<a href="\/console\/orders">See all orders<\/a>/, address);
  }
  t.regex((await operator.get('/console/orders?client_id=9')).text, /No orders of this client/);
  const all = await operator.get('/console/orders?client_id=');
  t.regex(all.html, /<h1>Orders<\/h1>/);
  t.regex(all.html, /href="\/console\/orders\/O-2"/);
});
