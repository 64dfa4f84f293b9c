import { testInTurn } from '../http/in-turn.js';
import { TOKEN } from '../support.js';
import { visit } from './browser-less.js';
import { enter, isIn, openService, SIGN_IN } from './entering.js';

testInTurn('no form is accepted without the token of its page, the one to sign in included', async (t) => {
  const { service } = await openService(t);
  const stranger = await visit(service.url, undefined);
  // The other site has no cookie of the browser, and knows no token.
  t.is((await stranger.post(SIGN_IN, { token: TOKEN })).status, 403);
  await stranger.get(SIGN_IN);
  for (const _csrf of ['', 'x', 'x'.repeat(43)])
    t.is((await stranger.post(SIGN_IN, { token: TOKEN, _csrf })).status, 403);
  const other = await visit(service.url, undefined);
  const csrf = (await other.get(SIGN_IN)).forms[0]?.fields['_csrf'] ?? '';
  t.is((await stranger.post(SIGN_IN, { token: TOKEN, _csrf: csrf })).status, 403, 'of another browser');
  t.false(await isIn(stranger));

  const [mine, theirs] = [await visit(service.url, TOKEN), await visit(service.url, TOKEN)];
  const theirForm = (await theirs.get('/console')).forms[0]?.fields['_csrf'] ?? '';
  for (const path of ['/console/sign-out', '/console/language', '/console/try/order'])
    for (const _csrf of ['', 'x', csrf, theirForm]) {
      const reply = await mine.post(path, { _csrf });
      t.is(reply.status, 403, `${path} ${_csrf}`);
      t.regex(reply.text, /of another sign-in, or of another site/);
    }
  t.true(await isIn(mine));
  t.deepEqual((await service.send('GET', '/orders')).json['items'], []);
});

testInTurn('a form that another site has sent is refused, whatever it has', async (t) => {
  const { service } = await openService(t, { publicUrls: ['https://calls.shop.example'] });
  const { host } = new URL(service.url);
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: `http://${host}.evil.example` },
    { origin: 'http://localhost:1' },
    { origin: 'nonsense' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'null' },
    { 'sec-fetch-site': 'cross-site', origin: `http://${host}` },
  ];
  for (const headers of foreign) {
    const words = JSON.stringify(headers);
    const visitor = await visit(service.url, undefined, headers);
    t.is((await enter(visitor, TOKEN)).status, 403, words);
    t.false(await isIn(visitor), words);
    const victim = await visit(service.url, TOKEN);
    const _csrf = (await victim.get('/console')).forms[0]?.fields['_csrf'] ?? '';
    for (const path of ['/console/sign-out', '/console/try/order', '/console/language']) {
      const reply = await victim.ask(path, { method: 'POST', headers, body: new URLSearchParams({ _csrf }) });
      t.is(reply.status, 403, `${path} ${words}`);
    }
    t.true(await isIn(victim), words);
  }
  const own: Record<string, string>[] = [
    { origin: 'null' },
    { origin: 'https://calls.shop.example' },
    { origin: `http://${host}` },
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
  ];
  for (const headers of own) t.is((await enter(await visit(service.url, undefined, headers), TOKEN)).status, 303);
});

testInTurn(
  'a cookie that was set before is not the sign-in afterwards, and a second one ends the former',
  async (t) => {
    const { service } = await openService(t);
    const visitor = await visit(service.url, undefined);
    const planted = 'x'.repeat(43);
    visitor.cookies.set('proxycall_console', planted);
    t.is((await enter(visitor, TOKEN)).status, 303);
    const first = visitor.cookies.get('proxycall_console') ?? '';
    t.regex(first, /^[\w-]{43}$/);
    t.not(first, planted);
    t.false(visitor.cookies.has('proxycall_form'));
    const holder = await visit(service.url, undefined);
    holder.cookies.set('proxycall_console', planted);
    t.false(await isIn(holder));
    t.is((await enter(visitor, TOKEN)).status, 303);
    t.not(visitor.cookies.get('proxycall_console'), first);
    t.true(await isIn(visitor));
    holder.cookies.set('proxycall_console', first);
    t.false(await isIn(holder));
  },
);

