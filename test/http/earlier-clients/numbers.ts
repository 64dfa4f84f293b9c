/** Numbers as people write them, types of number, and orders that are closed already. */
import { testInTurn as test } from '../in-turn.js';
import { COURIER, anOrderBody } from '../../support.js';
import { boughtAt, phone, rentedBefore, start } from './scene.js';

type Json = Record<string, unknown>;

for (const [written, what] of [
  ['+33639980500', 'released'],
  ['0033639980500', 'released'],
  ['33639980500', 'released'],
  [33639980500, 'released'],
  ['06 39 98 05 00', 'released'],
  ['06.39.98.05.00', 'released'],
  ['06\u00a039\u00a098\u00a005\u00a000', 'released'],
  ['+33 (0)6 39 98 05 00', 'released'],
  ['+33-6-39-98-05-00', 'released'],
  ['tel:+33-639-98-05-00', 'released'],
  ["'+33639980500", 'released'],
  ['\u202d+33639980500\u202c', 'released'],
  ['＋３３６３９９８０５００', 'released'],
  ['639980500', 'released'],
  ['07700 900123', 'released'],
  ['+44 (0)7700 900123', 'released'],
  ['+33639980999', 'not_found'],
  ['06 39 98 09 99', 'not_found'],
  ['', 'not_found'],
  ['hello', 'not_found'],
  ['#REF!', 'not_found'],
  ['+33639980500 / +33639980501', 'not_found'],
  ['+33 639980500 x12', 'not_found'],
  ['+33639980500;ext=12', 'not_found'],
  ['06 39 98 05 00 ext. 1', 'not_found'],
  ['+33639980500,12', 'not_found'],
  ['tel:+33639980500#12', 'not_found'],
  [12, 'not_found'],
  [1.5, 'not_found'],
  [null, 'not_found'],
  [true, 'not_found'],
  [{ phone_number: '+33639980500' }, 'not_found'],
  ['+336'.repeat(100), 'not_found'],
] as const) {
  for (const path of ['/pool/release', '/pool/purge-sans-sms']) {
    test(`${path} ${encodeURI(JSON.stringify(written)).slice(0, 90)}: ${what}, and the others are released all the same`, async (t) => {
      const service = await start(t);
      rentedBefore(service, [phone(500), phone(501), phone(502)], { sms: false });
      rentedBefore(service, ['+447700900123' as never], { country: 'GB', sms: false });
      await service.send('POST', '/pool/sync', {});
      const { status, json, text } = await service.send('POST', path, { numbers: [phone(502), written, 'odd'] });
      t.is(status, 200, text);
      const released = json['released'] as string[];
      const notFound = json['not_found'] as string[];
      t.true(released.includes(phone(502)), text);
      t.deepEqual(json['failed'], []);
      t.is(released.length, what === 'released' ? 2 : 1, text);
      t.is(notFound.length, what === 'not_found' ? 2 : 1, text);
      if (typeof written === 'string' && what === 'not_found') t.is(notFound[0], written.slice(0, 100));
      t.is(await boughtAt(service), 4 - released.length);
    });
  }
}

test('an entry that several numbers of the pool are written like is not released', async (t) => {
  const service = await start(t);
  // The same digits are a French and, with the British code, a British number.
  rentedBefore(service, ['+33199001234' as never], { sms: false });
  rentedBefore(service, ['+44199001234' as never], { country: 'GB', sms: false });
  await service.send('POST', '/pool/sync', {});
  const { json } = await service.send('POST', '/pool/release', { numbers: '0199001234' });
  t.deepEqual([json['released'], (json['failed'] as Json[])[0]?.['phone_number']], [[], '0199001234']);
});

for (const body of [{}, { numbers: [] }, { numbers: null }]) {
  test(`POST /pool/release ${JSON.stringify(body)} is a mistake, and releases nothing`, async (t) => {
    const service = await start(t);
    await service.send('POST', '/pool/provision', { country_iso: 'FR' });
    t.is((await service.send('POST', '/pool/release', body)).status, 400);
    t.is(await boughtAt(service), 1);
  });
}

