/** Who gets which number, and what that costs. */
import { createSimulatedCarrier } from '../../../src/adapters/simulator/index.js';
import { createMemoryStore } from '../../../src/adapters/memory/index.js';
import { createProxyCall } from '../../../src/entry/library.js';
import { testInTurn as test } from '../in-turn.js';
import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { boughtAt, clientsWithout, phone, problem, rentedBefore, start } from './scene.js';

const ASSIGNMENT = { client_id: 1, country_iso: 'IT', client_name: 'Ada Lovelace', number_type: 'mobile' };

for (const buy of [undefined, false, null, '', 'false', 0, 'no']) {
  test(`POST /pool/assign buys nothing with buy ${buy === undefined ? 'absent' : JSON.stringify(buy)}`, async (t) => {
    const service = await start(t);
    await clientsWithout(service, [1]);
    const before = await boughtAt(service);
    const reply = await service.send('POST', '/pool/assign', { ...ASSIGNMENT, ...(buy === undefined ? {} : { buy }) });
    t.deepEqual(problem(reply), [400, 'pool_empty', 'string']);
    t.is(await boughtAt(service), before);
    t.is((await service.send('GET', '/clients/1')).json['client_proxy_number'], null);
  });
}

for (const buy of [true, 'true', 1, 'yes']) {
  test(`POST /pool/assign buys with buy ${JSON.stringify(buy)}`, async (t) => {
    const service = await start(t, { topUpSize: 1 });
    await clientsWithout(service, [1]);
    const reply = await service.send('POST', '/pool/assign', { ...ASSIGNMENT, buy });
    t.is(reply.status, 200, reply.text);
    t.regex(String(reply.json['proxy']), /^\+39/);
  });
}

test('POST /pool/assign without a country takes the country of the client, as an order does', async (t) => {
  const service = await start(t);
  for (const [id, residency, code] of [
    [1, '', '+33'],
    [2, 'BE', '+32'],
  ] as const) {
    const body = anOrderBody(id, { client_iso_residency: residency });
    await service.send('POST', '/orders', body);
    await service.send('POST', `/orders/O-${id.toString()}/close`, { end_session: true });
    const { json } = await service.send('POST', '/pool/assign', { client_id: id });
    t.true(String(json['proxy']).startsWith(code), String(json['detail']));
  }
});

test('PUT /clients with the number that they have changes nothing, however it is written', async (t) => {
  const { send, carrier } = await start(t);
  const { json } = await send('POST', '/orders', anOrderBody(1));
  const proxy = String(json['client_proxy_number']);
  await carrier.phone(COURIER).call(proxy);
  const national = `0${proxy.slice(3)}`;
  const spaced = national.replaceAll(/(..)(?=.)/g, '$1 ');
  for (const written of [proxy, proxy.slice(1), Number(proxy.slice(1)), `00${proxy.slice(1)}`, national, spaced]) {
    const reply = await send('PUT', '/clients/1', { client_proxy_number: written });
    t.is(reply.status, 200, `${String(written)}: ${reply.text}`);
    t.like(reply.json, { client_proxy_number: proxy, client_last_caller: COURIER });
  }
  // As the earlier command line sends a client back, with everything that it has read.
  for (const none of [null, '', ' ', '\u00a0', '\u200b']) {
    const all = { ...(await send('GET', '/clients/1')).json, client_name: 'Grace', client_proxy_number: none };
    t.like((await send('PUT', '/clients/1', all)).json, { client_name: 'Grace', client_proxy_number: proxy });
    const alone = await send('PUT', '/clients/1', { client_proxy_number: none });
    t.deepEqual([alone.status, alone.json['client_proxy_number']], [200, proxy]);
  }
});