testInTurn('after the sign-in comes a page of the console, and nothing else', async (t) => {
  const { service } = await openService(t);
  const elsewhere = [
    ...['https://evil.example', '//evil.example', '/\\evil.example', '\\\\evil.example', '/console\\..\\x', ''],
    ...['/consoles', '/docs', '/console/../docs', '/console/%2e%2e/docs', '/console/.%2E/docs', '/console/\t/x'],
    ...['javascript:alert(1)', '/console/x\r\nSet-Cookie: a=b', '/console@evil.example', ' /console/orders'],
    ...['/console/orders#x', '/console/orders?x="><script>', '/console/orders\n'],
  ];
  for (const next of elsewhere) {
    const visitor = await visit(service.url, undefined);
    const page = await visitor.get(`${SIGN_IN}?next=${encodeURIComponent(next)}`);
    // No target of a request has control characters.
    if (page.status !== 400) t.is(page.forms[0]?.fields['next'], '/console', next);
    t.is((await enter(visitor, TOKEN, { next })).to, '/console', next);
  }
  for (const next of ['/console/orders', '/console/orders?cursor=a.b%3D&outcome=busy', '/console?done=erased']) {
    const visitor = await visit(service.url, undefined);
    t.is((await visitor.get(next)).to, `${SIGN_IN}?next=${encodeURIComponent(next)}`);
  }
  for (const next of ['/console/orders', '/console/orders/A.1%20b', '/console/calls?cursor=a.b%3D&outcome=busy']) {
    const visitor = await visit(service.url, undefined);
    const page = await visitor.get(`${SIGN_IN}?next=${encodeURIComponent(next)}`);
    t.is((await visitor.post(SIGN_IN, { ...page.forms[0]?.fields, token: TOKEN })).to, next);
  }
  // Twice the same name is no answer to anything.
  const visitor = await visit(service.url, undefined);
  t.is((await visitor.get(`${SIGN_IN}?next=/console/orders&next=//evil.example`)).forms[0]?.fields['next'], '/console');
});

testInTurn('whoever has no cookie of the console is told nothing of it', async (t) => {
  const { service } = await openService(t);
  for (const cookie of ['', 'proxycall_console=', `proxycall_console=${'a'.repeat(10_000)}`, 'proxycall_console=%00']) {
    const reply = await fetch(`${service.url}/console/feed`, { headers: { cookie } });
    t.deepEqual([reply.status, await reply.text()], [401, ''], cookie.slice(0, 40));
    const page = await fetch(`${service.url}/console/orders`, { headers: { cookie }, redirect: 'manual' });
    t.is(page.status, 303);
  }
  // A token of the API is no cookie, and the cookie no token.
  const bearer = { authorization: `Bearer ${TOKEN}` };
  t.is((await fetch(`${service.url}/console`, { headers: bearer, redirect: 'manual' })).status, 303);
  const visitor = await visit(service.url, TOKEN);
  const secret = visitor.cookies.get('proxycall_console') ?? '';
  t.is((await service.send('GET', '/orders', undefined, { authorization: `Bearer ${secret}` })).status, 403);
  t.is(
    (await service.send('GET', '/orders', undefined, { authorization: '', cookie: `proxycall_console=${secret}` }))
      .status,
    401,
  );
});

testInTurn('what no form of ours sends is refused, and its page says so in the language of the browser', async (t) => {
  const { service } = await openService(t);
  const visitor = await visit(service.url, TOKEN);
  const _csrf = (await visitor.get('/console')).forms[0]?.fields['_csrf'] ?? '';
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
  const form = `_csrf=${_csrf}`;
  const bodies: readonly (readonly [number, string, Record<string, string>])[] = [
    [415, form, { 'content-type': 'text/plain' }],
    [415, JSON.stringify({ _csrf }), { 'content-type': 'application/json' }],
    [415, form, { 'content-type': 'multipart/form-data; boundary=x' }],
    [413, `${form}&x=${'x'.repeat(40_000)}`, urlencoded],
    [400, `${form}&${form}`, urlencoded],
    [400, `${form}&x=%ff`, urlencoded],
    [403, '', urlencoded],
    [403, 'x', urlencoded],
  ];
  for (const [status, body, headers] of bodies) {
    const reply = await visitor.ask('/console/sign-out', { method: 'POST', body, headers });
    t.is(reply.status, status, body.slice(0, 60));
    t.regex(reply.headers.get('content-type') ?? '', /html/);
  }
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    t.is((await visitor.ask('/console', { method, headers: { 'accept-language': 'fr' } })).status, 404, method);
  const french = await visitor.ask('/console/sign-out', { method: 'POST', headers: { 'accept-language': 'fr' } });
  t.regex(french.text, /ouvrez la page à nouveau/);
  t.true(await isIn(visitor));
  t.is((await visitor.get('/console/')).to, '/console');
});
