import test from 'ava';
import { TOKEN } from '../../support.js';
import { isProblem, nothingHappened, requestText, sendRaw, startWatched } from './raw.js';

const malformed = [400, 'malformed_request'] as const;
const notFound = [404, 'route_not_found'] as const;
const notAllowed = [405, 'method_not_allowed'] as const;

/** Method and target as they stand on the request line, in characters that are bytes. */
const TARGETS: readonly (readonly [method: string, target: string, ...expected: readonly [number, string]])[] = [
  // Absolute form
  ['POST', 'http://shop.example/twilio/voice', ...malformed],
  ['GET', 'http://shop.example/orders', ...malformed],
  ['GET', 'https://shop.example/healthz', ...malformed],
  ['GET', 'HTTP://shop.example', ...malformed],
  ['GET', 'http://shop.example:99999/orders', ...malformed],
  ['GET', 'http://[::1/orders', ...malformed],
  // What parsers choke on
  ['GET', 'http://', ...malformed],
  ['GET', '*', ...malformed],
  ['OPTIONS', '*', ...malformed],
  ['GET', '//', ...notFound],
  ['GET', '//shop.example/orders', ...notFound],
  ['GET', '//[', ...notFound],
  ['GET', '/\\', ...notFound],
  ['GET', '/:', ...notFound],
  ['GET', '/orders#x', ...malformed],
  ['GET', '/?', ...notFound],
  ['GET', '/?[]=%5B&a', ...notFound],
  // Bytes that are no UTF-8, as they are and encoded
  ['GET', '/clients/\xff', ...malformed],
  ['GET', '/clients/caf\xc3\xa9', ...malformed],
  ['GET', '/clients/%ff', ...malformed],
  ['GET', '/clients/%c3', ...malformed],
  ['GET', '/clients/%c0%80', ...malformed],
  ['GET', '/clients/%ed%a0%80', ...malformed],
  ['GET', '/clients/%', ...malformed],
  ['GET', '/clients/%zz', ...malformed],
  ['DELETE', '/clients/%E9', ...malformed],
  ['GET', '/orders?cursor=%ff', ...malformed],
  ['GET', '/orders?%ff=1', ...malformed],
  ['GET', '/interactions?client_id=%ed%bf%bf', ...malformed],
  ['POST', '/twilio/voice/ended?interaction=%ff', ...malformed],
  ['GET', '/%ff', ...malformed],
  // Zeros and other control characters
  ['GET', '/orders?cursor=%00', ...malformed],
  ['GET', '/orders?cursor=1.%00', ...malformed],
  ['GET', '/orders?client_id=%00', ...malformed],
  ['GET', '/orders?status=%00', ...malformed],
  ['GET', '/orders?limit=1%00', ...malformed],
  ['GET', '/orders?unknown%00=1', ...malformed],
  ['GET', '/clients?cursor=a%00b', ...malformed],
  ['GET', '/interactions?from=%00', ...malformed],
  ['GET', '/interactions?order_id=%0a', ...malformed],
  ['GET', '/pool/available?country_iso=FR%00', ...malformed],
  ['GET', '/orders/%00', ...malformed],
  ['GET', '/clients/%00', ...malformed],
  ['DELETE', '/clients/a%00', ...malformed],
  ['GET', '/clients/by-proxy/%00', ...malformed],
  ['GET', '/clients/%7f', ...malformed],
  ['GET', '/clients/%C2%85', ...malformed],
  ['POST', '/twilio/sms/status?interaction=%00&part=0', ...malformed],
  // Ids that cannot be
  ['GET', '/clients/.', 400, 'invalid_request'],
  ['GET', '/clients/..', 400, 'invalid_request'],
  ['GET', '/clients/%2e%2E', 400, 'invalid_request'],
  ['GET', '/orders/%2e', 400, 'invalid_request'],
  ['GET', '/clients/NEXT-ID', 400, 'invalid_request'],
  ['GET', '/orders/By-Proxy', 400, 'invalid_request'],
  // Names that every object of JavaScript knows
  ['GET', '/docs/constructor', ...notFound],
  ['GET', '/docs/__proto__', ...notFound],
  ['GET', '/docs/toString', ...notFound],
  ['GET', '/clients/by-proxy/constructor', 404, 'client_not_found'],
  ['GET', '/pool/available?country_iso=constructor', 400, 'invalid_request'],
  ['GET', '/pool/available?country_iso=FR&number_type=__proto__', 400, 'invalid_request'],
  ['GET', '/orders?status=constructor&__proto__=1', 400, 'invalid_request'],
  // Other spellings of paths
  ['GET', '/Orders', ...notFound],
  ['GET', '/orders/', ...notFound],
  ['GET', '/clients/1/', ...notFound],
  ['GET', '/HEALTHZ', ...notFound],
  ['GET', '/healthz/', ...notFound],
  ['GET', '/metrics/', ...notFound],
  ['GET', '/Docs', ...notFound],
  ['POST', '/twilio/Voice', ...notFound],
  ['POST', '/twilio/voice/', ...notFound],
  ['POST', '/TWILIO/SMS', ...notFound],
  ['POST', '/twilio/voice%2fended', ...notFound],
  // Methods
  ['TRACE', '/twilio/voice', ...notAllowed],
  ['TRACE', '/orders', ...notAllowed],
  ['TRACE', '/healthz', ...notAllowed],
  ['PROPFIND', '/orders', ...notAllowed],
  ['PURGE', '/', ...notFound],
  ['PATCH', '/clients/1', ...notAllowed],
  ['POST', '/healthz', ...notAllowed],
  ['PUT', '/docs', ...notAllowed],
  ['DELETE', '/metrics', ...notAllowed],
  ['CONNECT', 'shop.example:443', ...notAllowed],
  ['CONNECT', '/twilio/voice', ...notAllowed],
  // What Node's parser does not take
  ['BREW', '/orders', ...malformed],
  ['GET', '/with blank', ...malformed],
  ['GET', '', ...malformed],
  ['GET', `/${'x'.repeat(17_000)}`, 431, 'headers_too_large'],
];

