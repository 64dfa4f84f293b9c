import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { FakeClock } from '../../src/entry/testing/index.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { createToken, openScene, shows } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { openStream, type Stream } from '../http/streams/scene.js';
import { anOrderBody, clientPhone, COURIER, startService, TOKEN, type Service } from '../support.js';
import { eventually } from '../watch/collect.js';
import { visit, type Visitor } from './browser-less.js';
import { isSignedIn, openInstances } from './instances.js';

const MINUTE = 60_000;

function cookieOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** The feed of a page that somebody has open. @param service where it is, if not where they have signed in */
async function follow(
  t: ExecutionContext,
  visitor: Visitor,
  service: Pick<Service, 'url'>,
  headers: Record<string, string> = {},
) {
  const stream = await openStream(t, service, {
    ...{ token: '', path: '/console/feed', headers: { cookie: cookieOf(visitor), 'accept-language': 'en', ...headers } },
  });
  const html = () => stream.events.filter(({ event }) => event === 'interaction').map(({ data }) => data ?? '');
  return {
    ...stream,
    html,
    seen: async (count: number) => {
      await eventually(`${count.toString()} events`, () => html().length >= count);
      return html();
    },
  };
}

/** Goes on by half a second at a time until the feed has ended. @returns whether that was within so many milliseconds */
async function endsWithin(milliseconds: number, { isOver }: Pick<Stream, 'isOver'>, clock: FakeClock): Promise<boolean> {
  for (let passed = 0; passed < milliseconds && !isOver(); passed += 500) {
    clock.advance(500);
    await pause(30);
  }
  await eventually('the end', isOver).catch(() => undefined);
  return isOver();
}

const idIn = (html = '') => /^<li id="([^"]*)"/.exec(html)?.[1];
const secretOf = (reply: { readonly json: Record<string, unknown> }) => String(reply.json['token']);

async function orderNumber(service: Service, index = 1): Promise<string> {
  return String((await service.send('POST', '/orders', anOrderBody(index))).json['client_proxy_number']);
}

const call = (service: Service, to: string) => service.send('POST', '/calls/simulate', { from: COURIER, to });

async function open(t: ExecutionContext) {
  const clock = createFakeClock(Date.now());
  const service = await startService({}, clock);
  t.teardown(() => service.stop());
  return { clock, service };
}

