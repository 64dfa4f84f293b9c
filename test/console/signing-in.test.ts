import type { ExecutionContext } from 'ava';
import type { Config } from '../../src/entry/config/config.js';
import { LOCAL_HTTP } from '../../src/entry/config/http.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { createToken } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { startService, TOKEN, type Service } from '../support.js';
import { visit, type PageReply, type Visitor } from './browser-less.js';

const SIGN_IN = '/console/sign-in';
const HOUR = 3_600_000;
const MINUTE = 60_000;

async function open(t: ExecutionContext, config: Partial<Config> = {}, clock = createFakeClock(Date.now())) {
  const service = await startService(config, clock);
  t.teardown(() => service.stop());
  return { service, clock };
}

/** @returns the answer to the form, which is not followed */
async function enter(visitor: Visitor, token: string, fields: Record<string, string> = {}): Promise<PageReply> {
  await visitor.get(SIGN_IN);
  return visitor.post(SIGN_IN, { token, next: '/console', ...fields });
}

const isIn = async (visitor: Visitor) => (await visitor.get('/console')).status === 200;
const setCookies = ({ headers }: PageReply) => headers.getSetCookie();

testInTurn('a token of the environment and one of the store sign in, and no other', async (t) => {
  const { service, clock } = await open(t);
  const expires = { expires_at: new Date(clock.now() + HOUR).toISOString() };
  const { json } = await createToken(service, 'office', 'viewer', expires);
  const made = String(json['token']);
  for (const [token, name] of [
    [TOKEN, /env:[0-9a-f]{6}/],
    [`  ${made} `, /office/],
  ] as const) {
    const visitor = await visit(service.url, undefined);
    t.is((await visitor.get('/console')).to, '/console/sign-in?next=%2Fconsole');
    const reply = await enter(visitor, token);
    t.deepEqual([reply.status, reply.to], [303, '/console']);
    const page = await visitor.get('/console');
    t.is(page.status, 200);
    t.regex(page.text, name);
    t.false(page.html.includes(made) || page.html.includes(TOKEN));
  }
  clock.advance(HOUR);
  const changed = `${made.slice(0, 5)}${made[5] === 'A' ? 'B' : 'A'}${made.slice(6)}`;
  const wrong = [
    ['', 'Enter a token.'],
    ['sesame', 'This token is not accepted.'],
    [made, 'This token has expired.'],
    [changed, 'This token is incomplete or mistyped.'],
    [made.slice(0, 20), 'This token is incomplete or mistyped.'],
  ] as const;
  for (const [token, words] of wrong) {
    const visitor = await visit(service.url, undefined);
    const reply = await enter(visitor, token, { next: '/console/orders' });
    t.is(reply.status, 403, words);
    t.true(reply.text.includes(words), `${words} ${reply.text}`);
    t.is(reply.forms[0]?.fields['next'], '/console/orders', 'it is kept');
    if (token !== '') t.false(reply.html.includes(token));
    t.false(await isIn(visitor));
  }
  for (const secret of [made, TOKEN, changed, 'sesame']) t.false(service.log().includes(secret));
});

testInTurn('so many wrong tokens from an address, and then no more for a minute', async (t) => {
  const { service } = await open(t);
  const visitor = await visit(service.url, undefined);
  for (let time = 0; time < 10; time += 1) t.is((await enter(visitor, `wrong ${time.toString()}`)).status, 403);
  const reply = await enter(visitor, 'wrong again');
  t.is(reply.status, 429);
  t.regex(reply.headers.get('retry-after') ?? '', /^\d+$/);
  t.regex(reply.headers.get('content-type') ?? '', /html/);
  t.is((await enter(visitor, TOKEN)).status, 303, 'a right one is always accepted');
});

