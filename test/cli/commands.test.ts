import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { cli } from '../command-line.js';
import { COURIER, TOKEN, anOrderBody, clientPhone, startService, temporaryFolder } from '../support.js';
import { run } from '../programs.js';

const NEW_ORDER =
  'order create --order-id O-7 --client-id 7 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639985007';

test('remote mode creates an order, finds the client and simulates a call', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const env = { PUBLIC_BASE_URL: `${service.url}/`, PROXYCALL_API_TOKEN: `${TOKEN},other` };

  const created = await cli(`${NEW_ORDER} --json`, env);
  t.is(created.code, 0, created.stderr);
  t.regex(created.stderr, /mode: remote \(http:\/\/127/);
  const receipt = JSON.parse(created.stdout) as { client_proxy_number: string };
  t.deepEqual(Object.keys(receipt), ['order_id', 'client_id', 'client_proxy_number']);

  const proxy = receipt.client_proxy_number;
  const found = await cli(`lookup --proxy ${proxy.slice(1)}`, env);
  t.regex(found.stdout, /^client +7$/m);
  t.true(found.stdout.includes('+33639985007'));

  const call = await cli(`simulate-call --from ${COURIER} --to ${proxy}`, env);
  t.regex(call.stdout, /connected to the client/);
  t.true(call.stdout.includes(`<Dial callerId="${proxy}"`));
  t.regex((await cli(`simulate-call --from anonymous --to ${proxy}`, env)).stdout, /withheld_refused/);
  t.is((await cli(NEW_ORDER.replace('order create', 'create-order'), env)).code, 0);
});

test("an error shows the API's detail and status", async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  await service.send('POST', '/orders', anOrderBody(7, { client_real_phone: clientPhone(8) }));
  const conflict = await cli(NEW_ORDER, env);
  t.is(conflict.code, 2);
  t.regex(conflict.stderr, /The API returned 409 Conflict: an order with this id already exists/);
  const unknown = await cli('lookup --proxy +33639989999', env);
  t.deepEqual([unknown.code, unknown.stdout], [2, '']);
  t.regex(unknown.stderr, /404 Not Found: no client has this identifier/);
  const refused = await cli('lookup --proxy +33639989999', { ...env, PROXYCALL_API_TOKEN: 'wrong-token' });
  t.is(refused.code, 3);
  t.regex(refused.stderr, /403 Forbidden: this token is not accepted/);
  t.false(refused.stderr.includes('wrong-token'));
});

test('an API that is unreachable or does not return JSON is an external failure', async (t) => {
  const unreachable = await cli('lookup --proxy +33639989999', { PUBLIC_BASE_URL: 'http://127.0.0.1:1' });
  t.is(unreachable.code, 3);
  t.regex(unreachable.stderr, /127\.0\.0\.1:1 cannot be reached: nothing answers there \(ECONNREFUSED\)/);
  const service = await startService();
  t.teardown(() => service.stop());
  const odd = await cli('lookup --proxy +33639989999', { PUBLIC_BASE_URL: `${service.url}/docs` });
  t.is(odd.code, 3);
});

