/** The requests that clients of the earlier Python service send, and what they read in the answers. */
import test from 'ava';
import { TOKEN, startService, type Service } from '../../support.js';

const client = {
  client_id: 12,
  client_name: 'Ada',
  client_mail: 'ada@shop.example',
  client_real_phone: '33639985012',
  client_iso_residency: '',
};

async function start(t: { teardown: (end: () => Promise<void>) => void }): Promise<Service> {
  const service = await startService();
  t.teardown(() => service.stop());
  return service;
}

test('clients: create, the next id, by proxy, change', async (t) => {
  const service = await start(t);
  t.deepEqual((await service.send('GET', '/clients/next-id')).json, { next_client_id: 1 });
  const created = await service.send('POST', '/clients', client);
  t.is(created.status, 200);
  t.deepEqual(Object.keys(created.json), ['client_id', 'client_proxy_number']);
  const again = await service.send('POST', '/clients', client);
  t.is(again.status, 409);
  t.is(typeof again.json['detail'], 'string');
  t.deepEqual((await service.send('GET', '/clients/next-id')).json, { next_client_id: 13 });

  const proxy = String(created.json['client_proxy_number']);
  const national = `0${proxy.slice(3)}`;
  const spaced = national.replaceAll(/(..)(?=.)/g, '$1 ');
  for (const form of [
    ...[encodeURIComponent(proxy), proxy, proxy.slice(1), `00${proxy.slice(1)}`, national, encodeURIComponent(spaced)],
    ...[`%20${proxy}`, `+33%20${proxy.slice(3)}`, `+33%20(0)${proxy.slice(3)}`, proxy.slice(3)],
  ]) {
    const found = await service.send('GET', `/clients/by-proxy/${form}`);
    t.is(found.status, 200, form);
    t.deepEqual(Object.keys(found.json).sort(), [
      'client_country_code',
      'client_id',
      'client_iso_residency',
      'client_last_caller',
      'client_mail',
      'client_name',
      'client_proxy_number',
      'client_real_phone',
    ]);
  }
  for (const none of ['33639989999', '06%2039', 'hello', '12', '%20', `${proxy}%20x12`, '1'.repeat(300)]) {
    const { status, json } = await service.send('GET', `/clients/by-proxy/${none}`);
    t.deepEqual([status, json['code'], typeof json['detail']], [404, 'client_not_found', 'string'], none);
  }
  const changed = await service.send('PUT', '/clients/12', { client_name: 'Grace', client_mail: '' });
  t.like(changed.json, { client_id: '12', client_name: 'Grace', client_mail: 'ada@shop.example' });
});

test('orders and the pool', async (t) => {
  const service = await start(t);
  const order = await service.send('POST', '/orders', { ...client, order_id: 'O-1' });
  t.deepEqual(Object.keys(order.json), ['order_id', 'client_id', 'client_proxy_number']);

  const bought = await service.send('POST', '/pool/provision', {
    country_iso: 'FR',
    batch_size: 2,
    number_type: 'mobile',
    require_sms_capability: true,
    require_voice_capability: true,
    candidates_limit: 5,
  });
  t.is((bought.json['purchased_now'] as unknown[]).length, 2);
  t.is(bought.json['country_iso'], 'FR');
  for (const type of ['all', 'mobile']) {
    const free = await service.send('GET', `/pool/available?country_iso=FR&number_type=${type}`);
    t.like(free.json, { country_iso: 'FR', number_type: type });
    t.is((free.json['available'] as unknown[]).length, 4);
  }
  const assigned = await service.send('POST', '/pool/assign', {
    client_id: '12',
    country_iso: 'FR',
    client_name: 'Ada',
    number_type: 'mobile',
  });
  t.deepEqual(assigned.json, { client_id: '12', proxy: order.json['client_proxy_number'] });

  for (const body of ['true', '{}', '{"apply":false}']) {
    const { status, json } = await service.send('POST', '/pool/sync', body);
    t.is(status, 200, body);
    for (const field of ['missing_numbers', 'added_numbers']) t.true(Array.isArray(json[field]), field);
    for (const field of ['total_twilio', 'total_sheet']) t.is(json[field], 5, field);
  }
  const fixed = await service.send('POST', '/pool/fix-webhooks', { dry_run: true, only_country: 'FR', fix_sms: true });
  for (const field of ['need_fix_voice', 'fixed_voice', 'need_fix_sms', 'fixed_sms', 'not_found_on_twilio', 'errors']) {
    t.true(Array.isArray(fixed.json[field]), field);
  }
  t.is(fixed.json['checked'], 5);
  const purged = await service.send('POST', '/pool/purge-sans-sms', {});
  for (const field of ['kept', 'removed', 'released', 'failed']) t.true(Array.isArray(purged.json[field]), field);
});

test('without a token 401, with a wrong one 403, and a detail in both', async (t) => {
  const service = await start(t);
  for (const [authorization, status] of [
    ['', 401],
    ['Bearer wrong', 403],
  ] as const) {
    const { json, ...answer } = await service.send('GET', '/clients/next-id', undefined, { authorization });
    t.is(answer.status, status);
    t.is(typeof json['detail'], 'string');
  }
  t.is((await service.send('GET', '/clients/next-id', undefined, { authorization: `Bearer ${TOKEN}` })).status, 200);
});