test('PUT /clients with a free number gives it to them, and the number that they had is quarantined', async (t) => {
  const service = await start(t, { topUpSize: 3 });
  const { send, carrier } = service;
  const had = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  await carrier.phone(COURIER).call(had);
  const free = (await send('GET', '/pool/available?country_iso=FR')).json['available'] as { phone_number: string }[];
  const [one = ''] = free.map(({ phone_number: number }) => number);
  const changed = await send('PUT', '/clients/1', { client_proxy_number: one, client_real_phone: clientPhone(9) });
  t.like(changed.json, { client_proxy_number: one, client_real_phone: clientPhone(9), client_last_caller: '' });
  t.deepEqual(
    (await carrier.phone(COURIER).call(one)).dialled.map(({ number }) => number),
    [clientPhone(9)],
  );
  t.is((await carrier.phone(COURIER).call(had)).dialled.length, 0);
  t.like((await send('GET', '/pool/stats')).json['pools'], [{ assigned: 1, available: 1, quarantined: 1 }]);
  t.is((await carrier.provider.list()).find(({ number }) => number === one)?.friendlyName, '1');

  await clientsWithout(service, [2]);
  const [other] = (await send('POST', '/pool/provision', { country_iso: 'FR' })).json['purchased_now'] as string[];
  t.is((await send('PUT', '/clients/2', { client_proxy_number: other })).json['client_proxy_number'], other);
});

test('PUT /clients with a number that is not free is refused, and nothing changes', async (t) => {
  const service = await start(t, { topUpSize: 3 });
  const { send } = service;
  const own = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  const others = String((await send('POST', '/orders', anOrderBody(2))).json['client_proxy_number']);
  const shared = String(
    (await send('POST', '/orders', anOrderBody(3, { courier_phone: COURIER }))).json['client_proxy_number'],
  );
  await clientsWithout(service, [4]);
  const quarantined = String((await send('GET', '/orders/O-4')).json['client_proxy_number']);
  const gone = phone(77);
  for (const written of [
    others,
    shared,
    quarantined,
    gone,
    COURIER,
    others.slice(1),
    '06 39 98 99 99',
    '+1 555 0100',
  ]) {
    const reply = await send('PUT', '/clients/1', { client_proxy_number: written, client_name: 'Grace' });
    t.deepEqual(problem(reply), [409, 'number_state', 'string'], written);
    t.deepEqual((reply.json['errors'] as object[])[0], {
      pointer: '/client_proxy_number',
      detail: reply.json['detail'],
    });
  }
  t.deepEqual(problem(await send('PUT', '/clients/1', { client_proxy_number: 'no number' })).slice(0, 2), [
    400,
    'invalid_request',
  ]);
  t.like((await send('GET', '/clients/1')).json, { client_name: 'Ada Lovelace', client_proxy_number: own });
});

test('two clients at once never get the number that both name', async (t) => {
  const service = await start(t, { topUpSize: 1 });
  await clientsWithout(service, [1, 2]);
  await service.send('POST', '/pool/provision', { country_iso: 'FR' });
  const [free] = (await service.send('GET', '/pool/available?country_iso=FR')).json['available'] as object[];
  const body = { client_proxy_number: (free as { phone_number: string }).phone_number };
  const replies = await Promise.all([1, 2].map((id) => service.send('PUT', `/clients/${id.toString()}`, body)));
  t.deepEqual(replies.map(({ status }) => status).sort(), [200, 409]);
});

test('a client gets back a number that they had, although it is still cooling for them', async (t) => {
  const service = await start(t, { topUpSize: 1, quarantineMs: 0 });
  const { send, carrier } = service;
  const proxy = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  await send('POST', '/orders/O-1/close', { end_session: true });
  t.is((await send('PUT', '/clients/1', { client_proxy_number: proxy })).json['client_proxy_number'], proxy);
  t.is((await carrier.phone(COURIER).call(proxy)).dialled.length, 1);
});