for (const [what, args, env, message] of [
  ['an unknown command', 'dance', {}, /Command not found/],
  ['a missing option', 'lookup', {}, /--proxy/],
  ['a bad phone', 'lookup --proxy 12', {}, /--proxy: /],
  ['a phone with letters', 'lookup --proxy +33-63998123O', {}, /digits, spaces, dots, dashes and brackets only/],
  ['a bad caller', 'simulate-call --from 0612 --to +33639980000', {}, /--from: /],
  ['a bad country', `${NEW_ORDER} --client-iso-residency ZZ`, {}, /--client-iso-residency/],
  ['a bad mode', 'lookup --proxy +33639980000 --mode sideways', {}, /remote, live, demo/],
  ['two modes', 'lookup --proxy +33639980000 --live --demo', {}, /cannot be combined/],
  [
    'a bad mode in the environment',
    'lookup --proxy +33639980000',
    { PROXYCALL_MODE: 'sideways' },
    /remote, live, demo/,
  ],
  ['no address', 'lookup --proxy +33639980000', {}, /PUBLIC_BASE_URL is not set.*--demo/],
  ['a bad address', 'lookup --proxy +33639980000', { PUBLIC_BASE_URL: 'nonsense' }, /PUBLIC_BASE_URL must be a URL/],
  ['a bad configuration', 'lookup --proxy +33639980000 --live', { LOG_LEVEL: 'loud' }, /LOG_LEVEL must be one of/],
  ['a bad pace', 'demo --pace fast', {}, /--pace/],
  ['a premium-rate client', `${NEW_ORDER.replace('+33639985007', '+33899123456')} --demo`, {}, /premium-rate/],
  ['an invalid courier phone', `${NEW_ORDER} --courier-phone 12 --demo`, {}, /--courier-phone: /],
  [
    'a short limit',
    `${NEW_ORDER} --courier-phone ${COURIER} --ring-seconds 4 --demo`,
    {},
    /--ring-seconds: .* 5 to 600/,
  ],
  [
    'a new courier for an unknown order',
    `order courier --order-id none --courier-phone ${COURIER} --demo`,
    {},
    /no order/,
  ],
  ['sharing one invalid number of several', 'pool share +33639980000 12 --demo', {}, /^number 2: /m],
  ['releasing letters', 'pool release +33639980000 abc --yes --demo --lang fr', {}, /^numéro 2 : un numéro/m],
  ['a negative duration', `${NEW_ORDER} --max-call-seconds -5`, {}, /--max-call-seconds: must be a whole number/],
  ['a time in words', `${NEW_ORDER} --expires-at tomorrow --demo`, {}, /--expires-at: must be a date and a time/],
  ['a time without a zone', `${NEW_ORDER} --expires-at 2030-01-31T18:00:00`, {}, /--expires-at: must be a date/],
  ['a day that does not exist', `${NEW_ORDER} --expires-at 2030-02-30T18:00:00Z`, {}, /--expires-at: must be a date/],
  ['a plan with an invalid number', 'pool plan --days many --demo', {}, /--days: must be a number/],
  ['a plan that cannot be computed', 'pool plan --blocking 0 --demo', {}, /^--blocking: must be from/m],
  ['an incomplete load', 'pool plan --couriers 5 --demo', {}, /^--couriers: is only used with a described load/m],
  ['sharing an invalid number', 'pool share 12 --demo', {}, /^number: /m],
  [
    'an expiry without a courier',
    `${NEW_ORDER} --expires-at 2999-01-01T00:00:00Z --demo`,
    {},
    /^--expires-at: is for orders with a courier phone/m,
  ],
] as const) {
  test(`${what} is refused with exit code 2`, async (t) => {
    const ended = await cli(args, { ...env });
    t.is(ended.code, 2, ended.stderr);
    t.is(ended.stdout, '');
    t.regex(ended.stderr, message);
  });
}

test('demo mode starts with a client', async (t) => {
  const found = await cli('lookup --proxy +33639980000 --demo');
  t.regex(found.stderr, /mode: demo/);
  t.regex(found.stdout, /name +Ada/);
  const call = await cli(`simulate-call --mode demo --from ${COURIER} --to +33639980000 --json`);
  t.like(JSON.parse(call.stdout), { recorded: true });
  t.is((await cli(`${NEW_ORDER} --demo`)).code, 0);
});

test('live mode uses the store directly; .env.render takes precedence over .env', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  writeFileSync(join(folder.path, '.env'), `DATABASE_PATH=${join(folder.path, 'wrong.db')}\nPROXYCALL_MODE=live\n`);
  writeFileSync(join(folder.path, '.env.render'), `DATABASE_PATH=${join(folder.path, 'right.db')}\n`);
  const created = await cli(`${NEW_ORDER} --json`, {}, folder.path);
  t.is(created.code, 0, created.stderr);
  t.regex(created.stderr, /mode: live \(store .*right\.db, simulated telephony\)/);
  const { client_proxy_number: proxy } = JSON.parse(created.stdout) as { client_proxy_number: string };
  t.regex((await cli(`lookup --proxy ${proxy}`, {}, folder.path)).stdout, /name +Ada/);
  await cli(`simulate-call --from ${COURIER} --to ${proxy}`, {}, folder.path);
  t.true((await cli(`lookup --proxy ${proxy}`, {}, folder.path)).stdout.includes(COURIER));
});

