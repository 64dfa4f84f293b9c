/**
 * A day of a shop that still uses the earlier command line and the scripts in its spreadsheet: what they send, in their order, and what
 * they read in the answers.
 */
import { cli } from '../../command-line.js';
import { COURIER, TOKEN } from '../../support.js';
import { testInTurn as test } from '../in-turn.js';
import type { ExecutionContext } from 'ava';
import { phone, rentedBefore, start } from './scene.js';

type Json = Record<string, unknown>;

/** A client as the earlier command line sends one. */
const ada = {
  client_id: '1',
  client_name: 'LOVELACE Ada',
  client_mail: 'ada@shop.example',
  client_real_phone: '+33639985001',
  client_iso_residency: '',
  client_proxy_number: null,
  client_country_code: '',
};

/** The service and the earlier clients' way to talk to it. */
async function openShop(t: ExecutionContext) {
  const service = await start(t, { topUpSize: 1 });
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  let count = 0;
  return {
    t,
    service,
    carrier: service.carrier,
    count: () => count,
    list: (json: Json, name: string) => json[name] as string[],
    send: async (method: string, path: string, body?: unknown): Promise<Json> => {
      count += 1;
      const reply = await service.send(method, path, body, headers);
      t.true(reply.status < 400, `${method} ${path}: ${reply.text}`);
      return reply.json;
    },
    /** The clients show what is in `detail`. */
    refused: async (method: string, path: string, body: unknown, status: number): Promise<string> => {
      count += 1;
      const { json, ...reply } = await service.send(method, path, body, headers);
      t.is(reply.status, status, `${method} ${path}: ${reply.text}`);
      return json['detail'] as string;
    },
    type: async (line: string, code = 0): Promise<string> => {
      count += 1;
      const ended = await cli(line, env);
      t.is(ended.code, code, `${line}: ${ended.stderr}`);
      return ended.stdout;
    },
  };
}
type Shop = Awaited<ReturnType<typeof openShop>>;

async function importsThePool({ t, service, send, type, list }: Shop): Promise<void> {
  // The pool, as the earlier service left it: the numbers are rented, and their webhooks lead there.
  rentedBefore(service, [phone(500), phone(501), phone(502)]);
  rentedBefore(service, ['+33199001111' as never], { type: 'local', sms: false });
  const scan = await send('POST', '/pool/sync', { apply: false });
  t.deepEqual([scan['total_twilio'], scan['total_sheet'], list(scan, 'missing_numbers').length], [4, 0, 4]);
  t.is(list(await send('POST', '/pool/sync', { apply: true }), 'added_numbers').length, 4);
  t.deepEqual(list(await send('POST', '/pool/sync', true), 'missing_numbers'), []);
  await type('pool-sync --yes');

  const listed = await send('GET', '/pool/available?country_iso=FR&number_type=national');
  t.is(list(listed, 'available').length, 1);
  const all = await send('GET', '/pool/available?country_iso=FR&number_type=');
  t.is(all['number_type'], 'all');
  for (const row of all['available'] as Json[]) t.regex(String(row['friendly_name']), /^Pool-FR-\d$/);
  t.regex(await type('pool-list'), /\+33639980500/);
  t.regex(await type('--render pool-list --country FR --number-type national'), /\+33199001111/);
}

async function keepsClients({ t, carrier, send, refused, type }: Shop): Promise<string> {
  // The command line creates a client: the next id, a look, and a request with every field.
  t.is((await send('GET', '/clients/next-id'))['next_client_id'], 1);
  t.regex(await refused('GET', '/clients/1', undefined, 404), /no client/);
  const created = await send('POST', '/clients', ada);
  const proxy = String(created['client_proxy_number']);
  t.is(created['client_id'], '1');
  t.regex(await refused('POST', '/clients', ada, 409), /already exists/);
  t.true((await carrier.provider.find(proxy as never))?.webhooks.voice.isOurs, 'calls must reach this service');

  // It reads the client, and sends it back with changes.
  const read = await send('GET', '/clients/1');
  t.deepEqual([read['client_iso_residency'], read['client_last_caller']], ['', '']);
  const saved = await send('PUT', '/clients/1', { ...read, client_name: 'BYRON Ada' });
  t.like(saved, { client_name: 'BYRON Ada', client_iso_residency: '', client_proxy_number: proxy });
  t.is((await send('GET', `/clients/by-proxy/${proxy}`))['client_id'], '1');
  t.is((await send('GET', `/clients/by-proxy/${proxy.slice(1)}`))['client_id'], '1');
  t.regex(await refused('GET', '/clients/by-proxy/+33639989999', undefined, 404), /no client/);
  t.regex(await type(`lookup --proxy ${proxy}`), /BYRON Ada/);
  t.regex(await type(`simulate-call --from ${COURIER} --to ${proxy}`), /<Dial callerId/);
  t.is((await send('GET', '/clients/1'))['client_last_caller'], COURIER);
  await type(`create-client --client-id 1 --name Ada --client-mail ada@shop.example --client-real-phone +33639985001`);
  t.is((await send('GET', '/clients/1'))['client_name'], 'Ada');
  return proxy;
}

