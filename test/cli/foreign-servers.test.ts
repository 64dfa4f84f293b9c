import test from 'ava';
import { cli } from '../command-line.js';
import { TOKEN } from '../support.js';
import { FOREIGN, startForeign } from './foreign-servers.js';

/** A read, a write without a key, and two with one. */
const COMMANDS = [
  { args: 'order list', isSafe: true },
  { args: 'client erase --client-id 1 --yes', isSafe: false },
  {
    args: 'order create --order-id O-7 --client-id 7 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639985007 --idempotency-key K',
    isSafe: true,
  },
  { args: 'pool provision --country FR --yes --idempotency-key K', isSafe: true },
] as const;

const OUTCOME = /not known whether/;

for (const { name, answer, says, isRepeated, hangs = false } of FOREIGN) {
  // One after the other: a request that times out competes with nothing.
  test.serial(`${name}: exit code 3, and nothing is reported done`, async (t) => {
    const times = { timeoutMs: hangs ? 400 : 20_000 };
    for (const { args, isSafe } of COMMANDS) {
      const { url, received } = await startForeign(t, answer);
      const env = { PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: TOKEN };
      const { code, stdout, stderr } = await cli(args, env, '/', { times });
      t.is(code, 3, `${args}: ${stderr}`);
      t.is(stdout, '', args);
      t.regex(stderr, says[0], args);
      t.notRegex(stderr, /secret|sesame|\n +at |33639985007|ada@shop/, args);
      t.is(received.length, isSafe && isRepeated ? 3 : 1, args);
      if (args !== 'order list') t.is(new Set(received.map(({ key }) => key)).size, 1, 'the same key each time');
      if (isSafe || / moved|redirects/.test(stderr)) t.notRegex(stderr, OUTCOME, args);
      else if (isRepeated || stderr.includes('returned 2')) t.regex(stderr, OUTCOME, args);
    }
    const { url } = await startForeign(t, answer);
    const french = await cli('client erase --client-id 1 --yes --lang fr --json', { PUBLIC_BASE_URL: url }, '/', {
      times,
    });
    t.is(french.code, 3);
    t.regex(french.stderr, says[1]);
    const report = JSON.parse(french.stdout) as { code: string; detail: string };
    t.true(['foreign_answer', 'redirected', 'unreachable'].includes(report.code), report.code);
    t.regex(report.detail, says[1]);
    const checked = await cli('doctor --json', { PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: TOKEN }, '/', { times });
    t.is(checked.code, 3, checked.stdout);
    const refused = await cli(`init --url ${url}`, { PROXYCALL_API_TOKEN: TOKEN }, '/', { times });
    t.is(refused.code, 3);
    t.regex(refused.stderr, /was not written/);
  });
}

test('a server that is not ProxyCall gets no token from doctor and init', async (t) => {
  const { url, received } = await startForeign(t, (_request, response) => void response.end('{}'));
  await cli('doctor', { PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: TOKEN });
  await cli(`init --url ${url}`, { PROXYCALL_API_TOKEN: TOKEN });
  t.deepEqual(
    received.map(({ line, token }) => [line, token]),
    [
      ['GET /healthz', undefined],
      ['GET /healthz', undefined],
    ],
  );
});

test('the target of a redirect gets nothing', async (t) => {
  const target = await startForeign(t, (_request, response) => void response.end('{}'));
  for (const status of [301, 302, 303, 307, 308]) {
    const { url } = await startForeign(t, (request, response) => {
      response.writeHead(status, { location: `${target.url}${request.url ?? ''}` }).end();
    });
    const env = { PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: TOKEN };
    for (const args of ['order list', 'pool sync', 'client erase --client-id 1 --yes', 'doctor']) {
      t.is((await cli(args, env)).code, 3);
    }
  }
  t.deepEqual(target.received, []);
});
