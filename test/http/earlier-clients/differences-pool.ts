/** What the guide says has changed in the routes of the pool. */
import type { ExecutionContext } from 'ava';
import { COURIER, anOrderBody, clientPhone, startService } from '../../support.js';
import { closeWith, onAccount } from '../../twilio/account.js';
import { startStandIn } from '../../twilio/stand-in.js';
import { client, keysOf, type Difference } from './difference.js';
import { boughtAt, clientsWithout, phone, rentedBefore } from './scene.js';

export const POOL: readonly Difference[] = [
  [
    'take an available number',
    async (t, service) => {
      const { send } = service;
      await send('POST', '/pool/provision', { country_iso: 'FR' });
      await send('POST', '/clients', client());
      t.is(await boughtAt(service), 1);
      const next = { client_id: '2', client_real_phone: clientPhone(2) };
      await send('POST', '/clients', client(next));
      t.is(await boughtAt(service), 4);
      t.like((await send('GET', '/pool/stats')).json['pools'], [{ assigned: 2, available: 2 }]);
      await send('POST', '/orders', anOrderBody(3));
      await send('POST', '/orders', anOrderBody(4));
      await send('POST', '/orders', anOrderBody(5));
      t.is(await boughtAt(service), 7);
    },
  ],
  [
    'needs a client on record',
    async (t, { send }) => {
      t.is((await send('POST', '/pool/assign', { client_id: 1, country_iso: 'FR' })).status, 404);
      const had = (await send('POST', '/clients', client())).json['client_proxy_number'];
      t.is((await send('POST', '/pool/assign', { client_id: 1, country_iso: 'FR' })).json['proxy'], had);
    },
  ],
  [
    'takes another type',
    async (t, service) => {
      await clientsWithout(service, [1]);
      const { send } = service;
      t.is((await send('POST', '/pool/assign', { client_id: 1, number_type: 'local' })).status, 200);
      await clientsWithout(service, [2]);
      const before = await boughtAt(service);
      const elsewhere = { client_id: 2, country_iso: 'IT' };
      t.is((await send('POST', '/pool/assign', elsewhere)).status, 400);
      t.is((await send('POST', '/pool/assign', { ...elsewhere, buy: true })).status, 200);
      t.is(await boughtAt(service), before + 3);
    },
  ],
  [
    'the name of an assigned number',
    async (t, service) => {
      const { send, carrier } = service;
      await clientsWithout(service, [1]);
      const given = { client_id: 1, client_name: 'Grace', friendly_name: 'Grace Hopper' };
      const { json } = await send('POST', '/pool/assign', given);
      t.is((await carrier.provider.find(json['proxy'] as never))?.friendlyName, '1');
      const named = await send(
        'POST',
        '/clients',
        client({ client_id: 'lovelace', client_real_phone: clientPhone(2) }),
      );
      const proxy = named.json['client_proxy_number'] as never;
      t.is((await carrier.provider.find(proxy))?.friendlyName, 'ProxyCall');
    },
  ],
  [
    'a number that is not free',
    async (t, { send }) => {
      await send('POST', '/clients', client());
      t.is((await send('PUT', '/clients/1', { client_proxy_number: COURIER })).json['code'], 'number_state');
      t.is((await send('PUT', '/clients/1', { client_proxy_number: '', client_name: 'Eve' })).status, 200);
    },
  ],
  [
    'shows type, name, status',
    async (t, { send }) => {
      await send('POST', '/pool/provision', { country_iso: 'FR' });
      const [row = {}] = (await send('GET', '/pool/available?country_iso=FR')).json['available'] as object[];
      t.is(keysOf(row), 'capabilities country_iso friendly_name number_type phone_number status');
    },
  ],
  [
    'choosing from 10 offers',
    async (t, { send }) => {
      const { json } = await send('POST', '/pool/provision', { country_iso: 'FR' });
      t.like(json, { candidates_limit: 10, require_sms_capability: true, require_voice_capability: true });
    },
  ],
  [
    'no other type than',
    async (t) => {
      const { standIn, send } = await onTwilio(t);
      standIn.sold.delete('FR Mobile');
      const bought = async (number_type: string) => {
        const { status, json } = await send('POST', '/pool/provision', { country_iso: 'FR', number_type });
        return [status, (json['purchased_now'] as unknown[] | undefined)?.length];
      };
      t.deepEqual(await bought('mobile'), [503, undefined]);
      t.deepEqual(await bought('national'), [200, 1]);
      t.like((await send('GET', '/pool/available?country_iso=FR')).json['available'], [{ number_type: 'local' }]);
    },
  ],
  [
    '`batch_size` is from',
    async (t, { send }) => {
      const provision = (fields: object) => send('POST', '/pool/provision', { country_iso: 'FR', ...fields });
      for (const batch_size of [0, 101, '0', '', null]) t.is((await provision({ batch_size })).status, 400);
      for (const candidates_limit of [0, 201]) t.is((await provision({ candidates_limit })).status, 400);
      t.is((await provision({ batch_size: 100, candidates_limit: 200 })).json['batch_size'], 100);
    },
  ],
  [
    'fields without a value',
    async (t, service) => {
      rentedBefore(service, [phone(500)], { sms: false });
      await service.send('POST', '/pool/sync');
      for (const [path, body] of [
        ['provision', { country_iso: 'FR', dry_run: true }],
        ['provision?dry_run=true', { country_iso: 'FR' }],
        ['purge-sans-sms', { dryRun: true }],
        ['purge-sans-sms', { numbers: null }],
        ['purge-sans-sms?dry_run=true', {}],
        ['release', { numbers: [phone(500)], dry_run: true }],
      ] as const)
        t.is((await service.send('POST', `/pool/${path}`, body)).status, 400, path);
      t.is(await boughtAt(service), 1);
    },
  ],
  [
    'bought as `national`',
    async (t) => {
      const { standIn, send } = await onTwilio(t);
      standIn.sold.set('FR National', ['+33199005555']);
      await send('POST', '/pool/provision', { country_iso: 'FR', number_type: 'national' });
      const sold = { phone_number: '+33199005555', number_type: 'national' };
      t.like((await send('GET', '/pool/available?country_iso=FR')).json['available'], [sold]);
      t.like((await send('GET', '/pool/stats')).json['pools'], [{ number_type: 'national', owned: 1 }]);
    },
  ],
  [
    'no list `twilio_numbers`',
    async (t, { send }) => {
      const fields = 'added_numbers lost_numbers missing_numbers total_sheet total_twilio';
      t.is(keysOf((await send('POST', '/pool/sync')).json), fields);
    },
  ],
  [
    '`POST /pool/fix-webhooks` returns',
    async (t, { send }) => {
      const { json } = await send('POST', '/pool/fix-webhooks');
      for (const name of ['need_fix', 'fixed', 'only_status', 'only_country', 'ts']) t.is(json[name], undefined);
      for (const name of ['need_fix_voice', 'fixed_voice']) t.true(Array.isArray(json[name]));
    },
  ],
  [
    '`purge-sans-sms` returns',
    async (t, { send }) => {
      const { json } = await send('POST', '/pool/purge-sans-sms');
      t.is(keysOf(json), 'checked dry_run failed kept not_found released removed');
    },
  ],
  [
    'keeps numbers that are in use',
    async (t, { send }) => {
      const numbers = [(await send('POST', '/clients', client())).json['client_proxy_number']];
      t.is(((await send('POST', '/pool/release', { numbers })).json['kept'] as unknown[]).length, 1);
      t.deepEqual((await send('POST', '/pool/release', { numbers, force: true })).json['released'], numbers);
    },
  ],
];

/** A service on a stand-in of Twilio, which sells what it is told to. */
async function onTwilio(t: ExecutionContext) {
  const standIn = await startStandIn();
  closeWith(t, standIn);
  const service = await startService(onAccount(standIn));
  t.teardown(() => service.stop());
  return { standIn, send: service.send };
}
