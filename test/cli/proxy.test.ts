import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { proxyAgent } from '../../src/entry/cli/runtime/proxy-agent.js';
import { cli } from '../command-line.js';
import { TOKEN } from '../support.js';

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
    ] as const
  ).map(([host, exceptions, used]) => [`https://${host}`, { HTTPS_PROXY: PROXY, NO_PROXY: exceptions }, used] as const),
] as const) {
  test(`${url} with ${JSON.stringify(env)} goes ${isUsed ? 'through the proxy' : 'directly'}`, (t) => {
    t.is(proxyAgent(new URL(url), env) !== undefined, isUsed);
  });
}

for (const address of [
  'socks5://user:secret@proxy.example',
  'http://',
  'http://user:se%cret@proxy.example',
  'http://a b',
]) {
  test(`the proxy ${address} is refused, and no password is shown`, async (t) => {
    const env = { PUBLIC_BASE_URL: 'https://a.example', HTTPS_PROXY: address };
    const { code, stderr } = await cli('pool stats', env);
    t.is(code, 2);
    t.regex(stderr, /HTTPS_PROXY: must be a URL such as/);
    t.notRegex(stderr, /secret|se%cret/);
    t.is((await cli('doctor', env)).code, 2);
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
  const { address } = await startProxy(t, (_request, socket) => {
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  const env = { PUBLIC_BASE_URL: 'https://a.example', HTTPS_PROXY: `http://${address}` };
  for (const [language, says] of [
    ['en', /the proxy does not let it through \(407\)/],
    ['fr', /le proxy ne laisse pas passer la requête \(407\)/],
  ] as const) {
    const { code, stderr } = await cli(`client erase --client-id 1 --yes --lang ${language}`, env);
    t.is(code, 3);
    t.regex(stderr, says);
    t.notRegex(stderr, /not known|ne sait pas/);
  }
  const gone = await cli('pool stats', { ...env, HTTPS_PROXY: 'http://127.0.0.1:1' });
  t.regex(gone.stderr, /through \(ECONNREFUSED\)/);
});
