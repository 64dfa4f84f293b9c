import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createRemoteApi } from '../../src/entry/cli/runtime/remote-api.js';
import { cli } from '../command-line.js';
import { TOKEN, anOrderBody, startService, temporaryFolder } from '../support.js';

async function remote(t: ExecutionContext) {
  const folder = temporaryFolder();
  const service = await startService();
  t.teardown(async () => {
    await service.stop();
    folder.remove();
  });
  return { service, folder, env: { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN } };
}

/** What ProxyCall answers to those who ask how it is. */
const BODIES: Record<string, string> = {
  '/healthz': '{"status":"ok"}',
  '/readyz': '{"status":"store_unavailable"}',
  '/clients/next-id': '{"next_client_id":1}',
};

/** A service with the given status per path. */
async function startFake(t: ExecutionContext, statuses: Record<string, number>, date = new Date()): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(statuses[request.url ?? ''] ?? 404, { date: date.toUTCString() });
    response.end(BODIES[request.url ?? ''] ?? '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
}

interface Checks {
  readonly checks: readonly { check: string; state: string; detail: string; advice: string }[];
}

async function diagnose(args: string, env: Record<string, string>) {
  const { code, stdout } = await cli(`doctor --json ${args}`.trim(), env);
  return { code, checks: (JSON.parse(stdout) as Checks).checks };
}

test('doctor lists its checks of a healthy service', async (t) => {
  const { env, service } = await remote(t);
  await service.send('POST', '/pool/provision', { country_iso: 'FR' });
  const { code, stdout } = await cli('doctor', env);
  t.is(code, 0, stdout);
  for (const word of ['URL', 'clock', 'readiness', 'token', 'webhooks', 'pool', 'No problems found.']) {
    t.true(stdout.includes(word), word);
  }
  t.false(stdout.includes(TOKEN));
});

test('doctor suggests a fix for each problem with the URL and the token', async (t) => {
  const { env, service } = await remote(t);
  const wrong = await diagnose('', { ...env, PROXYCALL_API_TOKEN: 'wrong-token' });
  t.is(wrong.code, 3);
  t.like(wrong.checks.at(-1), { check: 'token', state: 'fault' });
  t.regex(wrong.checks.at(-1)?.advice ?? '', /PROXYCALL_API_TOKEN/);
  const none = await diagnose('', { PUBLIC_BASE_URL: service.url });
  t.like(none.checks.at(-1), { check: 'token', detail: 'the service requires a token' });
  const gone = await diagnose('', { PUBLIC_BASE_URL: 'http://127.0.0.1:1' });
  t.is(gone.code, 3);
  t.like(gone.checks.at(-1), { check: 'address', state: 'fault' });
  const unset = await diagnose('', {});
  t.is(unset.code, 2);
  t.like(unset.checks, [{ check: 'settings', state: 'fault' }]);
  t.regex(unset.checks[0]?.advice ?? '', /proxycall init/);
  t.is((await diagnose('', { PUBLIC_BASE_URL: 'nonsense' })).code, 2);
});

test('doctor detects a service that is not ready, a wrong clock and an unrelated server', async (t) => {
  const late = new Date(Date.now() - 120_000);
  const url = await startFake(t, { '/healthz': 200, '/readyz': 503, '/clients/next-id': 200 }, late);
  const { code, checks } = await diagnose('', { PUBLIC_BASE_URL: url });
  t.is(code, 3);
  t.deepEqual(
    checks.map(({ check, state }) => `${check} ${state}`),
    ['settings ok', 'address ok', 'clock warning', 'readiness fault', 'token warning'],
  );
  const other = await diagnose('', { PUBLIC_BASE_URL: await startFake(t, {}) });
  t.like(other.checks.at(-1), { check: 'address', state: 'fault' });
});

