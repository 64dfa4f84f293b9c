import test from 'ava';
import { LOCAL_HTTP } from '../../../src/entry/config/http.js';
import { endpoints } from '../../../src/entry/http/openapi.js';
import { postWebhook } from '../../signed-webhook.js';
import { COURIER, TOKEN, anOrderBody, startService } from '../../support.js';
import { AUTH, isProblem, requestText, sendRaw } from './raw.js';

const NOTHING = "default-src 'none';frame-ancestors 'none'";
const PAGE =
  "default-src 'none';frame-ancestors 'none';base-uri 'none';connect-src 'self';form-action 'none';" +
  "img-src 'self' data:;script-src 'self';style-src 'self' 'unsafe-inline'";

const REQUESTS: readonly (readonly [
  method: string,
  path: string,
  status: number,
  expected?: { readonly csp?: string; readonly cache?: string; readonly token?: string; readonly body?: unknown },
])[] = [
  ['GET', '/healthz', 200],
  ['GET', '/readyz', 200],
  ['GET', '/metrics', 200],
  ['GET', '/metrics', 401, { token: '' }],
  ['GET', '/openapi.json', 200, { cache: 'no-cache' }],
  ['GET', '/docs', 200, { csp: PAGE, cache: 'no-cache' }],
  ['GET', '/docs/start.js', 200, { cache: 'no-cache' }],
  ['GET', '/docs/swagger-ui.css', 200, { cache: 'public, max-age=86400' }],
  ['GET', '/docs/swagger-ui-bundle.js', 200, { cache: 'public, max-age=86400' }],
  ['GET', '/docs/favicon-32x32.png', 200, { cache: 'public, max-age=86400' }],
  ['GET', '/docs/none', 404],
  ['HEAD', '/docs', 200, { csp: PAGE, cache: 'no-cache' }],
  ['OPTIONS', '/docs', 200],
  ['POST', '/orders', 200, { body: anOrderBody(1) }],
  ['POST', '/orders', 400, { body: {} }],
  ['GET', '/orders', 200],
  ['GET', '/clients/1', 200],
  ['GET', '/clients/none', 404],
  ['GET', '/nothing', 404],
  ['GET', '/orders', 401, { token: '' }],
  ['GET', '/orders', 403, { token: 'wrong' }],
  ['PATCH', '/orders', 405],
  ['GET', '/twilio/voice', 405],
  ['POST', '/twilio/voice', 403],
  ['POST', '/twilio/sms', 403],
  ['POST', '/twilio/sms/status', 403],
];

for (const isProduction of [false, true]) {
  test(`every response has its security headers ${isProduction ? 'in production' : 'elsewhere'}`, async (t) => {
    const service = await startService({
      telephony: { kind: 'simulated', authToken: AUTH },
      http: { ...LOCAL_HTTP, isProduction },
    });
    t.teardown(() => service.stop());
    const check = (headers: Headers, what: string, { csp = NOTHING, cache = 'no-store' } = {}) => {
      t.is(headers.get('x-content-type-options'), 'nosniff', what);
      t.is(headers.get('content-security-policy')?.replaceAll('; ', ';'), csp, what);
      t.is(headers.get('cache-control'), cache, what);
      t.is(headers.get('strict-transport-security'), isProduction ? 'max-age=31536000' : null, what);
      t.is(headers.get('x-powered-by'), null, what);
    };
    for (const [method, path, status, { token = TOKEN, body, ...expected } = {}] of REQUESTS) {
      const reply = await service.send(method, path, body, { authorization: token === '' ? '' : `Bearer ${token}` });
      const what = `${method} ${path} ${status.toString()}`;
      t.is(reply.status, status, `${what}: ${reply.text}`);
      check(reply.headers, what, expected);
      if (path.startsWith('/twilio')) continue;
      t.is(reply.headers.get('x-frame-options'), 'DENY', what);
      t.is(reply.headers.get('referrer-policy'), 'no-referrer', what);
    }
    service.program.metrics.registry.metrics = () => Promise.reject(new Error('a fault'));
    const failed = await service.send('GET', '/metrics');
    t.is(failed.status, 500);
    check(failed.headers, 'an internal error');
    const answered = await postWebhook(service.url, AUTH, '/twilio/voice', {
      CallSid: 'CA1',
      From: COURIER,
      To: COURIER,
    });
    t.is(answered.status, 200);
    check(answered.headers, 'an answered webhook');
    for (const text of [requestText('GET', 'http://x/'), requestText('BREW', '/'), requestText('CONNECT', 'x:1')]) {
      const reply = await sendRaw(service.url, text);
      isProblem(t, reply, reply.status, text.startsWith('CONNECT') ? 'method_not_allowed' : 'malformed_request', text);
      check(new Headers([...reply.headers]), text);
    }
  });
}

test('whatever the API answers, no cache keeps it', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  await service.send('POST', '/orders', anOrderBody(1));
  for (const endpoint of endpoints) {
    const { path } = endpoint;
    // A stream has no end.
    const method = 'stream' in endpoint ? 'head' : endpoint.method;
    const url = path.replace('{order_id}', 'O-1').replace('{client_id}', '1').replace('{proxy}', '+33639980000');
    const reply = await service.send(method.toUpperCase(), url, method === 'get' || method === 'head' ? undefined : {});
    t.regex(
      reply.headers.get('cache-control') ?? '',
      /^no-store(, no-transform)?$/,
      `${method} ${url} ${reply.status.toString()}`,
    );
  }
});
