import { setTimeout as pause } from 'node:timers/promises';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { createToken } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { startService, TOKEN } from '../support.js';
import { visit } from './browser-less.js';
import { call, cookieOf, endsWithin, follow, open, orderNumber, secretOf } from './following.js';
import { isSignedIn, openInstances } from './instances.js';

const MINUTE = 60_000;

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

testInTurn('whenever a feed began, it ends within five seconds of the revocation of its token', async (t) => {
  const { start, clock } = openInstances(t);
  const [here, there] = [await start(), await start()];
  for (const phase of [0, 700, 1_400, 1_990, 2_600, 3_300, 3_990]) {
    const made = await createToken(there, `wall screen ${phase.toString()}`, 'viewer');
    clock.advance(10_000);
    // The tokens are read, and one of them is revoked just after that: this instance knows nothing of it for four seconds.
    const screen = await visit(here.url, secretOf(made));
    const from = clock.now();
    await there.send('DELETE', `/tokens/${String(made.json['id'])}`);
    clock.advance(phase);
    const feed = await follow(t, screen, here);
    t.is(feed.response.status, 200);
    while (!feed.isOver() && clock.now() - from + 500 <= 5_000) {
      clock.advance(500);
      await pause(40);
    }
    await pause(100);
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
