import test from 'ava';
import { createKeptSearches } from '../../src/entry/console/kept-searches.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { testInTurn } from '../http/in-turn.js';
import { clientPhone, TOKEN } from '../support.js';
import { openConsole, visit } from './browser-less.js';
import { openService } from './entering.js';

const MINUTE = 60_000;

test('what a search found has an address that says nothing, and can be loaded again', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  for (const place of ['/console/orders', '/console/clients']) {
    await admin.get(place);
    const sent = await admin.post(`${place}/search`, { text: clientPhone(2) });
    t.is(sent.status, 303);
    t.regex(sent.to, new RegExp(`^${place}\\?found=[\\w-]{16}$`));
    for (let time = 0; time < 2; time += 1) {
      const found = await admin.get(sent.to);
      t.is(found.status, 200);
      t.regex(found.html, /href="\/console\/clients\/2"/);
      t.is(found.forms.find(({ action }) => action.endsWith('/search'))?.fields['text'], clientPhone(2));
    }
    const other = await as('admin');
    const foreign = await other.get(sent.to);
    t.is(foreign.status, 200);
    t.regex(foreign.text, /Search again/);
    t.false(foreign.text.includes(clientPhone(2)));
  }
  const viewer = await as('viewer', { 'accept-language': 'fr' });
  t.regex((await viewer.get('/console/orders?found=x')).text, /Cherchez à nouveau/);
});

test('a search that finds one thing leads to it', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  await admin.get('/console/orders');
  await sendAs('admin', 'POST', '/clients', {
    ...{ client_id: '9', client_name: 'Grace Hopper', client_mail: 'grace@shop.example' },
    client_real_phone: clientPhone(9),
  });
  t.is((await admin.post('/console/orders/search', { text: 'O-2' })).to, '/console/orders/O-2');
  t.is((await admin.post('/console/orders/search', { text: clientPhone(9) })).to, '/console/clients/9');
  const none = await admin.post('/console/orders/search', { text: 'nothing' });
  t.regex((await admin.get(none.to)).text, /Nothing found/);
});

test('searches are kept for ten minutes, and not without end', (t) => {
  const clock = createFakeClock(0);
  const searches = createKeptSearches(clock);
  const [one, other] = [searches.of('one'), searches.of('other')];
  const id = one.keep('x');
  clock.advance(10 * MINUTE - 1);
  t.is(one.find(id), 'x');
  t.is(other.find(id), undefined);
  clock.advance(1);
  t.is(one.find(id), undefined);
  const first = one.keep('first');
  for (let index = 1; index < 1000; index += 1) one.keep(index.toString());
  t.is(one.find(first), 'first');
  const last = one.keep('last');
  t.is(one.find(first), undefined);
  t.is(one.find(last), 'last');
});

test('the address of a form leads to its page, and takes no order away', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin');
  for (const [form, page] of [
    ['/console/orders/search', '/console/orders'],
    ['/console/orders/O-1/close', '/console/orders/O-1'],
    ['/console/clients/1/reveal', '/console/clients/1'],
    ['/console/new-order/create', '/console/new-order'],
    ['/console/tokens/revoke', '/console/tokens'],
  ] as const) {
    const reply = await admin.get(form);
    t.deepEqual([reply.status, reply.to], [303, page], form);
  }
  t.is((await admin.get('/console/orders/O-1/nothing')).status, 404);
  t.is((await admin.get('/console/orders/404')).status, 404);
  const order = { order_id: 'search', client_id: '1', client_name: 'Ada', client_mail: 'ada1@shop.example' };
  await sendAs('admin', 'POST', '/orders', { ...order, client_real_phone: clientPhone(1) });
  t.regex((await admin.get('/console/orders/search')).text, /Order search/);
});

test('what was done is said once, and by no address', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  await admin.get('/console/orders/O-1');
  const closed = await admin.post('/console/orders/O-1/close');
  t.is(closed.to, '/console/orders/O-1');
  t.regex((await admin.get(closed.to)).text, /The order is closed\./);
  t.notRegex((await admin.get(closed.to)).text, /The order is closed\./);
  t.notRegex((await admin.get('/console/orders/O-2?done=closed')).text, /The order is closed\./);
  for (const made of ['toString', 'x', '%3Cscript%3E']) {
    admin.cookies.set('proxycall_notice', made);
    const page = await admin.get('/console/orders');
    t.is(page.status, 200);
    t.notRegex(page.html, /class="note good"/);
  }
});

testInTurn('a form that was sent after the sign-in had ended is not lost without a word', async (t) => {
  const { service, clock } = await openService(t);
  const visitor = await visit(service.url, TOKEN);
  await visitor.get('/console/new-order');
  clock.advance(31 * MINUTE);
  const sent = await visitor.post('/console/new-order/create', { order_id: 'O-1' });
  t.deepEqual([sent.status, sent.to], [303, '/console/sign-in?next=%2Fconsole%2Fnew-order&lost=yes']);
  const page = await visitor.get(sent.to);
  t.regex(page.text, /You were signed out: what you sent was not done/);
  const back = await visitor.submit(page, '/console/sign-in', { token: TOKEN });
  t.regex(back.text, /New order/);
  t.notRegex((await visitor.get('/console/sign-in')).text, /signed out/);
});

test('another language is shown on the same page', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/orders?status=open');
  const switched = await admin.submit(page, '/console/language');
  t.regex(switched.html, /<html lang="fr">/);
  t.regex(switched.html, /aria-current="true"[^>]*>Ouvertes/);
  for (const back of ['https://evil.example', '//evil.example', '/console/../x', '/api', ''])
    t.is((await admin.post('/console/language', { language: 'en', back })).to, '/console', back);
});

test('what goes wrong keeps the navigation of whoever is signed in', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const missing = await admin.get('/console/orders/404');
  t.is(missing.status, 404);
  t.regex(missing.html, /<nav class="nav"/);
  await admin.get('/console/orders');
  const foreign = await admin.post('/console/orders/O-1/close', { _csrf: 'x' });
  t.is(foreign.status, 403);
  t.regex(foreign.html, /<nav class="nav"/);
  const guest = await visit((await openConsole(t)).service.url, undefined);
  t.notRegex((await guest.get('/console/x')).html, /<nav class="nav"/);
});