async function takesOrders({ t, send, type }: Shop, proxy: string): Promise<void> {
  const order = await send('POST', '/orders', { ...ada, order_id: 'O-1', client_iso_residency: null });
  t.deepEqual(order, { order_id: 'O-1', client_id: '1', client_proxy_number: proxy });
  await type(
    'create-order --order-id O-2 --client-id 2 --name Bob --client-mail bob@shop.example --client-real-phone +33639985002',
  );
  await send('POST', '/orders/O-2/close', { end_session: true });
  await send('POST', '/orders/O-2/close', { end_session: true });
}

async function assignsRows({ t, carrier, send, refused }: Shop): Promise<void> {
  // The script assigns a number to the selected rows: first from the pool, then by writing it into the client.
  const assignment = {
    client_id: 2,
    country_iso: 'FR',
    client_name: 'Bob',
    number_type: 'national',
    friendly_name: 'Bob',
  };
  const assigned = await send('POST', '/pool/assign', assignment);
  t.is(assigned['proxy'], '+33199001111');
  t.is(
    (await send('PUT', '/clients/2', { client_proxy_number: assigned['proxy'] }))['client_proxy_number'],
    assigned['proxy'],
  );
  t.is((await carrier.provider.find('+33199001111' as never))?.friendlyName, '2');
  const empty = { client_id: 3, country_iso: 'IT', client_name: 'Eve', number_type: 'national', friendly_name: 'Eve' };
  await send('POST', '/clients', { ...ada, client_id: '3', client_name: 'Eve', client_real_phone: '+33639985003' });
  await send('DELETE', '/clients/3');
  t.regex(await refused('POST', '/pool/assign', { ...empty, client_id: 3 }, 404), /no client/);
  await send('POST', '/orders', { ...ada, order_id: 'O-4', client_id: 4, client_real_phone: '+33639985004' });
  await send('POST', '/orders/O-4/close', { end_session: true });
  const rented = (await carrier.provider.list()).length;
  t.regex(await refused('POST', '/pool/assign', { ...empty, client_id: 4 }, 400), /no number is free for country IT/);
  t.is((await carrier.provider.list()).length, rented, 'nothing was bought');
}

async function buysAndReleases({ t, send, type, list }: Shop): Promise<void> {
  // It buys on purpose, and gives back the numbers that are marked as faulty.
  const wanted = { country_iso: 'FR', batch_size: 2, number_type: 'local' };
  const bought = await send('POST', '/pool/provision', {
    ...wanted,
    ...{ require_sms_capability: true, require_voice_capability: true, candidates_limit: 10 },
  });
  const [one = '', two = ''] = list(bought, 'purchased_now');
  t.regex(await type('pool-provision --country FR --batch-size 1 --yes'), /Bought 1 of 1/);
  const faulty = [one.slice(1), `0${two.slice(3)}`, 'erreur', ''];
  const released = await send('POST', '/pool/release', { numbers: faulty });
  t.deepEqual([...list(released, 'released')].sort(), [one, two].sort());
  t.deepEqual([released['not_found'], released['failed']], [['erreur', ''], []]);
}

async function keepsWebhooks({ t, service, send, type, list }: Shop): Promise<void> {
  rentedBefore(service, [phone(503)]);
  await send('POST', '/pool/sync', {});
  const dry = await send('POST', '/pool/fix-webhooks', { dry_run: true, only_country: null, only_status: null });
  const misdirected = list(dry, 'need_fix_voice').length;
  t.true(misdirected > 0);
  t.is(list(await send('POST', '/pool/fix-webhooks', { dry_run: false }), 'fixed_voice').length, misdirected);
  await type('pool-fix-webhooks --country FR --status available');
  const purged = await send('POST', '/pool/purge-sans-sms', {});
  for (const name of ['kept', 'removed', 'released', 'failed', 'not_found']) t.true(Array.isArray(purged[name]), name);
  await send('POST', '/pool/purge-sans-sms');
  await type('pool-purge-sans-sms --yes');
}

test('forty requests and commands of the earlier clients', async (t) => {
  const shop = await openShop(t);
  await importsThePool(shop);
  await takesOrders(shop, await keepsClients(shop));
  await assignsRows(shop);
  await buysAndReleases(shop);
  await keepsWebhooks(shop);
  t.true(shop.count() >= 40, shop.count().toString());
});
