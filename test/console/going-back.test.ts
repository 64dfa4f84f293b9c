import test from 'ava';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { sealedSearches } from '../../src/entry/console/sealed-searches.js';
import { testInTurn } from '../http/in-turn.js';
import { anOrderBody, clientPhone, TOKEN } from '../support.js';
import { openConsole, visit } from './browser-less.js';
import { openService } from './entering.js';
import { cookieOf } from './following.js';
import { openInstances } from './instances.js';

const MINUTE = 60_000;

test('what a search found has an address that says nothing, and can be loaded again', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  for (const place of ['/console/orders', '/console/clients']) {
    await admin.get(place);
    const sent = await admin.post(`${place}/search`, { text: clientPhone(2) });
    t.is(sent.status, 303);
    t.regex(sent.to, new RegExp(`^${place}\\?found=[\\w-]{40,}$`));
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

test('the address of a search is valid for ten minutes, for this sign-in, and as it was made', (t) => {
  const at = (now: number, secret = 'one') => sealedSearches(secret, now);
  const sealed = at(0).seal('06 39 98 50 02');
  t.regex(sealed, /^[\w-]+$/);
  t.not(at(0).seal('06 39 98 50 02'), sealed, 'nobody sees that it is the same again');
  t.is(at(10 * MINUTE - 1).open(sealed), '06 39 98 50 02');
  t.is(at(10 * MINUTE).open(sealed), undefined);
  t.is(at(0, 'other').open(sealed), undefined);
  const bytes = Buffer.from(sealed, 'base64url');
  for (const index of bytes.keys()) {
    const wrong = Buffer.from(bytes);
    wrong[index] = (wrong[index] ?? 0) ^ 1;
    t.is(at(0).open(wrong.toString('base64url')), undefined, `byte ${index.toString()}`);
    t.is(at(0).open(bytes.subarray(0, index).toString('base64url')), undefined, `${index.toString()} bytes`);
  }
  for (const made of ['', 'x', '<script>', 'A'.repeat(16_000)]) t.is(at(0).open(made), undefined);
});

testInTurn('a result is shown by any instance', async (t) => {
  const { start } = openInstances(t);
  const [here, there] = [await start(), await start()];
  await here.send('POST', '/orders', anOrderBody(1));
  const visitor = await visit(here.url, TOKEN);
  await visitor.get('/console/orders');
  const { to } = await visitor.post('/console/orders/search', { text: clientPhone(1) });
  const found = await fetch(there.url + to, { headers: { cookie: cookieOf(visitor) } });
  t.regex(await found.text(), /href="\/console\/orders\/O-1"/);
});

test('whatever is searched for has an address that browsers and proxies take', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  await admin.get('/console/orders');
  // As long as a text may be, in characters of three bytes, between thousands that are not seen.
  const invisible = '\u200b'.repeat(1_000);
  const text = '漢'.repeat(100);
  const { to } = await admin.post('/console/orders/search', { text: `${invisible}${text}${invisible}` });
  t.true(to.length < 600, to.length.toString());
  const shown = await admin.get(to);
  t.regex(shown.text, /Nothing found/);
  t.is(shown.forms.find(({ action }) => action.endsWith('/search'))?.fields['text'], text);
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

test('what was done is not forgotten over an error elsewhere in the browser', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  await admin.get('/console/orders/O-1');
  const closed = await admin.post('/console/orders/O-1/close');
  t.is((await admin.get('/console/no-such-page')).status, 404);
  t.is((await admin.post('/console/orders/O-1/close', { _csrf: 'x' })).status, 403);
  t.regex((await admin.get(closed.to)).text, /The order is closed\./);
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

testInTurn('a store that does not answer is waited for once', async (t) => {
  const { service } = await openService(t);
  const visitor = await visit(service.url, TOKEN);
  await visitor.get('/console');
  const { store } = service.program.ports;
  let asked = 0;
  store.record = () => {
    asked += 1;
    return Promise.reject(new ProxyCallError('store_unavailable', 'the store does not answer'));
  };
  const page = await visitor.get('/console/orders');
  t.is(page.status, 503);
  t.regex(page.text, /the store is temporarily unavailable/);
  t.is(asked, 1);
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
