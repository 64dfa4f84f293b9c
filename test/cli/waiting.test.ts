import test from 'ava';
import { readRetryAfter } from '../../src/entry/cli/runtime/retry-after.js';
import { cli } from '../command-line.js';
import { temporaryFolder } from '../support.js';
import { json, send, startForeign, type Answer } from './foreign-servers.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SERVER = 'Sun, 01 Mar 2026 13:00:00 GMT';

for (const [text, date, seconds] of [
  ['7', undefined, 7],
  [' 7 ', undefined, 7],
  ['0', undefined, 0],
  ['Sun, 01 Mar 2026 12:00:07 GMT', undefined, 7],
  ['Sun, 01 Mar 2026 13:00:07 GMT', SERVER, 7],
  ['Sun, 01 Mar 2026 11:00:00 GMT', undefined, 0],
  ['Sunday, 01-Mar-26 12:00:07 GMT', undefined, 7],
  [undefined, undefined, undefined],
  ['', undefined, undefined],
  ['-1', undefined, undefined],
  ['1.5', undefined, undefined],
  ['soon', undefined, undefined],
  ['Sun, 32 Foo', undefined, undefined],
  ['99999999999', undefined, 999_999_999],
  ['9'.repeat(23), undefined, 999_999_999],
  ['Fri, 31 Dec 9999 23:59:59 GMT', undefined, 999_999_999],
] as const) {
  test(`Retry-After ${text === undefined ? 'absent' : JSON.stringify(text)}${date === undefined ? '' : ' by the clock of the server'} is ${String(seconds)} s`, (t) => {
    t.is(readRetryAfter(text, date, NOW), seconds);
  });
}

/** A service that starts: so many times the first answer, then an empty pool. */
function starting(times: number, first: Answer, then = json({ pools: [] })): Answer {
  let asked = 0;
  return (request, response) => (++asked <= times ? first : then)(request, response);
}

const inSeconds = (seconds: number) => send(503, '<html>Starting</html>', { 'retry-after': seconds.toString() });
const byDate: Answer = (_request, response) => {
  const date = new Date();
  response.writeHead(503, {
    date: date.toUTCString(),
    'retry-after': new Date(date.getTime() + 3000).toUTCString(),
  });
  response.end();
};
const problem = json({ code: 'store_unavailable', detail: 'the store is temporarily unavailable' }, 503);
const busy: Answer = (request, response) => {
  response.setHeader('retry-after', '1');
  problem(request, response);
};
const wrongTokens: Answer = (_request, response) => {
  response.writeHead(429, { 'retry-after': '40' });
  response.end(JSON.stringify({ code: 'too_many_attempts', detail: 'too many wrong tokens: try again in 40 seconds' }));
};

for (const [name, answer, asked, code, says] of [
  ['starts after 5 requests', starting(5, inSeconds(10)), 6, 0, /answers 503: it may be starting.*120 seconds at most/],
  ['says a date', starting(5, byDate), 6, 0, /answers 503.*Waiting/],
  ['asks for zero seconds', starting(5, inSeconds(0)), 6, 0, /answers 503.*Waiting/],
  ['asks for zero seconds and never starts', inSeconds(0), 121, 3, /503.*no details \(try again in 0 s\)/],
  ['is never ready', inSeconds(50), 3, 3, /503.*no details \(try again in 50 s\)/],
  ['asks for more than we wait', inSeconds(3600), 1, 3, /try again in 3600 s/],
  ['is busy for a moment', starting(3, busy), 4, 0, /answers 503: temporarily unavailable.*15 seconds at most/],
  ['starts, and is busy then', starting(8, inSeconds(10), starting(8, busy)), 17, 0, /answers 503.*Waiting/],
  ['is busy for long', busy, 16, 3, /temporarily unavailable \(try again in 1 s\)\n {2}code: store_unavailable/],
  [
    'has enough requests',
    starting(4, send(429, '', { 'retry-after': '9' })),
    5,
    0,
    /answers 429: too many requests\. Waiting for it, for 120/,
  ],
  ['has enough, without a word', starting(9, send(429, '')), 3, 3, /returned 429.*no details\n/],
  ['has heard enough wrong tokens', wrongTokens, 1, 3, /try again in 40 seconds/],
  ['fails as a gateway, with a time', starting(4, send(502, '', { 'retry-after': '2' })), 5, 0, /answers 502/],
  ['is gone for good', starting(9, send(503, '')), 3, 3, /503.*no details\n/],
] as const) {
  test(`an API that ${name} is asked ${asked.toString()} times`, async (t) => {
    const { url, received } = await startForeign(t, answer);
    const ended = await cli('pool stats', { PUBLIC_BASE_URL: url });
    t.is(ended.code, code, ended.stderr);
    t.is(received.length, asked, ended.stderr);
    t.regex(ended.stderr, says);
    t.true(ended.stderr.split('Waiting for it').length <= 2, 'said once');
  });
}

