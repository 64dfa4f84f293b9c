import { request } from 'node:http';
import type { ExecutionContext } from 'ava';
import type { Config } from '../../src/entry/config/config.js';
import { createFakeClock, type FakeClock } from '../../src/entry/testing/index.js';
import { startServer } from '../../src/entry/http/server.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { testInTurn } from '../http/in-turn.js';
import { serve } from '../programs.js';
import { startService, temporaryFolder, type Service } from '../support.js';
import { eventually } from '../watch/collect.js';
import { visit } from './browser-less.js';
import { isSignedIn, openInstances } from './instances.js';

async function openService(t: ExecutionContext, config: Partial<Config> = {}) {
  const clock: FakeClock = createFakeClock(Date.now());
  const service = await startService({ apiTokens: [], ...config }, clock);
  t.teardown(() => service.stop());
  return { service, clock };
}

const linkOf = async (service: Service) => (await service.consoleUrl()).slice(service.url.length);

testInTurn('the link admits once, as somebody with all rights, and the next one is told', async (t) => {
  const told: string[] = [];
  const server = await startServer(
    {
      ...{ listenPort: 0, publicUrls: [], apiTokens: [], store: { kind: 'memory' }, logLevel: 'silent' },
      telephony: { kind: 'simulated', authToken: undefined },
      settings: DEFAULT_SETTINGS,
    },
    { host: '127.0.0.1', onConsoleUrl: (url) => void told.push(url) },
  );
  t.teardown(() => server.stop());
  const first = await server.consoleUrl();
  t.regex(first, /^http:\/\/127\.0\.0\.1:\d+\/console\/link\?key=[\w-]{32}$/);
  t.deepEqual(told, []);
  const visitor = await visit(server.url, undefined);
  const path = first.slice(server.url.length);
  t.regex((await visitor.get('/console/sign-in')).text, /Open the one-time link/);
  const reply = await visitor.get(path);
  t.deepEqual([reply.status, reply.to], [303, '/console']);
  t.regex((await visitor.get('/console')).text, /anyone admin/);
  t.deepEqual(told, [await server.consoleUrl()]);
  t.not(told[0], first);

  const second = await visit(server.url, undefined);
  const used = await second.get(path);
  t.is(used.status, 403);
  t.regex(used.text, /This link was used already/);
  t.is((await second.get('/console')).status, 303);
  t.true(told.length === 1, 'a wrong one uses nothing up');
  t.is((await second.get((told[0] ?? '').slice(server.url.length))).status, 303);
  t.is((await second.get('/console')).status, 200);
  t.is((await visitor.get('/console')).status, 200, 'the first one goes on');
});

testInTurn('a wrong link is no way in', async (t) => {
  const { service } = await openService(t);
  const right = await linkOf(service);
  const wrong = [
    '/console/link',
    '/console/link?key=',
    `${right}x`,
    right.slice(0, -1),
    `${right}&key=x`,
    `${right}&key=`,
  ];
  const visitor = await visit(service.url, undefined);
  for (const path of wrong) {
    t.is((await visitor.get(path)).status, 403, path);
    t.is((await visitor.get('/console')).status, 303, path);
  }
  for (let time = wrong.length; time < 10; time += 1) t.is((await visitor.get('/console/link?key=x')).status, 403);
  t.is((await visitor.get('/console/link?key=x')).status, 429);
  t.is(await linkOf(service), right);
  t.is((await visitor.get(right)).status, 303, 'other pages of the browser keep nobody out');
  t.false(service.log().includes(right.split('=')[1] ?? '?'));
});

testInTurn('whoever only looks where the link leads does not use it up', async (t) => {
  const { service } = await openService(t);
  const link = await linkOf(service);
  const visitor = await visit(service.url, undefined);
  const looks: RequestInit[] = [
    { method: 'HEAD' },
    { headers: { 'sec-purpose': 'prefetch' } },
    { headers: { 'sec-purpose': 'prefetch;prerender' } },
    { headers: { purpose: 'prefetch' } },
    { headers: { purpose: 'preview' } },
    { method: 'OPTIONS' },
    { method: 'POST', body: new URLSearchParams({}) },
  ];
  for (const init of looks) {
    const { headers, status } = await visitor.ask(link, init);
    t.not(status, 303, JSON.stringify(init));
    t.deepEqual(headers.getSetCookie(), [], JSON.stringify(init));
  }
  t.is(await linkOf(service), link);
  t.is((await visitor.get(link)).status, 303);
});