test('requests for what cannot be are refused with a problem', async (t) => {
  const service = await startWatched(t);
  for (const [method, target, status, code] of TARGETS) {
    const request = Buffer.from(requestText(method, target), 'latin1');
    isProblem(t, await sendRaw(service.url, request), status, code, `${method} ${target.slice(0, 50)}`);
  }
  await nothingHappened(t, service);
  const routes = [...service.log().matchAll(/"route":"([^"]*)"/g)].map(([, route]) => route);
  t.true(routes.length > 50);
  const known =
    /^(none|\/healthz|\/metrics|\/docs(\/:asset)?|\/openapi\.json|\/(orders|clients|interactions|pool|twilio)[\w/:-]*)$/;
  t.deepEqual(
    [...new Set(routes)].filter((route = '') => !known.test(route)),
    [],
  );
});

test('any other method on a webhook path is 405 and names POST, with a token of the API or without', async (t) => {
  const service = await startWatched(t);
  for (const path of service.program.ports.telephony.webhookPaths) {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      for (const authorization of [`Bearer ${TOKEN}`, 'Bearer wrong', undefined]) {
        const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
        const reply = await fetch(service.url + path, { method, headers });
        const text = await reply.text();
        t.is(reply.status, 405, `${method} ${path}`);
        t.is(reply.headers.get('allow'), 'POST');
        if (method === 'HEAD') continue;
        const { code, detail } = JSON.parse(text) as Record<string, string>;
        t.is(code, 'method_not_allowed');
        t.regex(detail ?? '', /POST$/);
      }
    }
  }
});

test('each webhook counts once, under a label of the list', async (t) => {
  const service = await startWatched(t);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const paths = service.program.ports.telephony.webhookPaths;
  for (const path of paths) {
    await service.send('POST', path, 'CallSid=CA1', form);
    await service.send('POST', path.toUpperCase(), 'CallSid=CA1', form);
    await service.send('POST', `${path}/`, 'CallSid=CA1', form);
    await service.send('POST', `${path}?a=${path}`, 'CallSid=CA1', form);
  }
  const { text } = await service.send('GET', '/metrics');
  const counts = text.split('\n').filter((line) => line.startsWith('proxycall_webhook_duration_seconds_count'));
  t.deepEqual(counts, [
    `proxycall_webhook_duration_seconds_count{event="refused",outcome="bad_signature"} ${(2 * paths.length).toString()}`,
  ]);
});
