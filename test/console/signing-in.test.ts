import { request } from 'node:http';
import { LOCAL_HTTP } from '../../src/entry/config/http.js';
import { createToken } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { TOKEN, type Service } from '../support.js';
import { visit } from './browser-less.js';
import { enter, isIn, openService, SIGN_IN } from './entering.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;

testInTurn('a token of the environment and one of the store sign in, and no other', async (t) => {
  const { service, clock } = await openService(t);
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
  const { service } = await openService(t);
  const visitor = await visit(service.url, undefined);
  for (let time = 0; time < 10; time += 1) t.is((await enter(visitor, `wrong ${time.toString()}`)).status, 403);
  const reply = await enter(visitor, 'wrong again');
  t.is(reply.status, 429);
  t.regex(reply.headers.get('retry-after') ?? '', /^\d+$/);
  t.regex(reply.headers.get('content-type') ?? '', /html/);
  t.is((await enter(visitor, TOKEN)).status, 303, 'a right one is always accepted');
});

testInTurn('cookies are for the console and for nobody else', async (t) => {
  const plain = await openService(t);
  const secure = await openService(t, { http: { ...LOCAL_HTTP, isProduction: true } });
  const behind = await openService(t, { publicUrls: ['https://calls.shop.example'] });
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
    const all = [before, reply, out]
      .flatMap(({ headers: sent }) => sent.getSetCookie())
      .filter((each) => each.includes('proxycall'));
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

testInTurn(
  'a browser that came by https gets cookies for https only, whatever the connection to the service is',
  async (t) => {
    const { service } = await openService(t, { publicUrls: ['https://calls.shop.example', 'http://calls.lan'] });
    const cookiesOf = (host: string) =>
      new Promise<string>((resolve, reject) => {
        request(`${service.url}${SIGN_IN}`, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.headers['set-cookie']?.join() ?? '');
        })
          .on('error', reject)
          .end();
      });
    t.regex(
      await cookiesOf('calls.shop.example'),
      /^__Host-proxycall_form=[\w-]+; path=\/; samesite=strict; secure; httponly$/i,
    );
    for (const host of ['calls.lan', 'localhost', 'calls.shop.example.evil.example'])
      t.regex(await cookiesOf(host), /^proxycall_form=[\w-]+; path=\/console; samesite=strict; httponly$/i);
  },
);

testInTurn('a sign-in ends after twelve hours, or after half an hour without anybody', async (t) => {
  const { service, clock } = await openService(t);
  const [busy, idle, half] = [
    await visit(service.url, TOKEN),
    await visit(service.url, TOKEN),
    await visit(service.url, TOKEN),
  ];
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
  t.deepEqual(
    [part.status, part.html, part.headers.get('hx-redirect')],
    [401, '', '/console/sign-in?next=%2Fconsole%2Ftry&lost=yes'],
  );
});

testInTurn('who signs in and out is in the audit trail, and no secret is in the log', async (t) => {
  const { service } = await openService(t);
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