const ORDER =
  'order create --order-id O-7 --client-id 7 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639985007';
const RECEIPT = { order_id: 'O-7', client_id: '7', client_proxy_number: '+33639980001' };
const UP = json({ status: 'ok' });
const WRITE = 'POST /orders';
const HEALTH = 'GET /healthz';

/** Answers the requests for health, and the others, one after the other: the last answer stays. */
function inTurn(health: readonly Answer[], others: readonly Answer[]): Answer {
  const counts = { health: 0, others: 0 };
  return (request, response) => {
    const kind = request.url === '/healthz' ? 'health' : 'others';
    const answers = kind === 'health' ? health : others;
    answers[Math.min(counts[kind]++, answers.length - 1)]?.(request, response);
  };
}

const enough = send(429, '', { 'retry-after': '9' });
const created = json(RECEIPT);

for (const [name, answer, lines, code, says] of [
  [
    'starts: it waits until it is up',
    inTurn([inSeconds(10), inSeconds(10), UP], [inSeconds(10), created]),
    [WRITE, HEALTH, HEALTH, HEALTH, WRITE],
    0,
    /answers 503: it may be starting\. Waiting for it, for 120 seconds at most\.\n/,
  ],
  [
    'has enough requests',
    inTurn([UP], [enough, enough, created]),
    [WRITE, HEALTH, WRITE, HEALTH, WRITE],
    0,
    /answers 429: too many requests/,
  ],
  ['has enough, without a word', inTurn([UP], [send(429, ''), created]), [WRITE, HEALTH, WRITE], 0, /^mode/],
  [
    'has enough for ever',
    inTurn([UP], [send(429, '', { 'retry-after': '50' })]),
    [WRITE, HEALTH, WRITE, HEALTH, WRITE],
    3,
    /returned 429 .*\(try again in 50 s\)\n$/,
  ],
  ['never starts', inTurn([inSeconds(50)], [inSeconds(50)]), [WRITE, HEALTH, HEALTH], 3, /503.*again in 50 s\)\n$/],
  ['asks for too long', inSeconds(3600), [WRITE], 3, /503.*\(try again in 3600 s\)\n$/],
  [
    'starts, and falls over',
    inTurn([(request) => void request.socket.destroy()], [inSeconds(1)]),
    [WRITE, HEALTH, HEALTH, HEALTH],
    3,
    /503.*\(try again in 1 s\)\n$/,
  ],
  [
    'starts, and is cut off when it carries the request out',
    inTurn([UP], [inSeconds(1), (request) => void request.socket.destroy()]),
    [WRITE, HEALTH, WRITE],
    3,
    /ECONNRESET\)\nIt is not known whether/,
  ],
  [
    'says itself that its store is gone',
    inTurn([UP], [busy]),
    [WRITE],
    3,
    /try again in 1 s\)\n {2}code: store_unavailable/,
  ],
  ['says nothing of when', inTurn([UP], [send(503, '')]), [WRITE], 3, /503.*\nIt is not known whether/],
  ['fails as a gateway', inTurn([UP], [send(502, '', { 'retry-after': '1' })]), [WRITE], 3, /502.*\nIt is not known/],
  ['has heard enough wrong tokens', wrongTokens, [WRITE], 3, /in 40 seconds \(try again in 40 s\)\n {2}code/],
] as const) {
  test(`a write to an API that ${name}`, async (t) => {
    const { url, received } = await startForeign(t, answer);
    const ended = await cli(ORDER, { PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: 'sesame sesame sesame' });
    t.is(ended.code, code, ended.stderr);
    t.deepEqual(
      received.map(({ line }) => line),
      [...lines],
    );
    t.regex(ended.stderr, says);
    t.is(ended.stdout === '', code !== 0);
    t.true(ended.stderr.split('Waiting for it').length <= 2, 'said once');
  });
}