test('doctor warns of a short token and of metrics that everyone can read', async (t) => {
  const warned = async (env: Record<string, string>, args = '') =>
    (await diagnose(args, env)).checks
      .filter(({ state }) => state === 'warning')
      .map(({ check, detail }) => `${check} ${detail}`);
  const short = 'token PROXYCALL_API_TOKEN has fewer than 16 characters';
  const open = 'metrics everyone can read /metrics';
  const { env } = await remote(t);
  t.deepEqual(
    (await warned(env)).filter((line) => [short, open].includes(line)),
    [],
  );
  const exposed = await startService({ apiTokens: [] });
  t.teardown(() => exposed.stop());
  const shown = await warned({ PUBLIC_BASE_URL: exposed.url, PROXYCALL_API_TOKEN: 'topsecret' });
  t.deepEqual(
    shown.filter((line) => [short, open].includes(line)),
    [open, short],
  );

  const live = { PROXYCALL_STORE: 'memory' };
  for (const [more, expected] of [
    [{}, []],
    [{ PROXYCALL_HOST: '::1' }, []],
    [{ PROXYCALL_HOST: '0.0.0.0' }, [open]],
    [{ PROXYCALL_HOST: '0.0.0.0', METRICS_PORT: '9100' }, []],
    [{ PROXYCALL_HOST: '::', PROXYCALL_METRICS_TOKEN: 'a long token, by chance' }, []],
    [{ PROXYCALL_API_TOKEN: 'topsecret' }, [short]],
    [{ PROXYCALL_API_TOKEN: 'a long token, by chance,topsecret' }, [short]],
    [{ PROXYCALL_METRICS_TOKEN: 'topsecret' }, ['token PROXYCALL_METRICS_TOKEN has fewer than 16 characters']],
  ] as const) {
    const lines = await warned({ ...live, ...more }, '--live');
    t.deepEqual(
      lines.filter((line) => !line.startsWith('pool')),
      [...expected],
      JSON.stringify(more),
    );
  }
});

(process.platform === 'win32' ? test.skip : test)('doctor warns of database files that others can read', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const path = join(folder.path, 'shop.db');
  const readable = async () =>
    (await diagnose('--live', { DATABASE_PATH: path })).checks
      .filter(({ check, state }) => check === 'store' && state === 'warning')
      .map(({ detail }) => detail.replace(path, 'shop.db'));
  await readable();
  for (const [mode, files] of [
    [0o600, []],
    [0o640, ['shop.db', 'shop.db.key']],
    [0o604, ['shop.db', 'shop.db.key']],
  ] as const) {
    for (const file of [path, `${path}.key`]) chmodSync(file, mode);
    const found = (await readable()).filter((detail) => !/-(wal|shm)$/.test(detail));
    t.deepEqual(
      found,
      files.map((file) => `other users of this computer can read ${file}`),
      mode.toString(8),
    );
  }
  const french = await cli('doctor --live --lang fr', { DATABASE_PATH: path });
  t.regex(french.stdout, /d'autres utilisateurs .* peuvent lire .*chmod 600/s);
});

test('doctor in live mode reports problems with the configuration and the store', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const settings = await diagnose('--live', { LOG_LEVEL: 'loud' });
  t.is(settings.code, 2);
  t.regex(settings.checks[0]?.detail ?? '', /LOG_LEVEL/);
  writeFileSync(join(folder.path, 'text.db'), 'no database '.repeat(200));
  const store = await diagnose('--live', { DATABASE_PATH: join(folder.path, 'text.db') });
  t.is(store.code, 3);
  t.like(store.checks, [{ check: 'store', state: 'fault' }]);
});

