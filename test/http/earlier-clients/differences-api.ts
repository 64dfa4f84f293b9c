/** What the guide says has changed in the API. */
import { readFileSync } from 'node:fs';
import { readConfig } from '../../../src/entry/config/config.js';
import { COURIER, anOrderBody, clientPhone } from '../../support.js';
import { client, keysOf, type Difference } from './difference.js';
import { clientsWithout } from './scene.js';

export const API: readonly Difference[] = [
  [
    'creating an existing client',
    async (t, { send }) => {
      await send('POST', '/clients', client());
      t.is((await send('POST', '/clients', client())).status, 409);
    },
  ],
  [
    'errors are',
    async (t, { send }) => {
      const { json, headers } = await send('POST', '/clients', { client_id: [] });
      t.regex(headers.get('content-type') ?? '', /^application\/problem\+json/);
      t.deepEqual([typeof json['detail'], typeof json['code']], ['string', 'string']);
    },
  ],
  ['a failed `POST /orders`', async (t, { send }) => void t.is((await send('POST', '/orders', {})).status, 400)],
  [
    'takes its fields from the body',
    async (t, { send }) => void t.is((await send('POST', '/orders?order_id=O-1&client_id=1')).status, 400),
  ],
  [
    'with another real phone',
    async (t, { send }) => {
      await send('POST', '/orders', anOrderBody(1));
      const other = anOrderBody(1, { order_id: 'O-2', client_real_phone: clientPhone(2) });
      t.is((await send('POST', '/orders', other)).json['code'], 'client_mismatch');
    },
  ],
  [
    'the same order again',
    async (t, { send }) => {
      const { text } = await send('POST', '/orders', anOrderBody(1));
      t.is((await send('POST', '/orders', anOrderBody(1))).text, text);
      t.is((await send('POST', '/orders', anOrderBody(1, { client_name: 'Eve' }))).status, 409);
    },
  ],
  [
    'a token of at least 16',
    (t) => {
      for (const PROXYCALL_API_TOKEN of ['', 'short'])
        t.throws(() => readConfig({ NODE_ENV: 'production', PROXYCALL_TELEPHONY: 'simulated', PROXYCALL_API_TOKEN }));
      return Promise.resolve();
    },
  ],
  ['no final slash', async (t, { send }) => void t.is((await send('POST', '/orders/', anOrderBody(1))).status, 404)],
  [
    'the ids `.`',
    async (t, { send }) => {
      for (const client_id of ['.', '..', 'next-id', 'by-proxy'])
        t.is((await send('POST', '/clients', client({ client_id }))).status, 400);
    },
  ],
  [
    'ids are strings',
    async (t, { send }) => {
      await send('POST', '/clients', client({ client_id: 12 }));
      t.is((await send('POST', '/pool/assign', { client_id: 12 })).json['client_id'], '12');
    },
  ],
  [
    'with blanks or dashes',
    async (t, { send }) => {
      const body = client({ client_real_phone: '+33 6 39 98 50 01' });
      t.is((await send('POST', '/clients', body)).status, 400);
    },
  ],
  [
    'have a `+`',
    async (t, { send }) => {
      await send('POST', '/clients', client({ client_real_phone: '33639985001' }));
      t.like((await send('GET', '/clients/1')).json, { client_real_phone: '+33639985001', client_country_code: '33' });
    },
  ],
  [
    'take an available number',
    async (t, { send, carrier }) => {
      await send('POST', '/pool/provision', { country_iso: 'FR' });
      await send('POST', '/clients', client());
      t.is((await carrier.provider.list()).length, 1);
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
    },
  ],
  [
    'the name of an assigned number',
    async (t, service) => {
      await clientsWithout(service, [1]);
      const given = { client_id: 1, friendly_name: 'Ada Lovelace' };
      const { json } = await service.send('POST', '/pool/assign', given);
      t.is((await service.carrier.provider.find(json['proxy'] as never))?.friendlyName, '1');
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
    'closing a closed order',
    async (t, { send }) => {
      await send('POST', '/orders', anOrderBody(1));
      await send('POST', '/orders/O-1/close');
      t.false((await send('POST', '/orders/O-1/close', { end_session: true })).json['session_ended']);
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
    'bought as `national`',
    async (t, { send }) => {
      const { json } = await send('POST', '/pool/provision', { country_iso: 'FR', number_type: 'national' });
      t.is(json['number_type'], 'national');
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
  [
    '`/confirmations/…`',
    async (t, { send }) => void t.is((await send('POST', '/confirmations/create', {})).status, 404),
  ],
  ['webhooks need', async (t, { send }) => void t.is((await send('POST', '/twilio/voice')).status, 403)],
  [
    'callers from all',
    async (t, { send, carrier }) => {
      const proxy = (await send('POST', '/clients', client())).json['client_proxy_number'] as string;
      t.is((await carrier.phone('+32460001234').call(proxy)).dialled.length, 1);
    },
  ],
  [
    'a tab for orders',
    async (t) => {
      const source = readFileSync('src/adapters/sheets/tabs/layout.ts', 'utf8');
      t.regex(source, /'Orders'/);
      t.false(readFileSync('.env.example', 'utf8').includes('GOOGLE_CLIENTS_WORKSHEET'));
      return Promise.resolve();
    },
  ],
];
