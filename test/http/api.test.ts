import test, { type ExecutionContext } from 'ava';
import { closeWith, onAccount } from '../twilio/account.js';
import { startStandIn } from '../twilio/stand-in.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { COURIER, TOKEN, anOrderBody, clientPhone, startService, type Service } from '../support.js';

const DAY_MS = 86_400_000;

/** Runs a test on a service of its own. */
function withService(title: string, body: (t: ExecutionContext, service: Service) => Promise<void>, config = {}): void {
  test(title, async (t) => {
    const service = await startService(config);
    try {
      await body(t, service);
    } finally {
      await service.stop();
    }
  });
}

withService('an order gets a number, and says the same when it comes again', async (t, { send }) => {
  const first = await send('POST', '/orders', anOrderBody(1));
  t.is(first.status, 200);
  t.deepEqual(Object.keys(first.json), ['order_id', 'client_id', 'client_proxy_number']);
  t.is(first.json['order_id'], 'O-1');
  t.is(first.json['client_id'], '1');
  t.regex(String(first.json['client_proxy_number']), /^\+3363998\d{4}$/);

  const again = await send('POST', '/orders', anOrderBody(1));
  t.deepEqual([again.status, again.text], [first.status, first.text]);
  const sameInOtherWords = anOrderBody(1, { client_id: '1', client_real_phone: clientPhone(1).replace('+', '00') });
  t.is((await send('POST', '/orders', sameInOtherWords)).text, first.text);

  const other = await send('POST', '/orders', anOrderBody(1, { client_name: 'Grace' }));
  t.deepEqual([other.status, other.json['code']], [409, 'order_conflict']);
});

withService('an order says the same again even after its client changed', async (t, { send }) => {
  const first = await send('POST', '/orders', anOrderBody(1));
  await send('PUT', '/clients/1', { client_name: 'Countess' });
  await send('POST', '/orders/O-1/close', { end_session: true });
  t.is((await send('POST', '/orders', anOrderBody(1))).text, first.text);
});

withService('a client keeps their number from order to order', async (t, { send }) => {
  const first = await send('POST', '/orders', anOrderBody(1));
  const second = await send('POST', '/orders', anOrderBody(1, { order_id: 'O-2', client_name: 'Somebody' }));
  t.is(second.json['client_proxy_number'], first.json['client_proxy_number']);
  t.is((await send('GET', '/clients/1')).json['client_name'], 'Ada Lovelace');
});

withService('a known client with another phone is refused, not ignored', async (t, { send }) => {
  await send('POST', '/orders', anOrderBody(1));
  const other = await send('POST', '/orders', anOrderBody(1, { order_id: 'O-2', client_real_phone: clientPhone(2) }));
  t.deepEqual([other.status, other.json['code']], [409, 'client_mismatch']);
  t.is((await send('GET', '/orders/O-2')).status, 404);
});

withService('an Idempotency-Key belongs to one request', async (t, { send }) => {
  const key = { 'idempotency-key': 'k-1' };
  const first = await send('POST', '/orders', anOrderBody(1), key);
  t.is((await send('POST', '/orders', anOrderBody(1), key)).text, first.text);
  const reused = await send('POST', '/orders', anOrderBody(2), key);
  t.deepEqual([reused.status, reused.json['code']], [422, 'idempotency_key_reused']);
  t.is((await send('GET', '/orders/O-2')).status, 404);
});