test('init tests the API and writes its settings to a private file, keeping other lines', async (t) => {
  const { folder, service } = await remote(t);
  const path = join(folder.path, '.env.render');
  writeFileSync(path, '# mine\nPUBLIC_BASE_URL=http://old.example\nPROXYCALL_MODE=remote\n', { mode: 0o644 });
  const written = await cli(`init --url ${service.url}/`, { PROXYCALL_API_TOKEN: TOKEN }, folder.path);
  t.is(written.code, 0, written.stderr);
  t.false(written.stdout.includes(TOKEN));
  t.is(
    readFileSync(path, 'utf8'),
    `# mine\nPROXYCALL_MODE=remote\nPUBLIC_BASE_URL=${service.url}\nPROXYCALL_API_TOKEN=${TOKEN}\n`,
  );
  t.is(statSync(path).mode & 0o777, 0o600);
  t.is((await cli('pool stats', {}, folder.path)).code, 0, 'the settings are found');
});

test('init writes no settings that fail the check, unless forced', async (t) => {
  const { folder, service } = await remote(t);
  const refused = await cli(`init --url ${service.url}`, { PROXYCALL_API_TOKEN: 'wrong-token' }, folder.path);
  t.is(refused.code, 3);
  t.regex(refused.stderr, /does not accept this token.*was not written/s);
  t.throws(() => readFileSync(join(folder.path, '.env.render')));
  const forced = await cli(`init --url ${service.url} --force --json`, {}, folder.path);
  t.deepEqual(JSON.parse(forced.stdout), { path: join(folder.path, '.env.render') });
  t.is((await cli('init --url nonsense', {}, folder.path)).code, 2);
  t.regex((await cli('init', {}, folder.path)).stderr, /Not running in a terminal: pass --url/);
});

for (const shell of ['bash', 'zsh', 'fish']) {
  test(`completion for ${shell} knows commands and options`, async (t) => {
    const { code, stdout } = await cli(`completion ${shell}`);
    t.is(code, 0);
    for (const word of ['provision', '--client-real-phone', 'purge-sans-sms']) t.true(stdout.includes(word), word);
  });
}

test('completion in a real bash', async (t) => {
  const { stdout } = await cli('completion bash');
  const complete = (words: string[]) => {
    const script = `${stdout}\nCOMP_WORDS=(${words.join(' ')}${words.at(-1) === '' ? " ''" : ''})\nCOMP_CWORD=$((\${#COMP_WORDS[@]}-1))\n_proxycall\necho "\${COMPREPLY[@]}"`;
    return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim().split(' ');
  };
  t.true(complete(['proxycall', 'po']).includes('pool'));
  t.deepEqual(complete(['proxycall', 'pool', 'prov']), ['provision']);
  t.true(complete(['proxycall', 'order', 'create', '--client-r']).includes('--client-real-phone'));
  t.is((await cli('completion tcsh')).code, 2);
});

test('without arguments and without a terminal: help', async (t) => {
  const { code, stdout } = await cli('');
  t.is(code, 0);
  t.regex(stdout, /^ {2}order create {2}/m);
});

test('safe requests are retried after a gateway error, others are not', async (t) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(asked.length < 3 ? 502 : 200, { 'content-type': 'application/json' });
    response.end('{"pools":[]}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  const api = createRemoteApi({ baseUrl, token: undefined, pauseMs: 1 });
  t.deepEqual(await api.poolStats(), { pools: [] });
  t.is(asked.length, 3);
  asked.length = 0;
  await t.throwsAsync(api.syncPool({ apply: true }), { message: /502/ });
  t.deepEqual(asked, ['POST /pool/sync']);
});

test('clients are listed page by page, each with the cursor of the next', async (t) => {
  const { env, service } = await remote(t);
  for (const index of [1, 2, 3]) await service.send('POST', '/orders', anOrderBody(index));
  const first = await cli('client list --limit 2', env);
  t.regex(first.stdout, /│ 1 .*│ 2 .*More results: --cursor 2/s);
  const second = await cli('client list --limit 2 --cursor 2 --json', env);
  const page = JSON.parse(second.stdout) as { items: { client_id: string }[]; next_cursor: string | null };
  t.deepEqual([page.items.map(({ client_id: id }) => id), page.next_cursor], [['3'], null]);
});