test('with a real carrier a simulated call is a dry run', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const env = { DATABASE_PATH: join(folder.path, 'p.db'), PROXYCALL_MODE: 'live' };
  const created = await cli(`${NEW_ORDER} --json`, env);
  const { client_proxy_number: proxy } = JSON.parse(created.stdout) as { client_proxy_number: string };
  const twilio = {
    ...env,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'x',
    PUBLIC_BASE_URL: 'https://p.example',
  };
  const call = await cli(`simulate-call --from ${COURIER} --to ${proxy}`, twilio);
  t.regex(call.stdout, /\(dry run\)/);
  t.false((await cli(`lookup --proxy ${proxy}`, env)).stdout.includes(COURIER));
});

test('the demo plays to the end', async (t) => {
  const { code, stdout, stderr } = await cli('demo --pace 0');
  t.is(code, 0, stderr);
  for (const part of [
    '1. Ada orders',
    '<Dial callerId="+33639980000"',
    'rings and shows +33639980000',
    'not_in_service',
  ]) {
    t.true(stdout.includes(part), part);
  }
  // Before the number is in service, the phone is confirmed by a reply with the code.
  const [, sent] = /your code is (\d{6})\./.exec(stdout) ?? [];
  t.regex(stdout, /The courier hears: "This number is not in service yet\."/);
  t.true(sent !== undefined && stdout.includes(`Ada replies with the code, ${sent}.`), stdout);
  t.regex(stdout, /Your number is confirmed\.[^]*says: confirmed\.[^]*Ada's phone rings and shows/);
});

test('help and version are printed, for every command', async (t) => {
  t.regex((await cli('--version')).stdout, /^\d+\.\d+\.\d+/);
  t.regex((await cli('--help')).stdout, /order create/);
  const pool = ['list', 'provision', 'assign', 'sync', 'fix-webhooks', 'purge-sans-sms', 'release', 'stats'];
  const commands = ['order create', 'lookup', 'simulate-call', 'serve', 'demo', ...pool.map((name) => `pool ${name}`)];
  for (const command of commands) {
    const { code, stdout } = await cli(`${command} --help`);
    t.is(code, 0);
    t.true(stdout.includes(`proxycall ${command}`), command);
  }
});

test('an internal error is shown masked, with its stack trace on request', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  writeFileSync(join(folder.path, 'text.db'), 'no database '.repeat(200));
  const env = { DATABASE_PATH: join(folder.path, 'text.db') };
  const plain = await cli('lookup --proxy +33639980000 --live', env);
  t.is(plain.code, 3);
  t.false(plain.stderr.includes('    at '));
  const verbose = await cli('lookup --proxy +33639980000 --live --verbose', env);
  t.true(verbose.stderr.includes('    at '));
});

test('the installed programs run: the live one uses the store directly', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const script = new URL('../../src/entry/cli/bin-live.js', import.meta.url).pathname;
  const live = await run(['lookup', '--proxy', '+33639980000'], { script, cwd: folder.path });
  t.is(live.code, 2);
  t.regex(live.stderr, /mode: live \(store data/);
  const help = await run(['--help'], { cwd: folder.path });
  t.is(help.code, 0);
  t.false(help.stdout.includes('\u001b'), 'no colour without a terminal');
});

test('a person is exported as JSON, and erased only when that is confirmed, without their phone in a question', async (t) => {
  const phone = '+33639987654';
  const exported = await cli(`person export --phone ${phone} --demo`);
  t.is(exported.code, 0);
  t.like((JSON.parse(exported.stdout) as { clients: unknown[] }).clients[0], {
    client_id: '1',
    client_real_phone: phone,
  });
  const asked = await cli(`person erase --phone ${phone} --demo`);
  t.deepEqual([asked.code, asked.stdout], [2, '']);
  t.regex(asked.stderr, /Erase the person with this phone\?.*use --yes to confirm/);
  t.false(asked.stderr.includes(phone.slice(1)));
  const erased = await cli(`person erase --phone ${phone} --demo --yes`);
  t.is(erased.code, 0);
  t.regex(erased.stdout, /^clients erased +1$/m);
  t.regex(erased.stdout, /^orders closed +O-1001$/m);
  t.false((erased.stdout + erased.stderr).includes(phone.slice(1)));
  t.is((await cli('person export --phone 12 --demo')).code, 2);
  t.is((await cli('person erase --demo --yes')).code, 2);
});