test('a write that was not carried out says so in French, and when to repeat it', async (t) => {
  const { url } = await startForeign(t, inSeconds(300));
  const { code, stderr } = await cli('client erase --client-id 1 --yes --lang fr', { PUBLIC_BASE_URL: url });
  t.is(code, 3);
  t.regex(stderr, /\(réessayez dans 300 s\)\n$/);
});

for (const path of ['/readyz', '/metrics', '/clients/next-id']) {
  test(`doctor and init ask for ${path} again when it was not answered`, async (t) => {
    const answers: Record<string, Answer> = {
      '/healthz': UP,
      '/readyz': json({ status: 'ready' }),
      '/metrics': send(404, ''),
      '/clients/next-id': json({ next_client_id: 1 }),
    };
    const seen: Record<string, number> = {};
    const { url } = await startForeign(t, (request, response) => {
      const asked = request.url ?? '';
      seen[asked] = (seen[asked] ?? 0) + 1;
      if (asked === path && seen[asked] % 2 === 1) request.socket.destroy();
      else (answers[asked] ?? send(404, ''))(request, response);
    });
    const { stdout } = await cli('doctor', { PUBLIC_BASE_URL: url });
    t.notRegex(stdout, /cannot be reached/);
    t.is(seen[path], 2);
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    t.is((await cli(`init --url ${url}`, {}, folder.path)).code, 0);
  });
}

test('a purchase waits, under its key', async (t) => {
  let asked = 0;
  const { url, received } = await startForeign(t, (request, response) => {
    const bought = {
      country_iso: 'FR',
      batch_size: 1,
      number_type: 'mobile',
      require_sms_capability: true,
      require_voice_capability: true,
      candidates_limit: 10,
      purchased_now: ['+33639980001'],
      failed: [],
    };
    (++asked < 3 ? inSeconds(5) : json(bought))(request, response);
  });
  const { code, stdout } = await cli('pool provision --country FR --yes', { PUBLIC_BASE_URL: url });
  t.is(code, 0);
  t.regex(stdout, /Bought 1 of 1/);
  t.is(received.length, 3);
  t.is(new Set(received.map(({ key }) => key)).size, 1);
  t.truthy(received[0]?.key);
});

test('a purchase of nothing is none', async (t) => {
  const nothing = {
    country_iso: 'FR',
    batch_size: 1,
    number_type: 'mobile',
    require_sms_capability: true,
    require_voice_capability: true,
    candidates_limit: 10,
    purchased_now: [],
    failed: [{ code: 'pool_exhausted', reason: 'none for sale' }],
  };
  for (const failed of [nothing.failed, []]) {
    const { url } = await startForeign(t, json({ ...nothing, failed }));
    const { code, stdout } = await cli('pool provision --country FR --batch-size 3 --yes', { PUBLIC_BASE_URL: url });
    t.is(code, 3);
    t.regex(stdout, /Bought 0 of 3/);
    t.is(stdout.includes('Stopped: none for sale'), failed.length > 0);
    t.regex(stdout, /To resume: --idempotency-key/);
  }
});
