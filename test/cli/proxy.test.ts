import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { proxyAgent } from '../../src/entry/cli/runtime/proxy-agent.js';
import { cli } from '../command-line.js';
import { TOKEN } from '../support.js';
import { send, startForeign } from './foreign-servers.js';

const PROXY = 'http://proxy.example:3128';

for (const [url, env, isUsed] of [
  ['https://a.example', { HTTPS_PROXY: PROXY }, true],
  ['https://a.example', { https_proxy: PROXY }, true],
  ['https://a.example', { HTTPS_PROXY: 'proxy.example:3128' }, true],
  ['https://a.example', { ALL_PROXY: PROXY }, true],
  ['http://a.example', { HTTP_PROXY: PROXY }, true],
  ['http://a.example', { HTTPS_PROXY: PROXY }, false],
  ['https://a.example', { HTTP_PROXY: PROXY }, false],
  ['https://a.example', { HTTPS_PROXY: '' }, false],
  ['https://a.example', { HTTPS_PROXY: ' ', ALL_PROXY: '' }, false],
  ['https://a.example', {}, false],
  ...(
    [
      ['a.example', '*', false],
      ['a.example', 'a.example', false],
      ['a.example', 'A.EXAMPLE.', false],
      ['a.example', '.example', false],
      ['a.example', '*.example', false],
      ['a.example', 'example', false],
      ['a.example', 'b.example, a.example', false],
      ['a.example', 'b.example a.example', false],
      ['a.example', '', true],
      ['a.example', ' , ', true],
      ['a.example', '.', true],
      ['a.example', 'xa.example', true],
      ['xa.example', 'a.example', true],
      ['a.example.org', 'a.example', true],
      ['a.example', 'a.example:443', false],
      ['a.example', 'a.example:8443', true],
      ['a.example:8443', 'a.example:8443', false],
      ['127.0.0.1', '127.0.0.1', false],
      ['127.0.0.1', 'localhost', true],
      ['[::1]', '::1', false],
      ['[::1]', '[::1]', false],
      ['[::1]:8443', '[::1]:8443', false],
      ['[::1]:8443', '[::1]:443', true],
      ['[::2]', '::1', true],
      ['10.1.2.3', '10.0.0.0/8', false],
      ['11.1.2.3', 'a.example,10.0.0.0/8', true],
      ['10.1.2.3', '10.0.0.0/33', true],
      ['10.1.2.3', '10.1.2.3/x', true],
      ['a.example', '10.0.0.0/0', true],
      ['[fd00::1]', 'fd00::/8', false],
      ['[fe00::1]', 'fd00::/8', true],
    ] as const
  ).map(([host, exceptions, used]) => [`https://${host}`, { HTTPS_PROXY: PROXY, NO_PROXY: exceptions }, used] as const),
] as const) {
  test(`${url} with ${JSON.stringify(env)} goes ${isUsed ? 'through the proxy' : 'directly'}`, (t) => {
    t.is(proxyAgent(new URL(url), env) !== undefined, isUsed);
  });
}

for (const address of ['http://', 'http://user:se%cret@proxy.example', 'http://a b']) {
  test(`the proxy ${address} is refused, and no password is shown`, async (t) => {
    const env = { PUBLIC_BASE_URL: 'https://a.example', HTTPS_PROXY: address };
    const { code, stderr } = await cli('pool stats', env);
    t.is(code, 2);
    t.regex(stderr, /HTTPS_PROXY: must be a URL such as/);
    t.notRegex(stderr, /secret|se%cret/);
    t.is((await cli('doctor', env)).code, 2);
  });
}

for (const [variables, name, says, target] of [
  [{ ALL_PROXY: 'socks5://user:secret@proxy.example' }, 'ALL_PROXY', /SOCKS proxies are not supported/, 'http'],
  [{ all_proxy: 'SOCKS://proxy.example' }, 'all_proxy', /SOCKS proxies are not supported/, 'https'],
  [{ https_proxy: 'socks5h://proxy.example', HTTPS_PROXY: PROXY }, 'https_proxy', /SOCKS/, 'https'],
  [{ http_proxy: 'ftp://proxy.example' }, 'http_proxy', /must be a URL such as/, 'http'],
] as const) {
  test(`a proxy that cannot be used is named by the variable that was read: ${name}, ${target}`, async (t) => {
    const env = { PUBLIC_BASE_URL: `${target}://a.example`, ...variables };
    const { code, stderr } = await cli('pool stats', env);
    t.is(code, 2);
    t.regex(stderr, says);
    t.true(stderr.includes(`\n${name}: `), stderr);
    t.notRegex(stderr, /secret/);
    const doctor = await cli('doctor', env);
    t.is(doctor.code, 2);
    t.true(doctor.stdout.includes(` ${name}: `), doctor.stdout);
    t.notRegex(doctor.stdout, /proxycall init/, 'which sets no proxy');
  });
}

