import test from 'ava';
import { DEFAULT_SETTINGS } from '../../../src/domain/model/settings.js';
import { DAY_MS } from '../../../src/domain/model/time.js';
import { createFakeClock } from '../../../src/entry/testing/index.js';
import { COURIER, anOrderBody, clientPhone, startService } from '../../support.js';
import { withService } from './with-service.js';

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
    client_last_caller: '',
  };
  t.deepEqual((await send('GET', '/clients/7')).json, expected);
  for (const form of [proxy, proxy.replace('+', '00'), proxy.slice(1), encodeURIComponent(proxy)]) {
    t.deepEqual((await send('GET', `/clients/by-proxy/${form}`)).json, expected);
  }
  t.is((await send('GET', '/clients/by-proxy/+33639989999')).status, 404);
  t.is((await send('GET', '/clients/8')).json['code'], 'client_not_found');
});

withService('a changed phone applies to the live session at once', async (t, { send, carrier }) => {
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
  // The old phone is now that of an unknown caller.
  t.deepEqual(
    (await carrier.phone(clientPhone(1)).call(proxy)).dialled.map(({ number }) => number),
    [clientPhone(2)],
  );
  t.is((await send('PUT', '/clients/1', { client_iso_residency: null })).json['client_iso_residency'], '');
  t.is((await send('PUT', '/clients/9', { client_name: 'x' })).status, 404);
});

withService('a last caller who becomes the client is forgotten', async (t, { send, carrier }) => {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  await carrier.phone(COURIER).call(String(json['client_proxy_number']));
  const changed = await send('PUT', '/clients/1', { client_real_phone: COURIER });
  t.is(changed.json['client_last_caller'], '');
});

withService('a proxy number is refused as a real phone', async (t, { send }) => {
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

test('erasing a client removes their data and quarantines their number', async (t) => {
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

    // Nobody else gets the number during its quarantine; afterwards anybody may.
    t.not((await send('POST', '/orders', anOrderBody(2))).json['client_proxy_number'], proxy);
    clock.advance(7 * DAY_MS);
    t.is((await send('POST', '/orders', anOrderBody(3))).json['client_proxy_number'], proxy);
  } finally {
    await service.stop();
  }
});
