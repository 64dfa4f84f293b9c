import { openScene, shows } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { clientPhone, COURIER, TOKEN } from '../support.js';
import { eventually } from '../watch/collect.js';
import { visit } from './browser-less.js';
import { call, follow, idIn, open, orderNumber } from './following.js';
import { openInstances } from './instances.js';

testInTurn('a call comes at once, and what becomes of it takes its place', async (t) => {
  const { service } = await open(t);
  const proxy = await orderNumber(service);
  const visitor = await visit(service.url, TOKEN);
  const feed = await follow(t, visitor, service);
  t.is(feed.response.status, 200);
  t.is(feed.response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  t.is(feed.response.headers.get('cache-control'), 'no-store, no-transform');
  service.carrier.phone(clientPhone(1)).behaviour = 'does_not_answer';
  await service.carrier.phone(COURIER).call(proxy, { keys: [] });
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
  const commit = store.commit.bind(store);
  const held: (() => void)[] = [];
  store.commit = async (changes) => {
    if (changes.puts.some(({ kind }) => kind === 'interaction')) await new Promise<void>((go) => held.push(go));
    return commit(changes);
  };
  const late = there.carrier.phone(COURIER).text(proxy, 'late');
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
  const interactions = store.interactions.bind(store);
  store.interactions = async (query) => {
    const found = await interactions(query);
    return found.map((each) => ({ ...each, from: hostile, clientId: hostile }));
  };
  const feed = await follow(t, await visit(here.url, TOKEN), here);
  await call(there, proxy);
  clock.advance(2_000);
  const [html = ''] = await feed.seen(1);
  t.regex(html, /<span class="phone">&quot;>&lt;img src=x onerror=alert\(1\)&gt;|&lt;img/);
  t.notRegex(html, /<img|href="[^"]*[<>\s]/);
  t.true(feed.events.every(({ event }) => event === 'interaction' || event === 'message'));
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

testInTurn('the list of the feed is what the page begins with, for whoever may see it', async (t) => {
  const { service } = await open(t);
  const proxy = await orderNumber(service);
  const visitor = await visit(service.url, TOKEN);
  t.is((await visitor.get('/console/feed/list')).html, '');
  for (let times = 0; times < 3; times += 1) await call(service, proxy);
  const list = await visitor.get('/console/feed/list?most=20');
  t.is(list.status, 200);
  t.is(list.headers.get('cache-control'), 'no-store');
  t.is(list.html.match(/<li id="interaction-/g)?.length, 3);
  t.true((await visitor.get('/console')).html.includes(list.html));
  t.is((await visitor.get('/console/feed/list?most=2')).html.match(/<li id=/g)?.length, 2);
  for (const most of ['0', '-1', '1e9', 'x', '%3Cscript%3E'])
    t.is((await visitor.get(`/console/feed/list?most=${most}`)).html, list.html, most);
  t.is((await (await visit(service.url, undefined)).get('/console/feed/list')).status, 401);
});

testInTurn('a page stays in its language when another one is chosen in the browser', async (t) => {
  const { service } = await open(t);
  const proxy = await orderNumber(service);
  const visitor = await visit(service.url, TOKEN);
  await call(service, proxy);
  const page = await visitor.get('/console');
  const [, stream = ''] = /data-feed-stream="([^"]*)"/.exec(page.html) ?? [];
  const [, list = ''] = /data-feed-list="([^"]*)"/.exec(page.html) ?? [];
  await visitor.submit(page, '/console/language', { language: 'fr' });
  t.regex((await visitor.get(list)).text, /to the client/);
  t.regex((await visitor.get('/console/feed/list')).text, /vers le client/);
  const feed = await follow(t, visitor, service, {}, stream);
  await call(service, proxy);
  t.regex((await feed.seen(1))[0] ?? '', /to the client/);
  for (const made of ['language=de', 'language=', 'language=en&language=fr', 'language=toString'])
    t.regex((await visitor.get(`/console/feed/list?${made}`)).text, /vers le client/, made);
});

testInTurn('whoever only lets a page ask for its list is signed out in time', async (t) => {
  const { service, clock } = await open(t);
  const visitor = await visit(service.url, TOKEN);
  const minutes = 60_000;
  t.is((await visitor.get('/console/feed/list')).status, 200);
  for (let passed = 0; passed < 60; passed += 10) {
    await visitor.get('/console/feed/list');
    clock.advance(10 * minutes);
  }
  t.is((await visitor.get('/console/feed/list')).status, 401);
});
