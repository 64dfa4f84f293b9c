import type { IncomingMessage } from 'node:http';
import test from 'ava';
import { LOCAL_HTTP } from '../../../src/entry/config/http.js';
import { clientAddress } from '../../../src/entry/http/client-address.js';
import { TOKEN, startService, type Service } from '../../support.js';

const bearer = (token: string, forwarded?: string) => ({
  authorization: `Bearer ${token}`,
  ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
});

async function statuses(service: Service, count: number, headers: (index: number) => Record<string, string>) {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) {
    found.push((await service.send('GET', '/pool/stats', undefined, headers(index))).status);
  }
  return found;
}

const ten = (status: number) => Array.from({ length: 10 }, () => status);

test('wrong tokens are slowed down, a right one never', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  t.deepEqual(await statuses(service, 10, (index) => bearer(`wrong-${index.toString()}`)), ten(403));
  const refused = await service.send('GET', '/clients/1', undefined, bearer('wrong'));
  t.is(refused.status, 429);
  t.is(refused.json['code'], 'too_many_attempts');
  const wait = Number(refused.headers.get('retry-after'));
  t.true(wait >= 1 && wait <= 60, wait.toString());
  t.deepEqual(await statuses(service, 10, () => bearer(TOKEN)), ten(200));
  // Neither of them is a token that was tried out.
  t.is((await service.send('GET', '/pool/stats', undefined, { authorization: '' })).status, 401);
  t.is((await service.send('GET', '/pool/stats', undefined, { authorization: 'Basic YTpi' })).status, 401);
  // Metrics take the same tokens.
  t.is((await service.send('GET', '/metrics', undefined, bearer('wrong'))).status, 429);
  t.is((await service.send('GET', '/healthz', undefined, bearer('wrong'))).status, 200);
  t.false(service.log().includes('wrong'));
});

test('a forged X-Forwarded-For neither helps nor harms anybody', async (t) => {
  const direct = await startService();
  const proxied = await startService({ http: { ...LOCAL_HTTP, proxyHops: 1 } });
  t.teardown(() => Promise.all([direct.stop(), proxied.stop()]));
  // Without a proxy the header is the client's own word.
  t.deepEqual(await statuses(direct, 10, (index) => bearer('wrong', `192.0.2.${index.toString()}`)), ten(403));
  t.deepEqual(await statuses(direct, 1, () => bearer('wrong', '198.51.100.1')), [429]);
  // The proxy has added 192.0.2.1; what stands before it the attacker has written.
  const attack = (index: number) => bearer('wrong', `198.51.100.${index.toString()}, 192.0.2.1`);
  t.deepEqual(await statuses(proxied, 10, attack), ten(403));
  t.deepEqual(await statuses(proxied, 1, attack), [429]);
  t.deepEqual(await statuses(proxied, 1, () => bearer('wrong', '198.51.100.1')), [403], 'not the one who was named');
  t.deepEqual(await statuses(proxied, 1, () => bearer(TOKEN, '192.0.2.1')), [200]);
});

const ADDRESSES: readonly (readonly [hops: number, forwarded: string | undefined, socket: string, expected: string])[] =
  [
    [0, undefined, '192.0.2.1', '192.0.2.1'],
    [0, '198.51.100.1', '192.0.2.1', '192.0.2.1'],
    [1, undefined, '192.0.2.1', '192.0.2.1'],
    [1, '', '192.0.2.1', '192.0.2.1'],
    [1, '198.51.100.1', '192.0.2.1', '198.51.100.1'],
    [1, '203.0.113.9, 198.51.100.1', '192.0.2.1', '198.51.100.1'],
    [1, '203.0.113.9,198.51.100.1 ', '192.0.2.1', '198.51.100.1'],
    [2, '203.0.113.9, 198.51.100.1', '192.0.2.1', '203.0.113.9'],
    [2, '6.6.6.6, 203.0.113.9, 198.51.100.1', '192.0.2.1', '203.0.113.9'],
    [2, '198.51.100.1', '192.0.2.1', '192.0.2.1'],
    [1, 'unknown', '192.0.2.1', '192.0.2.1'],
    [1, '1.2.3, ', '192.0.2.1', '192.0.2.1'],
    [1, "198.51.100.1' or 1=1", '192.0.2.1', '192.0.2.1'],
    [1, '198.51.100.1:4711', '192.0.2.1', '198.51.100.1'],
    [1, '[2001:db8:1:2:3::4]:4711', '192.0.2.1', '2001:db8:1:2::/64'],
    [1, '[2001:db8::1]', '192.0.2.1', '2001:db8:0:0::/64'],
    [0, undefined, '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    [0, undefined, '2001:0DB8:0001:0002::ffff', '2001:db8:1:2::/64'],
    [0, undefined, '::1', '0:0:0:0::/64'],
    [0, undefined, '::', '0:0:0:0::/64'],
    [0, undefined, 'fe80::1%eth0', 'fe80:0:0:0::/64'],
    [0, undefined, '::ffff:192.0.2.1', '192.0.2.1'],
    [0, undefined, '::ffff:c000:201', '192.0.2.1'],
  ];

test('the address of a client is the n-th from the right, and IPv6 counts by network', (t) => {
  for (const [hops, forwarded, remoteAddress, expected] of ADDRESSES) {
    const request = { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress } };
    t.is(
      clientAddress(request as unknown as IncomingMessage, hops),
      expected,
      `${hops.toString()} ${String(forwarded)}`,
    );
  }
});