withService('orders are read, listed page by page, and closed', async (t, { send }) => {
  for (const index of [1, 2, 3]) await send('POST', '/orders', anOrderBody(index));
  const one = await send('GET', '/orders/O-1');
  t.like(one.json, { order_id: 'O-1', client_id: '1', status: 'open', closed_at: null });
  t.is((await send('GET', '/orders/O-9')).json['code'], 'order_not_found');

  const seen: unknown[] = [];
  let cursor = '';
  do {
    const { json } = await send('GET', `/orders?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    seen.push(...(json['items'] as { order_id: string }[]).map(({ order_id: id }) => id));
    cursor = (json['next_cursor'] as string | null) ?? '';
  } while (cursor !== '');
  t.deepEqual([...seen].sort(), ['O-1', 'O-2', 'O-3']);

  const closed = await send('POST', '/orders/O-1/close');
  t.like(closed.json, { order: { order_id: 'O-1', status: 'closed' }, session_ended: false });
  t.is((await send('POST', '/orders/O-1/close')).text, closed.text);
  const list = async (query: string) => ((await send('GET', `/orders?${query}`)).json['items'] as unknown[]).length;
  t.is(await list('status=closed'), 1);
  t.is(await list('status=open'), 2);
  t.is(await list('client_id=2'), 1);
  t.is((await send('POST', '/orders/O-9/close')).status, 404);
});

withService('the session ends with the last order, when asked', async (t, { send, carrier }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  await send('POST', '/orders', anOrderBody(1, { order_id: 'O-2' }));
  const proxy = String(json['client_proxy_number']);
  const early = await send('POST', '/orders/O-1/close', { end_session: true });
  t.false(early.json['session_ended']);
  t.is((await carrier.phone(COURIER).call(proxy)).dialled.length, 1);
  const last = await send('POST', '/orders/O-2/close', { end_session: true });
  t.true(last.json['session_ended']);
  t.is((await carrier.phone(COURIER).call(proxy)).dialled.length, 0);
  t.like((await send('GET', '/clients/1')).json, { client_proxy_number: null, client_last_caller: null });
  t.is((await send('GET', '/clients/by-proxy/' + encodeURIComponent(proxy))).status, 404);
  const again = await send('POST', '/orders', anOrderBody(1, { order_id: 'O-3' }));
  t.not(again.json['client_proxy_number'], proxy);
});

withService('clients are created once, read and found', async (t, { send }) => {
  const { order_id: _unused, ...body } = anOrderBody(7);
  t.is((await send('GET', '/clients/next-id')).json['next_client_id'], 1);
  const created = await send('POST', '/clients', { ...body, client_iso_residency: 'be' });
  t.is(created.status, 200);
  t.regex(String(created.json['client_proxy_number']), /^\+32/);
  t.is((await send('GET', '/clients/next-id')).json['next_client_id'], 8);
  const again = await send('POST', '/clients', body);
  t.deepEqual([again.status, again.json['code']], [409, 'client_exists']);
  t.truthy(again.json['detail']);

  const proxy = String(created.json['client_proxy_number']);
  const expected = {
    client_id: '7',
    client_name: 'Ada Lovelace',
    client_mail: 'ada7@shop.example',
    client_real_phone: clientPhone(7),
    client_proxy_number: proxy,
    client_iso_residency: 'BE',
    client_country_code: '33',
    client_last_caller: null,
  };
  t.deepEqual((await send('GET', '/clients/7')).json, expected);
  for (const form of [proxy, proxy.replace('+', '00'), proxy.slice(1), encodeURIComponent(proxy)]) {
    t.deepEqual((await send('GET', `/clients/by-proxy/${form}`)).json, expected);
  }
  t.is((await send('GET', '/clients/by-proxy/+33639989999')).status, 404);
  t.is((await send('GET', '/clients/8')).json['code'], 'client_not_found');
});

withService('a changed phone moves the live session at once', async (t, { send, carrier }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  const proxy = String(json['client_proxy_number']);
  await carrier.phone(COURIER).call(proxy);
  const changed = await send('PUT', '/clients/1', { client_real_phone: clientPhone(2), client_iso_residency: 'GB' });
  t.like(changed.json, { client_real_phone: clientPhone(2), client_iso_residency: 'GB', client_last_caller: COURIER });
  t.deepEqual(
    (await carrier.phone('+447700900123').call(proxy)).dialled.map(({ number }) => number),
    [clientPhone(2)],
  );
  t.deepEqual(
    (await carrier.phone(clientPhone(2)).call(proxy)).dialled.map(({ number }) => number),
    ['+447700900123'],
  );
  // The old phone is an unknown caller now.
  t.deepEqual(
    (await carrier.phone(clientPhone(1)).call(proxy)).dialled.map(({ number }) => number),
    [clientPhone(2)],
  );
  t.is((await send('PUT', '/clients/1', { client_iso_residency: null })).json['client_iso_residency'], null);
  t.is((await send('PUT', '/clients/9', { client_name: 'x' })).status, 404);
});

withService('a last caller who becomes the client is forgotten', async (t, { send, carrier }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  await carrier.phone(COURIER).call(String(json['client_proxy_number']));
  const changed = await send('PUT', '/clients/1', { client_real_phone: COURIER });
  t.is(changed.json['client_last_caller'], null);
});

withService('a proxy number is nobody’s real phone', async (t, { send }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  const proxy = json['client_proxy_number'];
  for (const reply of [
    await send('POST', '/orders', anOrderBody(2, { client_real_phone: proxy })),
    await send('PUT', '/clients/1', { client_real_phone: proxy }),
  ]) {
    t.deepEqual([reply.status, reply.json['code']], [400, 'invalid_request']);
    t.deepEqual((reply.json['errors'] as { pointer: string }[])[0]?.pointer, '/client_real_phone');
  }
});

test('erasing takes the person and cools the number off', async (t) => {
  const clock = createFakeClock();
  const service = await startService({ settings: { ...DEFAULT_SETTINGS, topUpSize: 1 } }, clock);
  const { send, carrier } = service;
  try {
    const { json } = await send('POST', '/orders', anOrderBody(1));
    const proxy = String(json['client_proxy_number']);
    await carrier.phone(COURIER).call(proxy);
    const receipt = await send('DELETE', '/clients/1');
    t.like(receipt.json, { client_id: '1', orders_closed: 1, sessions_closed: 1, quarantined_number: proxy });
    t.is(receipt.json['quarantined_until'], new Date(clock.now() + 7 * DAY_MS).toISOString());
    t.is((await send('GET', '/clients/1')).status, 404);
    t.is((await send('DELETE', '/clients/1')).status, 404);
    t.like((await send('GET', '/orders/O-1')).json, { status: 'closed' });
    t.is((await send('POST', '/orders', anOrderBody(1))).json['code'], 'order_conflict');
    const [interaction] = (await send('GET', '/interactions')).json['items'] as Record<string, unknown>[];
    t.like(interaction, { from: '', to: '', outcome: 'answered' });
    t.is((await carrier.phone(COURIER).call(proxy)).dialled.length, 0);

    // Nobody else gets the number before it has cooled off, and somebody may after.
    t.not((await send('POST', '/orders', anOrderBody(2))).json['client_proxy_number'], proxy);
    clock.advance(7 * DAY_MS);
    t.is((await send('POST', '/orders', anOrderBody(3))).json['client_proxy_number'], proxy);
  } finally {
    await service.stop();
  }
});

withService('the pool shows what is free and gives a number once', async (t, { send }) => {
  await send('POST', '/orders', anOrderBody(1));
  const available = await send('GET', '/pool/available?country_iso=fr&number_type=');
  t.like(available.json, { country_iso: 'FR', number_type: 'all' });
  const rows = available.json['available'] as Record<string, unknown>[];
  t.is(rows.length, 2);
  t.like(rows[0], { country_iso: 'FR', number_type: 'mobile', status: 'available' });
  t.is(
    ((await send('GET', '/pool/available?country_iso=FR&number_type=local')).json['available'] as unknown[]).length,
    0,
  );
  t.deepEqual((await send('GET', '/pool/stats')).json['pools'], [
    {
      country_iso: 'FR',
      number_type: 'mobile',
      owned: 3,
      available: 2,
      assigned: 1,
      shared: 0,
      reserved: 0,
      quarantined: 0,
      held: 0,
      error: 0,
    },
  ]);
});

withService(
  'assigning: an unknown client 404, twice the same number, in parallel never one number twice',
  async (t, { send }) => {
    const assign = (id: unknown) =>
      send('POST', '/pool/assign', { client_id: id, country_iso: 'FR', client_name: 'x' });
    t.deepEqual([(await assign('none')).status, (await assign('none')).json['code']], [404, 'client_not_found']);
    const ids = Array.from({ length: 20 }, (_, index) => index + 1);
    for (const id of ids) {
      await send('POST', '/orders', anOrderBody(id));
      await send('POST', `/orders/O-${id.toString()}/close`, { end_session: true });
    }
    const replies = await Promise.all([...ids, ...ids].map(assign));
    t.true(replies.every(({ status }) => status === 200));
    const proxies = replies.map(({ json }) => String(json['proxy']));
    t.is(new Set(proxies).size, 20);
    for (const [index, proxy] of proxies.slice(0, 20).entries()) t.is(proxies[index + 20], proxy);
  },
);

test('nothing for sale: 503, and nothing half-written', async (t) => {
  const standIn = await startStandIn();
  standIn.sold.clear();
  closeWith(t, standIn);
  const service = await startService(onAccount(standIn));
  t.teardown(() => service.stop());
  const { send } = service;
  const reply = await send('POST', '/orders', anOrderBody(1));
  t.deepEqual([reply.status, reply.json['code']], [503, 'pool_exhausted']);
  t.is(reply.headers.get('retry-after'), '1');
  t.is((await send('GET', '/clients/1')).status, 404);
  t.is((await send('GET', '/orders/O-1')).status, 404);
});

withService('interactions are listed by client, order and time, with masked numbers', async (t, { send, carrier }) => {
  const [first, second] = [
    await send('POST', '/orders', anOrderBody(1)),
    await send('POST', '/orders', anOrderBody(2)),
  ];
  await carrier.phone(COURIER).call(String(first.json['client_proxy_number']));
  await carrier.phone(COURIER).text(String(second.json['client_proxy_number']), 'hello');
  const list = async (query: string) =>
    (await send('GET', `/interactions?${query}`)).json['items'] as Record<string, unknown>[];
  const all = await list('');
  t.is(all.length, 2);
  t.false(JSON.stringify(all).includes('3363998'));
  t.like((await list('client_id=1'))[0], {
    channel: 'call',
    outcome: 'answered',
    duration_seconds: 30,
    from: '+****1234',
  });
  t.like((await list('order_id=O-2'))[0], { channel: 'message', outcome: 'delivered', direction: 'to_client' });
  t.is((await list('from=2100-01-01T00:00:00Z')).length, 0);
  t.is((await list('until=2100-01-01T00:00:00Z&client_id=2')).length, 1);
  t.is((await send('GET', '/interactions?order_id=none')).json['code'], 'order_not_found');
});

withService('a simulated call says what happens, and counts', async (t, { send }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  const proxy = String(json['client_proxy_number']);
  const call = await send('POST', '/calls/simulate', { from: COURIER, to: proxy });
  t.true(call.json['recorded']);
  t.regex(String(call.json['decision']), /connected to the client/);
  t.true(String(call.json['twiml']).includes(`<Number>${clientPhone(1)}</Number>`));
  const back = await send('POST', '/calls/simulate', { from: clientPhone(1), to: proxy });
  t.true(String(back.json['twiml']).includes(`<Number>${COURIER}</Number>`));
  t.regex(
    String((await send('POST', '/calls/simulate', { from: 'anonymous', to: proxy })).json['decision']),
    /withheld/,
  );
});

withService('health, readiness and the reference need no token; everything else does', async (t, service) => {
  const bare = (path: string, headers = {}) => fetch(service.url + path, { headers });
  for (const path of [
    '/healthz',
    '/readyz',
    '/openapi.json',
    '/docs',
    '/docs/swagger-ui.css',
    '/docs/swagger-ui-bundle.js',
    '/docs/start.js',
  ]) {
    t.is((await bare(path)).status, 200, path);
  }
  t.is((await bare('/docs/absolute-path.js')).status, 404);
  const none = await bare('/pool/stats');
  t.deepEqual([none.status, none.headers.get('www-authenticate')], [401, 'Bearer']);
  t.is((await bare('/pool/stats', { authorization: 'Basic YTpi' })).status, 401);
  t.is((await bare('/pool/stats', { authorization: 'Bearer' })).status, 401);
  t.is((await bare('/pool/stats', { authorization: `Bearer ${TOKEN}x` })).status, 403);
  t.is((await bare('/pool/stats', { authorization: `bearer ${TOKEN}` })).status, 200);
});

withService(
  'several tokens are accepted, for a rotation',
  async (t, { url }) => {
    for (const [token, status] of [
      ['old', 200],
      ['new', 200],
      ['other', 403],
    ] as const) {
      t.is((await fetch(`${url}/pool/stats`, { headers: { authorization: `Bearer ${token}` } })).status, status);
    }
  },
  { apiTokens: ['old', 'new'] },
);

withService('requests have an id, their own when it is harmless', async (t, { send }) => {
  t.is(
    (await send('GET', '/healthz', undefined, { 'x-request-id': 'my-id.1' })).headers.get('x-request-id'),
    'my-id.1',
  );
  const odd = await send('GET', '/nothing', undefined, { 'x-request-id': 'a b' });
  t.not(odd.headers.get('x-request-id'), 'a b');
  t.is(odd.json['request_id'], odd.headers.get('x-request-id'));
});