for (const [type, shown, count] of [
  ['national', 'national', 1],
  ['National', 'national', 1],
  ['local', 'local', 1],
  ['mobile', 'mobile', 1],
  ['MOBILE ', 'mobile', 1],
  ['all', 'all', 2],
  ['none', 'all', 2],
  ['None', 'all', 2],
  ['null', 'all', 2],
  ['', 'all', 2],
  [undefined, 'all', 2],
  ['toll_free', 'toll_free', 0],
] as const) {
  test(`GET /pool/available with number_type ${type ?? 'absent'} lists ${shown}`, async (t) => {
    const { send } = await start(t);
    for (const bought of ['mobile', 'Local'])
      await send('POST', '/pool/provision', { country_iso: 'FR', number_type: bought, batch_size: '1' });
    const filter = type === undefined ? '' : `&number_type=${encodeURIComponent(type)}`;
    const { json } = await send('GET', `/pool/available?country_iso=fr${filter}`);
    t.deepEqual([json['number_type'], (json['available'] as unknown[]).length], [shown, count]);
  });
}

for (const [field, value] of [
  ['batch_size', '2'],
  ['batch_size', 2],
  ['batch_size', '2.0'],
] as const) {
  test(`POST /pool/provision understands ${field} ${JSON.stringify(value)}`, async (t) => {
    const { send } = await start(t);
    const fields = { require_sms_capability: 'true', require_voice_capability: 1, candidates_limit: '5' };
    const { json } = await send('POST', '/pool/provision', { country_iso: 'FR', [field]: value, ...fields });
    t.is((json['purchased_now'] as unknown[]).length, 2);
    t.like(json, { batch_size: 2, require_sms_capability: true, require_voice_capability: true, candidates_limit: 5 });
  });
}

for (const [body, applied] of [
  [undefined, true],
  ['', true],
  ['null', true],
  ['true', true],
  ['{}', true],
  ['{"apply":null}', true],
  ['{"apply":"true"}', true],
  ['{"apply":1}', true],
  ['false', false],
  ['{"apply":false}', false],
  ['{"apply":"False"}', false],
  ['"false"', false],
] as const) {
  test(`POST /pool/sync ${body ?? 'without a body'} ${applied ? 'adds' : 'only reports'}`, async (t) => {
    const service = await start(t);
    rentedBefore(service, [phone(500)]);
    const { json, text } = await service.send('POST', '/pool/sync', body);
    t.deepEqual(json['missing_numbers'], [phone(500)], text);
    t.deepEqual(json['added_numbers'], applied ? [phone(500)] : []);
    t.is(json['total_sheet'], applied ? 1 : 0);
  });
}

for (const phoneOf of [
  (text: string) => text,
  (text: string) => text.slice(1),
  (text: string) => Number(text.slice(1)),
]) {
  test(`POST /clients understands a phone such as ${JSON.stringify(phoneOf('+33639985001'))}`, async (t) => {
    const { send } = await start(t);
    const body = { ...anOrderBody(1), client_id: 12, client_real_phone: phoneOf('+33639985001') };
    t.is((await send('POST', '/clients', body)).status, 200);
    t.like((await send('GET', '/clients/12')).json, {
      client_id: '12',
      client_real_phone: '+33639985001',
      client_iso_residency: '',
      client_last_caller: '',
    });
  });
}

test('closing a closed order again ends nothing', async (t) => {
  const { send, carrier } = await start(t);
  const proxy = String((await send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
  const closed = await send('POST', '/orders/O-1/close', {});
  for (const end_session of [true, false]) {
    const again = await send('POST', '/orders/O-1/close', { end_session });
    t.deepEqual([again.status, again.text], [200, closed.text]);
  }
  t.is((await carrier.phone(COURIER).call(proxy)).dialled.length, 1);
  t.is((await send('GET', '/clients/1')).json['client_proxy_number'], proxy);
  // Nor does it end what a later order has begun.
  await send('POST', '/orders', anOrderBody(1, { order_id: 'O-2' }));
  await send('POST', '/orders/O-2/close', { end_session: true });
  const next = String((await send('POST', '/pool/assign', { client_id: 1, country_iso: 'FR' })).json['proxy']);
  t.true((await send('POST', '/orders/O-2/close', { end_session: true })).json['session_ended'] === false);
  t.is((await carrier.phone(COURIER).call(next)).dialled.length, 1);
});
