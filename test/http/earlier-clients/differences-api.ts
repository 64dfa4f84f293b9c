/** What the guide says has changed in the API, without the pool. */
import { prepareSpreadsheet } from '../../../src/adapters/sheets/index.js';
import { readConfig } from '../../../src/entry/config/config.js';
import { anOrderBody, clientPhone } from '../../support.js';
import { sheets } from '../../model/config/environments.js';
import { createScene } from '../../sheets/confirmation-scene.js';
import { createWorld, phone, until } from '../../sheets/world.js';
import { client, type Difference } from './difference.js';

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
      for (const client_real_phone of ['+33 6 39 98 50 01', '+33-639985001', '12', 'none', '']) {
        const { status, json } = await send('POST', '/clients', client({ client_real_phone }));
        t.deepEqual([status, (json['errors'] as object[]).length], [400, 1]);
        t.like(json['errors'], [{ pointer: '/client_real_phone' }]);
      }
    },
  ],
  [
    'a client has a name and a mail',
    async (t, { send }) => {
      const mails = [
        '',
        null,
        'ada',
        'ada@shop',
        'zoé@shop.example',
        'ada@löden.example',
        'ada@shop.example, eve@shop.example',
      ];
      for (const client_mail of mails) t.is((await send('POST', '/clients', client({ client_mail }))).status, 400);
      for (const client_name of ['', null, 'x'.repeat(201)])
        t.is((await send('POST', '/clients', client({ client_name }))).status, 400);
      await send('POST', '/clients', client({ client_name: 'x'.repeat(200) }));
      for (const client_mail of mails.slice(2)) t.is((await send('PUT', '/clients/1', { client_mail })).status, 400);
      for (const empty of ['', null]) {
        const changes = { client_name: 'Eve', client_mail: empty, client_iso_residency: '' };
        t.like((await send('PUT', '/clients/1', changes)).json, {
          client_name: 'Eve',
          client_mail: 'ada1@shop.example',
        });
        const name = { client_name: empty, client_mail: 'eve@shop.example' };
        t.like((await send('PUT', '/clients/1', name)).json, { client_name: 'Eve', client_mail: 'eve@shop.example' });
        await send('PUT', '/clients/1', { client_mail: 'ada1@shop.example' });
      }
    },
  ],
  [
    'that does not exist is 400',
    async (t, { send }) => {
      for (const query of ['FR&number_type=tous', 'FR&number_type=pager', 'ZZ', 'France'])
        t.is((await send('GET', `/pool/available?country_iso=${query}`)).status, 400, query);
      for (const only of [{ only_status: 'libre' }, { only_country: 'France' }])
        t.is((await send('POST', '/pool/fix-webhooks', only)).status, 400);
      t.is((await send('POST', '/clients', client({ client_iso_residency: 'France' }))).status, 400);
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
    'closing a closed order',
    async (t, { send }) => {
      await send('POST', '/orders', anOrderBody(1));
      await send('POST', '/orders/O-1/close');
      t.false((await send('POST', '/orders/O-1/close', { end_session: true })).json['session_ended']);
    },
  ],
  [
    '`/confirmations/…`',
    async (t, { send }) => {
      for (const path of ['create', 'resend', 'expire'])
        t.is((await send('POST', `/confirmations/${path}`, {}, { authorization: '' })).status, 401, path);
      t.is((await send('GET', '/confirmations/status?pending_id=P-1', undefined, { authorization: '' })).status, 401);
      const page = await send('GET', '/confirmations/verify?pending_id=P-1&otp=480213', undefined, {
        authorization: '',
      });
      t.is(page.status, 200);
      t.regex(page.text, /Reply to the text/);
    },
  ],
  [
    '`POST /confirmations/create`',
    async (t, { send }) => {
      const pending = { pending_id: 'P-1', client_name: 'Ada', client_mail: 'ada@shop.example' };
      const create = (phone: string) => send('POST', '/confirmations/create', { ...pending, client_real_phone: phone });
      t.is((await create('+33639985001')).status, 200);
      const { status, json } = await create('+33639985002');
      t.deepEqual([status, json['code'], typeof json['detail']], [409, 'confirmation_closed', 'string']);
    },
  ],
  [
    'the tab `CONFIRMATION_PENDING`',
    async (t) => {
      const scene = await createScene(t);
      const instance = await scene.start();
      scene.type({ pending_id: 'P-1', ...typed(1), status: 'INIT' });
      // A status that somebody has written, and a code: neither means anything.
      scene.type({ pending_id: 'P-2', ...typed(2), otp: '480213', status: 'VERIFIED' });
      await until('the request is taken up', async () => {
        await instance.advanceConfirmations();
        return scene.row('P-1')?.['status'] === 'PENDING';
      });
      t.is(scene.row('P-1')?.['otp'], '');
      t.deepEqual((await instance.listClients({})).items, []);
      await t.throwsAsync(instance.getConfirmation('P-2'), { message: /no confirmation/ });
    },
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
    '`TWILIO_PHONE_COUNTRY` is',
    (t) => {
      t.is(readConfig({}).config.settings.defaultCountry, 'FR');
      t.is(readConfig({ TWILIO_PHONE_COUNTRY: 'US' }).config.settings.defaultCountry, 'US');
      return Promise.resolve();
    },
  ],
  [
    'a tab for orders',
    async (t) => {
      const world = await createWorld(t);
      const { book, url: baseUrl, spreadsheetId: id, credentials } = world.standIn;
      book.sheets.splice(2);
      t.deepEqual(titles(book.sheets), ['Clients', 'TwilioPools']);
      await prepareSpreadsheet({ baseUrl, credentials, spreadsheet: { id } });
      const first = await world.open();
      await first.order(1);
      await first.close();
      t.deepEqual(titles(book.sheets.filter(({ hidden }) => !hidden)), [
        'Clients',
        'TwilioPools',
        'Orders',
        'CONFIRMATION_PENDING',
      ]);
      t.is(book.sheets.filter(({ hidden }) => hidden).length, 3);
      t.like(await (await world.open()).getOrder('O-1'), { orderId: 'O-1', clientId: '1', status: 'open' });
      const { config } = readConfig({ ...sheets, GOOGLE_CLIENTS_WORKSHEET: 'Kunden' });
      t.is(config.store.kind, 'sheets');
      t.false(JSON.stringify(config).includes('Kunden'));
    },
  ],
];

function typed(index: number) {
  return { client_name: 'Ada', client_mail: 'ada@shop.example', client_real_phone: phone(index) };
}

function titles(tabs: readonly { readonly title: string }[]): readonly string[] {
  return tabs.map(({ title }) => title);
}