async function startProxy(t: ExecutionContext, tunnel: (request: IncomingMessage, socket: Socket) => void) {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    seen.push(`${method} ${url} ${headers.host ?? ''} ${headers['proxy-authorization'] ?? '-'}`);
    response.end('{"pools":[]}');
  });
  proxy.on('connect', (request, socket: Socket) => {
    seen.push(`CONNECT ${request.url ?? ''} ${request.headers['proxy-authorization'] ?? '-'}`);
    t.is(request.headers.authorization, undefined, 'the proxy sees no token');
    tunnel(request, socket);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.teardown(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return { seen, address: `127.0.0.1:${(proxy.address() as AddressInfo).port.toString()}` };
}

test('an http API is asked for through the proxy by its whole URL', async (t) => {
  const { seen, address } = await startProxy(t, (_request, socket) => socket.destroy());
  const env = { PUBLIC_BASE_URL: 'http://a.example:8000/shop', HTTP_PROXY: `http://user:p%40ss@${address}` };
  const { code, stderr } = await cli('pool stats', env);
  t.is(code, 0, stderr);
  const credentials = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
  t.deepEqual(seen, [`GET http://a.example:8000/shop/pool/stats a.example:8000 ${credentials}`]);
});

test('an https API is reached by a tunnel, in which TLS begins', async (t) => {
  let first = Buffer.alloc(0);
  const { seen, address } = await startProxy(t, (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.once('data', (data) => {
      first = data;
      socket.destroy();
    });
    socket.on('error', () => undefined);
  });
  const env = { PUBLIC_BASE_URL: 'https://a.example', PROXYCALL_API_TOKEN: TOKEN, HTTPS_PROXY: `user:pw@${address}` };
  const { code } = await cli('client erase --client-id 1 --yes', env);
  t.is(code, 3);
  t.deepEqual(seen, [`CONNECT a.example:443 Basic ${Buffer.from('user:pw').toString('base64')}`]);
  // A handshake, for the host and not for the proxy.
  t.is(first[0], 22);
  t.true(first.includes('a.example'));
  t.false(first.includes(TOKEN));
});

test('a proxy that refuses is told from an API that fails, and nothing was sent', async (t) => {
  const { address, seen } = await startProxy(t, (_request, socket) => {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  const env = { PUBLIC_BASE_URL: 'https://a.example', HTTPS_PROXY: `http://${address}` };
  for (const [language, says] of [
    ['en', /the proxy requires a user name and a password \(407\)/],
    ['fr', /le proxy exige un identifiant et un mot de passe \(407\)/],
  ] as const) {
    const { code, stderr } = await cli(`client erase --client-id 1 --yes --lang ${language}`, env);
    t.is(code, 3);
    t.regex(stderr, says);
    t.notRegex(stderr, /not known|ne sait pas/);
  }
  const before = seen.length;
  await cli('pool stats', env);
  t.is(seen.length, before + 1, 'wrong passwords are not tried again and again');
  const gone = await cli('pool stats', { ...env, HTTPS_PROXY: 'http://127.0.0.1:1' });
  t.regex(gone.stderr, /the proxy cannot be reached: nothing answers there \(ECONNREFUSED\)/);
});

test('a proxy for http that asks for a password is told from an API, too', async (t) => {
  const { url, received } = await startForeign(t, send(407, '<html>'));
  const env = { PUBLIC_BASE_URL: 'http://a.example', HTTP_PROXY: url };
  const { code, stderr } = await cli('client erase --client-id 1 --yes', env);
  t.is(code, 3);
  t.regex(stderr, /cannot be reached: the proxy requires a user name and a password \(407\)/);
  t.notRegex(stderr, /not known/);
  await cli('pool stats', env);
  t.is(received.length, 2);
});
