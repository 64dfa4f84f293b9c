import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { anOrderBody, temporaryFolder } from '../support.js';
import { cli } from '../command-line.js';
import { freePort, run, serve } from '../programs.js';

const SID = `AC${'0'.repeat(32)}`;

test('it starts with nothing set up, keeps its data, and stops when told to', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const first = await serve({}, folder.path);
  t.regex(first.output().stdout, /listens on http:\/\/127\.0\.0\.1:\d+/);
  t.regex(first.output().stdout, /signed with the token \w{32}/);
  const body = JSON.stringify(anOrderBody(1));
  const headers = { 'content-type': 'application/json' };
  const order = await (await fetch(`${first.url}/orders`, { method: 'POST', headers, body })).text();
  first.process.kill('SIGTERM');
  const [code] = (await once(first.process, 'exit')) as [number];
  t.is(code, 0);
  t.regex(first.output().stderr, /"msg":"stopped"/);

  const second = await serve({ TWILIO_AUTH_TOKEN: 'chosen-token-17' }, folder.path);
  t.false(second.output().stdout.includes('chosen-token-17'));
  t.is(await (await fetch(`${second.url}/orders`, { method: 'POST', headers, body })).text(), order);
  // The simulated carrier knows the numbers of before: the next client gets another one.
  const next = JSON.stringify(anOrderBody(2));
  const other = (await (await fetch(`${second.url}/orders`, { method: 'POST', headers, body: next })).json()) as object;
  t.notDeepEqual({ ...other, order_id: 'O-1', client_id: '1' }, JSON.parse(order));
  await second.kill();
});

test('told to stop, it finishes what is running and takes nothing new', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const server = await serve({ LOG_LEVEL: 'info' }, folder.path);
  // Half a request: the rest comes after the signal.
  const body = JSON.stringify(anOrderBody(1));
  const { connect } = await import('node:net');
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const head = `POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length.toString()}\r\n\r\n`;
  socket.write(head + body.slice(0, 10));
  await fetch(`${server.url}/healthz`, { headers: { connection: 'close' } });
  server.process.kill('SIGTERM');
  await new Promise<void>((resolve) => {
    const seen = () => (server.output().stderr.includes('"stopping"') ? resolve() : setImmediate(seen));
    seen();
  });
  socket.write(body.slice(10));
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  await once(socket, 'close');
  t.regex(answer, /^HTTP\/1\.1 200 OK/);
  t.regex(answer, /client_proxy_number/);
  await t.throwsAsync(fetch(`${server.url}/healthz`));
});

for (const [what, env, faults] of [
  ['a bad port', { PORT: '8000,9000' }, ['PORT']],
  ['several faults', { PORT: 'x', LOG_LEVEL: 'loud' }, ['PORT', 'LOG_LEVEL']],
  ['production without anything', { NODE_ENV: 'production' }, ['PROXYCALL_API_TOKEN', 'TWILIO_ACCOUNT_SID']],
  ['Render without a token', { RENDER: 'true', PROXYCALL_TELEPHONY: 'simulated' }, ['PROXYCALL_API_TOKEN']],
  ['Twilio without an address', { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: 'topsecret' }, ['PUBLIC_BASE_URL']],
] as const) {
  test(`it refuses to start with ${what}, and says why`, async (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    const { code, stderr, stdout } = await cli('serve', { ...env }, folder.path);
    t.is(code, 1);
    for (const fault of faults) t.regex(stderr, new RegExp(`- ${fault} `));
    t.is(stderr.split('\n').filter((line) => line.startsWith('  - ')).length, faults.length);
    t.false((stderr + stdout).includes('topsecret'));
  });
}

test('a port that is taken, and a database that is none, are clear errors', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const occupant = createServer();
  occupant.listen(0);
  await once(occupant, 'listening');
  const taken = (occupant.address() as AddressInfo).port.toString();
  const busy = await run(['serve'], { env: { PORT: taken }, cwd: folder.path });
  occupant.close();
  t.is(busy.code, 1);
  t.regex(busy.stderr, /PORT is taken/);

  writeFileSync(join(folder.path, 'text.db'), 'this is not a database, whatever its name says. '.repeat(50));
  const port = (await freePort()).toString();
  const broken = await run(['serve'], { env: { PORT: port, DATABASE_PATH: 'text.db' }, cwd: folder.path });
  t.is(broken.code, 3);
  t.regex(broken.stderr, /text\.db cannot be opened: the file is not a database/);
});