for (const [title, assign] of [
  ['POST /pool/assign', { method: 'POST', path: '/pool/assign', body: { client_id: 1, country_iso: 'FR' } }],
  ['PUT /clients', { method: 'PUT', path: '/clients/1', body: { client_proxy_number: phone(500) } }],
  ['POST /orders', { method: 'POST', path: '/orders', body: anOrderBody(1, { order_id: 'O-9' }) }],
  [
    'POST /clients',
    { method: 'POST', path: '/clients', body: { ...anOrderBody(7, { order_id: undefined }), client_id: 'K' } },
  ],
] as const) {
  const scene = async (t: Parameters<typeof start>[0], foreignWebhooks: 'repair' | 'refuse') => {
    const service = await start(t, { topUpSize: 1, foreignWebhooks });
    await clientsWithout(service, [1]);
    rentedBefore(service, [phone(500)]);
    await service.send('POST', '/pool/sync', 'true');
    const state = async () => (await service.carrier.provider.find(phone(500))) ?? t.fail();
    return { service, state };
  };

  test(`${title} repairs the webhooks of a number that lead elsewhere, and labels it with the client's id`, async (t) => {
    const { service, state } = await scene(t, 'repair');
    const reply = await service.send(assign.method, assign.path, assign.body);
    t.is(reply.status, 200, reply.text);
    const rented = await state();
    t.like(rented, { webhooks: { voice: { isOurs: true }, sms: { isOurs: true } } });
    t.is((rented as { friendlyName: string }).friendlyName, title === 'POST /clients' ? 'K' : '1');
  });

  test(`${title} refuses such a number where the settings say so`, async (t) => {
    const { service, state } = await scene(t, 'refuse');
    const reply = await service.send(assign.method, assign.path, assign.body);
    t.deepEqual(problem(reply), [409, 'number_state', 'string']);
    t.like(await state(), { friendlyName: 'Pool-FR-1', webhooks: { voice: { isOurs: false } } });
    await service.send('POST', '/pool/fix-webhooks', { dry_run: false });
    t.is((await service.send(assign.method, assign.path, assign.body)).status, 200);
  });
}

test('a provider that does not answer delays no order, and an assignment stands', async (t) => {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://shop.example' });
  const provider = { ...carrier.provider, configure: () => new Promise<boolean>(() => undefined) };
  const proxyCall = createProxyCall({ store: createMemoryStore(), telephony: carrier.telephony, provider });
  const client = { clientName: 'Ada', clientMail: 'ada@shop.example' };
  await proxyCall.createOrder({ orderId: 'O', clientId: '1', ...client, clientRealPhone: phone(8001) });
  await proxyCall.createClient({ clientId: '2', ...client, clientRealPhone: phone(8002) });
  t.like((await proxyCall.poolStats()).pools[0], { assigned: 2 });
});

for (const [id, name, label] of [
  [12, 'Ada Lovelace', '12'],
  ['C-7', 'Ada', 'C-7'],
  ['ada', 'Ada', 'ProxyCall'],
] as const) {
  test(`numbers are labelled Pool-FR-1, Pool-FR-2, and then ${label} for the client ${id.toString()}`, async (t) => {
    const { send, carrier } = await start(t, { topUpSize: 1 });
    await send('POST', '/pool/provision', { country_iso: 'FR', batch_size: 2 });
    const labels = async () => (await carrier.provider.list()).map(({ friendlyName }) => friendlyName).sort();
    t.deepEqual(await labels(), ['Pool-FR-1', 'Pool-FR-2']);
    const rows = (await send('GET', '/pool/available?country_iso=FR')).json['available'] as Record<string, unknown>[];
    t.deepEqual(rows.map((row) => row['friendly_name']).sort(), ['Pool-FR-1', 'Pool-FR-2']);
    await send('POST', '/clients', { ...anOrderBody(1), client_id: id, client_name: name });
    t.true((await labels()).includes(label), (await labels()).join());
    // The earlier scripts send the client's name as the label.
    await clientsWithout({ send } as never, [5]);
    await send('POST', '/pool/assign', { client_id: 5, country_iso: 'FR', friendly_name: 'Ada Lovelace' });
    t.true((await labels()).includes('5'));
    t.false((await labels()).join().includes('Lovelace'));
  });
}