testInTurn('a call comes at once, and what becomes of it takes its place', async (t) => {
  const { service } = await open(t);
  const proxy = await orderNumber(service);
  const visitor = await visit(service.url, TOKEN);
  const feed = await follow(t, visitor, service);
  t.is(feed.response.status, 200);
  t.is(feed.response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  t.is(feed.response.headers.get('cache-control'), 'no-store, no-transform');
  service.carrier.phone(clientPhone(1)).behaviour = 'does_not_answer';
  await service.carrier.phone(COURIER).call(proxy as E164, { keys: [] });
  await eventually('its end', () => feed.html().some((html) => html.includes('no answer')));
  const [first = '', ...more] = feed.html();
  t.regex(first, /^<li id="interaction-[\w.-]+">.*<\/li>$/);
  t.true(more.length > 0);
  for (const html of more) t.is(idIn(html), idIn(first));
  // The page that is opened now begins with the same.
  const page = await visitor.get('/console');
  t.true(page.html.includes(feed.html().at(-1) ?? '?'));
});

testInTurn('what another instance handles comes within two seconds, late commits and updates included', async (t) => {
  const { start, clock } = openInstances(t);
  const [here, there] = [await start(), await start()];
  const proxy = await orderNumber(here);
  const feed = await follow(t, await visit(here.url, TOKEN), here);
  await call(there, proxy);
  clock.advance(2_000);
  t.is((await feed.seen(1)).length, 1);
  // It began before, and is committed after a reading.
  const { store } = there.program.ports;
  const { commit } = store;
  const held: (() => void)[] = [];
  store.commit = async (changes) => {
    if (changes.puts.some(({ kind }) => kind === 'interaction')) await new Promise<void>((go) => held.push(go));
    return commit.call(store, changes);
  };
  const late = there.carrier.phone(COURIER).text(proxy as E164, 'late');
  await eventually('the commit', () => held.length > 0);
  clock.advance(20_000);
  await call(here, proxy);
  await eventually('a call of this instance', () => new Set(feed.html().map(idIn)).size === 2);
  store.commit = commit;
  for (const go of held) go();
  await late;
  clock.advance(2_000);
  await eventually('the late text', () => feed.html().some((html) => html.includes('Text ')));
  t.is(new Set(feed.html().map(idIn)).size, 3);
});

testInTurn('a page that connects again gets what has happened meanwhile', async (t) => {
  const { service, clock } = await open(t);
  const proxy = await orderNumber(service);
  const visitor = await visit(service.url, TOKEN);
  const first = await follow(t, visitor, service);
  await eventually('its place', () => first.events.length > 0);
  const id = first.events.at(-1)?.id ?? '';
  first.leave();
  await first.over;
  clock.advance(10_000);
  await call(service, proxy);
  const again = await follow(t, visitor, service, { 'last-event-id': id });
  t.is((await again.seen(1)).length, 1);
  for (const other of ['4711', 'x', '1e9', '', '<script>', '-'.repeat(2_000)]) {
    const feed = await follow(t, visitor, service, { 'last-event-id': other });
    t.is(feed.response.status, 200, other.slice(0, 20));
    feed.leave();
  }
  clock.advance(90_000);
  const late = await follow(t, visitor, service, { 'last-event-id': id });
  await eventually('the page is told to load anew', () => late.events.some(({ event }) => event === 'missed'));
});

testInTurn('everybody is shown what their role is shown, and a shop nothing', async (t) => {
  const { service, tokens, personal } = await openScene(t);
  const { json } = await service.send('GET', '/clients/1');
  const feeds = [];
  for (const role of ['viewer', 'operator', 'admin'] as const)
    feeds.push({ role, feed: await follow(t, await visit(service.url, tokens[role]), service) });
  await call(service, String(json['client_proxy_number']));
  for (const { role, feed } of feeds) {
    const [html = ''] = await feed.seen(1);
    t.true(html.includes('client 1'), role);
    for (const secret of personal) if (secret !== 'Ada') t.false(shows(html, secret), `${role} ${secret}`);
  }
  const shop = await visit(service.url, tokens.shop);
  const refused = await shop.get('/console/feed');
  t.is(refused.status, 403);
  t.regex(refused.headers.get('content-type') ?? '', /html/);
});

testInTurn('what others have written is escaped, and makes no events of its own', async (t) => {
  const { start, clock } = openInstances(t);
  const [here, there] = [await start(), await start()];
  const proxy = await orderNumber(here);
  // As somebody may have written it into the store.
  const hostile = '"><img src=x onerror=alert(1)>\n\nevent: missed\ndata: x';
  const { store } = here.program.ports;
  const { interactions } = store;
  store.interactions = async (query) => {
    const found = await interactions.call(store, query);
    return found.map((each) => ({ ...each, from: hostile, clientId: hostile as typeof each.clientId }));
  };
  const feed = await follow(t, await visit(here.url, TOKEN), here);
  await call(there, proxy);
  clock.advance(2_000);
  const [html = ''] = await feed.seen(1);
  t.regex(html, /<span class="phone">&quot;>&lt;img src=x onerror=alert\(1\)&gt;|&lt;img/);
  t.notRegex(html, /<img|href="[^"]*[<>\s]/);
  t.true(feed.events.every(({ event }) => event === 'interaction' || event === 'message'));
});

