import test, { type ExecutionContext } from 'ava';
import { endpoints } from '../../src/entry/http/openapi.js';
import { COURIER, anOrderBody, startService, type Service } from '../support.js';

/** One bad request: what is sent, and what must be answered. */
interface Case {
  readonly what: string;
  readonly request: readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>];
  readonly status: number;
  readonly code: string;
  /** The fields that are named, in order. */
  readonly fields?: readonly string[];
}

/** Personal data in the wrong place: it must not come back, and must not be logged. */
const LEAK = '+336 39 98 77 66';
const LEAKS = ['39 98 77 66', '639987766', 'leak@shop', 'topsecret'];

const order = (fields: object) => ['POST', '/orders', anOrderBody(50, fields)] as const;
const courier = (fields: object) => order({ courier_phone: COURIER, ...fields });
const client = (fields: object) => ['POST', '/clients', anOrderBody(50, fields)] as const;
const invalid = { status: 400, code: 'invalid_request' } as const;

const cases: readonly Case[] = [
  // Bodies
  { what: 'no body', request: ['POST', '/orders'], ...invalid, fields: [''] },
  {
    what: 'broken JSON',
    request: ['POST', '/orders', `{"client_mail":"leak@shop.example"`],
    status: 400,
    code: 'malformed_request',
  },
  { what: 'an array', request: ['POST', '/orders', []], ...invalid, fields: [''] },
  { what: 'a bare string', request: ['POST', '/orders', '"topsecret"'], ...invalid, fields: [''] },
  { what: 'null', request: ['POST', '/orders', 'null'], ...invalid, fields: [''] },
  {
    what: 'a form',
    request: ['POST', '/orders', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'text',
    request: ['POST', '/pool/assign', 'topsecret', { 'content-type': 'text/plain' }],
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a large body',
    request: ['POST', '/orders', `{"order_id":"${'x'.repeat(70_000)}"}`],
    status: 413,
    code: 'payload_too_large',
  },
  {
    what: 'a large webhook',
    request: [
      'POST',
      '/twilio/voice',
      `Body=${'x'.repeat(70_000)}`,
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    status: 413,
    code: 'payload_too_large',
  },
  {
    what: 'an unsigned webhook',
    request: ['POST', '/twilio/sms', 'From=topsecret', { 'content-type': 'application/x-www-form-urlencoded' }],
    status: 403,
    code: 'bad_signature',
  },
  {
    what: 'an unsigned question about a whisper',
    request: [
      'POST',
      '/twilio/voice/whisper?interaction=topsecret',
      'From=topsecret',
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    status: 403,
    code: 'bad_signature',
  },
  // Orders
  {
    what: 'an empty object',
    request: ['POST', '/orders', {}],
    ...invalid,
    fields: ['/order_id', '/client_id', '/client_name', '/client_mail', '/client_real_phone'],
  },
  {
    what: 'a phone with spaces',
    request: order({ client_real_phone: LEAK }),
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a national phone',
    request: order({ client_real_phone: '0639987766' }),
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a short phone',
    request: order({ client_real_phone: '+3363998' }),
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a premium-rate phone',
    request: order({ client_real_phone: '+33899639987' }),
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a phone as a number',
    request: order({ client_real_phone: 33639987766 }),
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a very long phone',
    request: order({ client_real_phone: '+3'.repeat(100) }),
    ...invalid,
    fields: ['/client_real_phone'],
  },
  { what: 'a bad mail', request: order({ client_mail: 'leak@shop' }), ...invalid, fields: ['/client_mail'] },
  { what: 'an empty name', request: order({ client_name: '  ' }), ...invalid, fields: ['/client_name'] },
  { what: 'a name with a line break', request: order({ client_name: 'a\nb' }), ...invalid, fields: ['/client_name'] },
  { what: 'a long name', request: order({ client_name: 'x'.repeat(201) }), ...invalid, fields: ['/client_name'] },
  { what: 'an empty id', request: order({ order_id: '' }), ...invalid, fields: ['/order_id'] },
  { what: 'a long id', request: order({ order_id: 'x'.repeat(101) }), ...invalid, fields: ['/order_id'] },
  { what: 'a negative id', request: order({ client_id: -1 }), ...invalid, fields: ['/client_id'] },
  { what: 'a fraction as id', request: order({ client_id: 1.5 }), ...invalid, fields: ['/client_id'] },
  { what: 'a reserved id', request: order({ client_id: 'next-id' }), ...invalid, fields: ['/client_id'] },
  {
    what: 'an unknown country',
    request: order({ client_iso_residency: 'ZZ' }),
    ...invalid,
    fields: ['/client_iso_residency'],
  },
  {
    what: 'a courier that is no number',
    request: order({ courier_phone: LEAK }),
    ...invalid,
    fields: ['/courier_phone'],
  },
  {
    what: 'a courier who is the client',
    request: order({ courier_phone: '+33639985050' }),
    ...invalid,
    fields: ['/courier_phone'],
  },
  { what: 'an end that is no time', request: courier({ expires_at: 'tomorrow' }), ...invalid, fields: ['/expires_at'] },
  {
    what: 'an end that has passed',
    request: courier({ expires_at: '2020-01-01T00:00:00Z' }),
    ...invalid,
    fields: ['/expires_at'],
  },
  {
    what: 'an end that is too far',
    request: courier({ expires_at: '2999-01-01T00:00:00Z' }),
    ...invalid,
    fields: ['/expires_at'],
  },
  {
    what: 'an end without a courier',
    request: order({ expires_at: '2999-01-01T00:00:00Z' }),
    ...invalid,
    fields: ['/expires_at'],
  },
  { what: 'a limit without a courier', request: order({ ring_seconds: 20 }), ...invalid, fields: ['/ring_seconds'] },
  {
    what: 'limits out of range',
    request: courier({ max_call_seconds: 59, ring_seconds: 601 }),
    ...invalid,
    fields: ['/max_call_seconds', '/ring_seconds'],
  },
  {
    what: 'a courier at premium rate',
    request: courier({ courier_phone: '+33899639987' }),
    ...invalid,
    fields: ['/courier_phone'],
  },
  {
    what: 'another courier of nobody',
    request: ['PUT', '/orders/none/courier', { courier_phone: COURIER }],
    status: 404,
    code: 'order_not_found',
  },
  {
    what: 'another courier that is no number',
    request: ['PUT', '/orders/O-1/courier', { courier_phone: LEAK }],
    ...invalid,
    fields: ['/courier_phone'],
  },
  {
    what: 'a courier for an order without one',
    request: ['PUT', '/orders/O-1/courier', { courier_phone: COURIER }],
    status: 409,
    code: 'order_conflict',
  },
  { what: 'sharing nothing', request: ['POST', '/pool/share', { numbers: [] }], ...invalid, fields: ['/numbers'] },
  {
    what: 'sharing what is no number',
    request: ['POST', '/pool/share', { numbers: [LEAK], shared: 'yes' }],
    ...invalid,
    fields: ['/numbers/0', '/shared'],
  },
  {
    what: 'numbers out of range',
    request: ['GET', '/pool/plan?blocking=2&days=0&growth_percent=x&orders_per_day=0&peak=0&couriers=0'],
    ...invalid,
    fields: ['/blocking', '/days', '/growth_percent', '/orders_per_day', '/couriers', '/peak'],
  },
  {
    what: 'half a description',
    request: ['GET', '/pool/plan?couriers=5&country_iso=FR'],
    ...invalid,
    fields: ['/couriers', '/country_iso'],
  },
  {
    what: 'an unknown country',
    request: ['GET', '/pool/plan?orders_per_day=5&country_iso=ZZ'],
    ...invalid,
    fields: ['/country_iso'],
  },
  {
    what: 'a long Idempotency-Key',
    request: ['POST', '/orders', anOrderBody(50), { 'idempotency-key': 'x'.repeat(201) }],
    ...invalid,
    fields: ['/idempotency-key'],
  },
  { what: 'an unknown order', request: ['GET', '/orders/topsecret'], status: 404, code: 'order_not_found' },
  { what: 'an unknown status', request: ['GET', '/orders?status=lost'], ...invalid, fields: ['/status'] },
  { what: 'a limit of 0', request: ['GET', '/orders?limit=0'], ...invalid, fields: ['/limit'] },
  { what: 'a limit of 201', request: ['GET', '/orders?limit=201'], ...invalid, fields: ['/limit'] },
  { what: 'a limit that is no number', request: ['GET', '/orders?limit=many'], ...invalid, fields: ['/limit'] },
  { what: 'two limits', request: ['GET', '/orders?limit=1&limit=2'], ...invalid, fields: ['/limit'] },
  { what: 'a made-up cursor', request: ['GET', '/orders?cursor=topsecret'], ...invalid, fields: ['/cursor'] },
  { what: 'no client on a page', request: ['GET', '/clients?limit=0'], ...invalid, fields: ['/limit'] },
  { what: 'two cursors', request: ['GET', '/clients?cursor=1&cursor=2'], ...invalid, fields: ['/cursor'] },
  {
    what: 'closing with a word',
    request: ['POST', '/orders/O-1/close', { end_session: 'yes' }],
    ...invalid,
    fields: ['/end_session'],
  },
  { what: 'closing an unknown order', request: ['POST', '/orders/none/close'], status: 404, code: 'order_not_found' },
  // Clients
  {
    what: 'a client without fields',
    request: ['POST', '/clients', {}],
    ...invalid,
    fields: ['/client_id', '/client_name', '/client_mail', '/client_real_phone'],
  },
  {
    what: 'a client with a bad phone',
    request: client({ client_real_phone: LEAK }),
    ...invalid,
    fields: ['/client_real_phone'],
  },
  { what: 'a client who exists', request: ['POST', '/clients', anOrderBody(1)], status: 409, code: 'client_exists' },
  { what: 'nothing to change', request: ['PUT', '/clients/1', {}], ...invalid, fields: [''] },
  { what: 'nothing known to change', request: ['PUT', '/clients/1', { phone: LEAK }], ...invalid, fields: [''] },
  {
    what: 'a change to a bad phone',
    request: ['PUT', '/clients/1', { client_real_phone: LEAK }],
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a change to a premium-rate phone',
    request: ['PUT', '/clients/1', { client_real_phone: '+33899123456' }],
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a change to a bad mail',
    request: ['PUT', '/clients/1', { client_mail: 'leak@shop' }],
    ...invalid,
    fields: ['/client_mail'],
  },
  {
    what: 'a change of nobody',
    request: ['PUT', '/clients/none', { client_name: 'x' }],
    status: 404,
    code: 'client_not_found',
  },
  { what: 'erasing nobody', request: ['DELETE', '/clients/none'], status: 404, code: 'client_not_found' },
  { what: 'reading nobody', request: ['GET', '/clients/none'], status: 404, code: 'client_not_found' },
  {
    what: 'a proxy that is no number',
    request: ['GET', '/clients/by-proxy/topsecret'],
    ...invalid,
    fields: ['/proxy'],
  },
  {
    what: 'a proxy that is unknown',
    request: ['GET', '/clients/by-proxy/+33639987766'],
    status: 404,
    code: 'client_not_found',
  },
  { what: 'a broken escape', request: ['GET', '/clients/%E0%A4%A'], status: 404, code: 'client_not_found' },
  // Pool
  { what: 'a purchase in no country', request: ['POST', '/pool/provision', {}], ...invalid, fields: ['/country_iso'] },
  ...[0, 101, -1, 1.5, '2'].map((batch_size) => ({
    what: `a purchase of ${String(batch_size)} (${typeof batch_size})`,
    request: ['POST', '/pool/provision', { country_iso: 'FR', batch_size }] as const,
    ...invalid,
    fields: ['/batch_size'],
  })),
  {
    what: 'a purchase with everything wrong',
    request: [
      'POST',
      '/pool/provision',
      {
        country_iso: 'ZZ',
        number_type: 'all',
        require_sms_capability: 'yes',
        require_voice_capability: 1,
        candidates_limit: 0,
      },
    ],
    ...invalid,
    fields: [
      '/country_iso',
      '/number_type',
      '/require_sms_capability',
      '/require_voice_capability',
      '/candidates_limit',
    ],
  },
  {
    what: 'a purchase with an endless key',
    request: ['POST', '/pool/provision', { country_iso: 'FR' }, { 'idempotency-key': 'k'.repeat(201) }],
    ...invalid,
    fields: ['/idempotency-key'],
  },
  { what: 'a sync of a text', request: ['POST', '/pool/sync', '"yes"'], ...invalid, fields: [''] },
  { what: 'a sync of a number', request: ['POST', '/pool/sync', '1'], ...invalid, fields: [''] },
  { what: 'a sync applied by a text', request: ['POST', '/pool/sync', { apply: 'true' }], ...invalid, fields: [''] },
  {
    what: 'webhooks fixed somewhere',
    request: ['POST', '/pool/fix-webhooks', { dry_run: 'no', only_country: 'ZZ', only_status: 'busy', fix_sms: 0 }],
    ...invalid,
    fields: ['/dry_run', '/only_country', '/only_status', '/fix_sms'],
  },
  {
    what: 'a purge of what is no number',
    request: ['POST', '/pool/purge-sans-sms', { numbers: [LEAK], dry_run: 1 }],
    ...invalid,
    fields: ['/numbers/0', '/dry_run'],
  },
  {
    what: 'a purge of nothing',
    request: ['POST', '/pool/purge-sans-sms', { numbers: [] }],
    ...invalid,
    fields: ['/numbers'],
  },
  { what: 'a release of nothing', request: ['POST', '/pool/release', {}], ...invalid, fields: ['/numbers'] },
  {
    what: 'a release of what is no number, by a word',
    request: ['POST', '/pool/release', { numbers: ['+33639980001', LEAK, 7], force: 'yes' }],
    ...invalid,
    fields: ['/numbers/1', '/numbers/2', '/force'],
  },
  { what: 'a pool of no country', request: ['GET', '/pool/available'], ...invalid, fields: ['/country_iso'] },
  {
    what: 'a pool of an unknown country',
    request: ['GET', '/pool/available?country_iso=France'],
    ...invalid,
    fields: ['/country_iso'],
  },
  {
    what: 'a pool of an unknown type',
    request: ['GET', '/pool/available?country_iso=FR&number_type=pager'],
    ...invalid,
    fields: ['/number_type'],
  },
  {
    what: 'assigning nothing',
    request: ['POST', '/pool/assign', {}],
    ...invalid,
    fields: ['/client_id', '/country_iso'],
  },
  {
    what: 'assigning to nobody',
    request: ['POST', '/pool/assign', { client_id: 'none', country_iso: 'FR', client_name: 'x' }],
    status: 404,
    code: 'client_not_found',
  },
  {
    what: 'assigning an unknown type',
    request: ['POST', '/pool/assign', { client_id: 1, country_iso: 'FR', number_type: 'all' }],
    ...invalid,
    fields: ['/number_type'],
  },
  // Interactions
  { what: 'a time that is none', request: ['GET', '/interactions?from=yesterday'], ...invalid, fields: ['/from'] },
  {
    what: 'interactions of an unknown order',
    request: ['GET', '/interactions?order_id=none'],
    status: 404,
    code: 'order_not_found',
  },
  {
    what: 'a call to no number',
    request: ['POST', '/calls/simulate', { from: COURIER, to: LEAK }],
    ...invalid,
    fields: ['/to'],
  },
  { what: 'a call without numbers', request: ['POST', '/calls/simulate', {}], ...invalid, fields: ['/to', '/from'] },
  // Routes and tokens
  { what: 'an unknown route', request: ['GET', '/nothing/+33639987766'], status: 404, code: 'route_not_found' },
  { what: 'an unknown method', request: ['PATCH', '/orders'], status: 405, code: 'method_not_allowed' },
  {
    what: 'no token',
    request: ['GET', '/pool/stats', undefined, { authorization: '' }],
    status: 401,
    code: 'unauthorized',
  },
  {
    what: 'another scheme',
    request: ['GET', '/pool/stats', undefined, { authorization: 'Basic topsecret' }],
    status: 401,
    code: 'unauthorized',
  },
  {
    what: 'a wrong token',
    request: ['GET', '/pool/stats', undefined, { authorization: 'Bearer topsecret' }],
    status: 403,
    code: 'forbidden',
  },
];

let service: Service;
test.before(async () => {
  service = await startService();
  await service.send('POST', '/orders', anOrderBody(1));
});
test.after.always(() => service.stop());

for (const { what, request, status, code, fields } of cases) {
  const [method, path] = request;
  test(`${method} ${path.slice(0, 40)} with ${what}: ${status.toString()} ${code}`, async (t) => {
    const reply = await service.send(...request);
    t.is(reply.status, status);
    t.regex(reply.headers.get('content-type') ?? '', /^application\/problem\+json/);
    t.is(reply.json['code'], code);
    t.is(reply.json['status'], status);
    t.is(typeof reply.json['title'], 'string');
    t.true(String(reply.json['detail']).length > 5);
    const issues = (reply.json['errors'] ?? []) as { pointer: string; detail: string }[];
    t.deepEqual(
      issues.map(({ pointer }) => pointer),
      [...(fields ?? [])],
    );
    t.true(issues.every(({ detail }) => detail.length > 5));
    noLeak(t, reply.text);
  });
}

test.serial('after all of that, nothing was written and nothing was logged in clear', async (t) => {
  t.is(((await service.send('GET', '/orders')).json['items'] as unknown[]).length, 1);
  t.is((await service.send('GET', '/clients/50')).status, 404);
  noLeak(t, service.log());
  for (const secret of ['sesame', '3363998', 'ada1@']) t.false(service.log().includes(secret), secret);
});

test('every operation of the API has a bad request in the table', (t) => {
  for (const { method, path } of endpoints) {
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);
    const takesInput = !['/clients/next-id', '/pool/stats'].includes(path);
    const tried = cases.some(
      ({ request }) => request[0].toLowerCase() === method && pattern.test(request[1].split('?')[0] ?? ''),
    );
    t.true(tried || !takesInput, `${method} ${path}`);
  }
});

function noLeak(t: ExecutionContext, text: string): void {
  for (const leak of LEAKS) t.false(text.includes(leak), `${leak} in ${text.slice(0, 300)}`);
}
