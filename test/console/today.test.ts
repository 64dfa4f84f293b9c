import { createFakeClock } from '../../src/entry/testing/index.js';
import { testInTurn } from '../http/in-turn.js';
import { startService, TOKEN } from '../support.js';
import { visit } from './browser-less.js';
import { call, open, orderNumber } from './following.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

testInTurn('the last 24 hours begin within an hour, and what happened in the rest of it counts', async (t) => {
  const today = Math.floor(Date.now() / HOUR) * HOUR;
  const clock = createFakeClock(today - 24 * HOUR + 50 * MINUTE);
  const service = await startService({}, clock);
  t.teardown(() => service.stop());
  await call(service, await orderNumber(service));
  clock.advance(23 * HOUR + 45 * MINUTE);
  const page = await (await visit(service.url, TOKEN)).get('/console');
  t.is(page.html.match(/<th scope="row">/g)?.length, 25);
  const figures = [...page.html.matchAll(/figure-value">(\d+)</g)].map(([, value]) => Number(value));
  t.is(
    figures.reduce((sum, value) => sum + value, 0),
    1,
  );
  t.regex(page.text, /Since \d+ \w+ \d{4}, \d\d:35/);
});

testInTurn('each part of the pool stands there once, in words', async (t) => {
  const { service } = await open(t);
  await orderNumber(service);
  for (const [language, words] of [
    ['en', /France · Mobile(?: alert below \d+)? \d+ of \d+ free/],
    ['fr', /France · Mobile(?: alerte en dessous de \d+)? \d+ sur \d+ libres/],
  ] as const) {
    const page = await (await visit(service.url, TOKEN, { 'accept-language': language })).get('/console');
    t.regex(page.text, words);
    t.is(page.text.split('France').length, 2);
    t.notRegex(page.text, /FR mobile/);
  }
});