testInTurn('no form is accepted without the token of its page, the one to sign in included', async (t) => {
  const { service } = await open(t);
  const stranger = await visit(service.url, undefined);
  // The other site has no cookie of the browser, and knows no token.
  t.is((await stranger.post(SIGN_IN, { token: TOKEN })).status, 403);
  await stranger.get(SIGN_IN);
  for (const _csrf of ['', 'x', 'x'.repeat(43)]) t.is((await stranger.post(SIGN_IN, { token: TOKEN, _csrf })).status, 403);
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
  const { service } = await open(t, { publicUrls: ['https://calls.shop.example'] });
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

testInTurn('a cookie that was set before is not the sign-in afterwards, and a second one ends the former', async (t) => {
  const { service } = await open(t);
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
});

testInTurn('after the sign-in comes a page of the console, and nothing else', async (t) => {
  const { service } = await open(t);
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

testInTurn('cookies are for the console and for nobody else', async (t) => {
  const plain = await open(t);
  const secure = await open(t, { http: { ...LOCAL_HTTP, isProduction: true } });
  const behind = await open(t, { publicUrls: ['https://calls.shop.example'] });
  const cases: readonly [Service, Record<string, string>, boolean][] = [
    [plain.service, {}, false],
    [secure.service, {}, true],
    [behind.service, {}, false],
  ];
  for (const [service, headers, isSecure] of cases) {
    const visitor = await visit(service.url, undefined, headers);
    const before = await visitor.get(SIGN_IN);
    const reply = await enter(visitor, TOKEN);
    t.is(reply.status, 303);
    const out = await visitor.post('/console/sign-out', {
      _csrf: (await visitor.get('/console')).forms[0]?.fields['_csrf'] ?? '',
    });
    const all = [before, reply, out].flatMap(setCookies).filter((each) => /proxycall/.test(each));
    t.true(all.length >= 4);
    for (const cookie of all) {
      t.regex(cookie, /; httponly/i);
      t.regex(cookie, /; samesite=strict/i);
      t.notRegex(cookie, /domain=/i);
      t.is(/; secure/i.test(cookie), isSecure, cookie);
      t.is(cookie.startsWith('__Host-'), isSecure, cookie);
      t.regex(cookie, isSecure ? /; path=\/(;|$)/i : /; path=\/console(;|$)/i);
    }
    t.regex(out.headers.getSetCookie().join(), /expires=Thu, 01 Jan 1970/);
    // The browser forgets it with its end, and the service long before.
    t.notRegex(reply.headers.getSetCookie().join(), /max-age/i);
  }
});

testInTurn('a sign-in ends after twelve hours, or after half an hour without anybody', async (t) => {
  const { service, clock } = await open(t);
  const [busy, idle, half] = [await visit(service.url, TOKEN), await visit(service.url, TOKEN), await visit(service.url, TOKEN)];
  for (let passed = 0; passed < 12 * HOUR; passed += 29 * MINUTE) {
    t.true(await isIn(busy), passed.toString());
    if (passed === 29 * MINUTE) t.true(await isIn(half));
    clock.advance(29 * MINUTE);
    if (passed === 29 * MINUTE) t.false(await isIn(idle));
  }
  t.false(await isIn(busy));
  t.false(await isIn(half));
  // Its token is known: the page asks for it again.
  t.is((await busy.get('/console/orders')).to, '/console/sign-in?next=%2Fconsole%2Forders');
  const part = await busy.ask('/console/try/use', { method: 'POST', headers: { 'hx-request': 'true' }, body: '' });
  t.deepEqual([part.status, part.html, part.headers.get('hx-redirect')], [401, '', '/console/sign-in']);
});

testInTurn('who signs in and out is in the audit trail, and no secret is in the log', async (t) => {
  const { service } = await open(t);
  const { json } = await createToken(service, 'office', 'admin');
  const token = String(json['token']);
  const visitor = await visit(service.url, token);
  const secret = visitor.cookies.get('proxycall_console') ?? '';
  await visitor.get('/console');
  const out = await visitor.submit(await visitor.get('/console'), '/console/sign-out');
  t.regex(out.text, /Sign in/);
  t.false(visitor.cookies.has('proxycall_console'));
  t.false(await isIn(visitor));
  visitor.cookies.set('proxycall_console', secret);
  t.false(await isIn(visitor), 'whoever has kept the cookie');
  const { json: audit } = await service.send('GET', '/audit?actor=office');
  const entries = (audit['items'] as Record<string, unknown>[]).map(({ action, outcome, address, is_genuine }) => ({
    ...{ action, outcome, address, is_genuine },
  }));
  const common = { outcome: 'done', address: '127.0.0.0/24', is_genuine: true };
  t.deepEqual(
    entries.sort((one, other) => (String(one.action) < String(other.action) ? -1 : 1)),
    [
      { action: 'signIn', ...common },
      { action: 'signOut', ...common },
    ],
  );
  t.not(secret, '');
  for (const each of [token, secret]) {
    t.false(service.log().includes(each));
    t.false(JSON.stringify(audit).includes(each));
  }
  t.regex(service.log(), /"route":"\/console\/sign-in","status":303/);
});

testInTurn('whoever has no cookie of the console is told nothing of it', async (t) => {
  const { service } = await open(t);
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
  t.is((await service.send('GET', '/orders', undefined, { authorization: '', cookie: `proxycall_console=${secret}` })).status, 401);
});