/** As a browser asks that was led here by another name. */
function askAs(service: Service, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(service.url + path, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

testInTurn('without a token the console is for pages of this machine only', async (t) => {
  const { service } = await openService(t);
  const visitor = await visit(service.url, undefined);
  await visitor.get(await linkOf(service));
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const { port } = new URL(service.url);
  const link = await linkOf(service);
  const refused: Record<string, string>[] = [
    ...['evil.example', `evil.example:${port}`, 'localhost.evil.example', '127.0.0.1.evil.example', '127.evil.example'],
    ...['0.0.0.0', '192.0.2.1', '[2001:db8::1]', 'localhost@evil.example', 'evil.example#localhost', 'localhost:1:2'],
  ].map((host) => ({ host }));
  refused.push(
    { origin: 'https://evil.example' },
    { origin: `https://127.0.0.1:${port}` },
    { origin: 'http://127.0.0.1:1' },
    { origin: `http://localhost:${port}` },
  );
  for (const headers of refused)
    for (const path of ['/console', '/console/sign-in', '/console/feed', '/console/assets/x/console.js', link])
      t.is(await askAs(service, path, { cookie, ...headers }), 403, `${path} ${JSON.stringify(headers)}`);
  t.is(await linkOf(service), link, 'and none has used the link up');
  for (const host of ['localhost', `localhost:${port}`, `127.0.0.1:${port}`, '127.1.2.3', '[::1]', `[::1]:${port}`])
    t.is(await askAs(service, '/console', { cookie, host }), 200, host);
});

testInTurn('the first token ends what the link has begun, here and at another instance', async (t) => {
  const { start, clock } = openInstances(t);
  const [here, there] = [await start({ apiTokens: [] }), await start({ apiTokens: [] })];
  const [visitor, other] = [await visit(here.url, undefined), await visit(there.url, undefined)];
  await visitor.get(await linkOf(here));
  await other.get(await linkOf(there));
  t.true(await isSignedIn(visitor, here));
  t.true(await isSignedIn(other, there));
  const former = await linkOf(here);
  const { status, json } = await here.send('POST', '/tokens', { name: 'office', role: 'admin' }, { authorization: '' });
  t.is(status, 200);
  t.false(await isSignedIn(visitor, here));
  clock.advance(5_000);
  t.false(await isSignedIn(other, there));
  t.is(await here.consoleUrl(), `${here.url}/console`);
  for (const service of [here, there]) {
    const late = await visit(service.url, undefined);
    t.is((await late.get(former)).to, '/console/sign-in');
    t.is((await late.get('/console')).status, 303);
    const signedIn = await visit(service.url, String(json['token']));
    t.is((await signedIn.get('/console')).status, 200);
  }
  // With a token other names are admitted.
  t.is(await askAs(here, '/console/sign-in', { host: 'calls.shop.example' }), 200);
});

testInTurn('a service without tokens takes none for a sign-in', async (t) => {
  const { service } = await openService(t);
  const visitor = await visit(service.url, undefined);
  await visitor.get(await linkOf(service));
  const stranger = await visit(service.url, undefined);
  await stranger.get('/console/sign-in');
  // The page has no form, and so nobody has the token of one.
  t.is((await stranger.post('/console/sign-in', { token: 'anything' })).status, 403);
  t.is((await stranger.get('/console')).status, 303);
});

testInTurn('serve prints the link, and the next one when it was used', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const program = await serve({ LOG_LEVEL: 'debug' }, folder.path);
  t.teardown(() => program.kill());
  const links = () => [...program.output().stdout.matchAll(/^(.*): (http:.*\/console\/link\?key=[\w-]{32})$/gm)];
  await eventually('the link', () => links().length === 1);
  const [, title, link = ''] = links()[0] ?? [];
  t.is(title, 'Console');
  const visitor = await visit(program.url, undefined);
  t.is((await visitor.get(link.slice(program.url.length))).to, '/console');
  const page = await visitor.get('/console');
  t.is(page.status, 200);
  // What the page loads is there, also in the program as it is bundled.
  for (const [, path = ''] of page.html.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+)"/g))
    t.is((await visitor.get(path)).status, 200, path);
  await eventually('the next one', () => links().length === 2);
  t.is(links()[1]?.[1], 'Console, the next time');
  const { stdout, stderr } = program.output();
  const logged = `${stdout}\n${stderr}`.split('\n').filter((line) => line.startsWith('{'));
  t.true(
    logged.some((line) => line.includes('/console/link')),
    stderr,
  );
  t.false(logged.join().includes(link.split('=')[1] ?? '?'));
});