testInTurn('it ends with the sign-in: by signing out elsewhere, by a revocation elsewhere', async (t) => {
  const { start, clock } = openInstances(t);
  const [here, there] = [await start(), await start()];
  const made = await createToken(there, 'wall screen', 'viewer');
  clock.advance(5_000);
  const [visitor, screen, other] = [
    await visit(here.url, TOKEN),
    await visit(here.url, secretOf(made)),
    await visit(here.url, TOKEN),
  ];
  const feeds = [await follow(t, visitor, here), await follow(t, screen, here), await follow(t, other, here)] as const;
  clock.advance(500);
  await pause(50);
  t.true(feeds.every(({ isOver }) => !isOver()));
  const elsewhere = await visit(there.url, undefined);
  for (const [name, value] of visitor.cookies) elsewhere.cookies.set(name, value);
  await elsewhere.submit(await elsewhere.get('/console'), '/console/sign-out');
  t.true(await endsWithin(5_000, feeds[0], clock));
  t.false(feeds[1].isOver());
  t.is((await fetch(`${here.url}/console/feed`, { headers: { cookie: cookieOf(visitor) } })).status, 401);

  // At the worst moment: the tokens have just been read, and the feed has just asked.
  clock.advance(10_000);
  t.true(await isSignedIn(screen, here));
  await pause(30);
  t.is((await there.send('DELETE', `/tokens/${String(made.json['id'])}`)).status, 200);
  t.true(await endsWithin(5_000, feeds[1], clock));
  t.false(feeds[2].isOver());
  t.regex(here.log(), /not_allowed/);
});

testInTurn('whenever a token was read before it was revoked, the feed ends within five seconds', async (t) => {
  const { start, clock } = openInstances(t);
  const [here, there] = [await start(), await start()];
  for (const phase of [0, 500, 1_000, 1_500, 1_900]) {
    const made = await createToken(there, `wall screen ${phase.toString()}`, 'viewer');
    clock.advance(10_000);
    const screen = await visit(here.url, secretOf(made));
    const feed = await follow(t, screen, here);
    clock.advance(phase);
    await pause(20);
    // Others read them too.
    const other = await visit(here.url, secretOf(made));
    t.true(await isSignedIn(other, here));
    await there.send('DELETE', `/tokens/${String(made.json['id'])}`);
    const from = clock.now();
    while (!feed.isOver() && clock.now() - from < 5_000) {
      clock.advance(500);
      await pause(30);
    }
    await pause(50);
    t.true(feed.isOver(), phase.toString());
  }
});

testInTurn('a page that is left open ends its feed after half an hour, and the sign-in with it', async (t) => {
  const { service, clock } = await open(t);
  const visitor = await visit(service.url, TOKEN);
  const feed = await follow(t, visitor, service);
  const proxy = await orderNumber(service);
  for (let minute = 0; minute < 29; minute += 1) {
    clock.advance(MINUTE);
    await pause(5);
  }
  await call(service, proxy);
  await feed.seen(1);
  t.false(feed.isOver());
  clock.advance(MINUTE);
  t.true(await endsWithin(5_000, feed, clock));
  t.false(await isSignedIn(visitor, service));
});

testInTurn('it ends when the first token is created, and at a stop', async (t) => {
  const clock = createFakeClock(Date.now());
  const service = await startService({ apiTokens: [] }, clock);
  const visitor = await visit(service.url, undefined);
  await visitor.get((await service.consoleUrl()).slice(service.url.length));
  const feed = await follow(t, visitor, service);
  t.is(feed.response.status, 200);
  const { json } = await service.send('POST', '/tokens', { name: 'office', role: 'admin' }, { authorization: '' });
  t.true(await endsWithin(5_000, feed, clock));
  const again = await follow(t, await visit(service.url, String(json['token'])), service);
  t.is(again.response.status, 200);
  const started = performance.now();
  await service.stop();
  await again.over;
  t.true(performance.now() - started < 5_000);
});

testInTurn('HEAD gets the headers, and nothing is opened', async (t) => {
  const { service } = await open(t);
  const visitor = await visit(service.url, TOKEN);
  for (let time = 0; time < 30; time += 1) {
    const { status, headers, html } = await visitor.ask('/console/feed', { method: 'HEAD' });
    t.deepEqual([status, html, headers.get('content-type')], [200, '', 'text/event-stream; charset=utf-8']);
  }
  t.is((await (await visit(service.url, undefined)).ask('/console/feed', { method: 'HEAD' })).status, 401);
  t.is((await visitor.post('/console/feed')).status, 404);
});
