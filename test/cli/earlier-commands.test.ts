/** The command lines that users and scripts of the earlier service type. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { presentLine } from '../../src/entry/cli/runtime/earlier-line.js';
import { readEnvironment } from '../../src/entry/cli/runtime/env-files.js';
import { proxycall } from '../../src/entry/cli/runtime/program.js';
import { readLine, writeLine } from '../../src/entry/cli/runtime/typed-line.js';
import { cli } from '../command-line.js';
import { TOKEN, anOrderBody, startService, temporaryFolder } from '../support.js';

async function remote(t: ExecutionContext) {
  const service = await startService();
  t.teardown(() => service.stop());
  return { ...service, env: { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN } };
}

const CLIENT = '--name Ada --client-mail ada@shop.example --client-real-phone +33639985007';

test('create-client creates, with the next id or the given one, and updates a client that it knows', async (t) => {
  const { env, send } = await remote(t);
  t.is((await cli(`create-client ${CLIENT}`, env)).code, 0);
  t.like((await send('GET', '/clients/1')).json, { client_name: 'Ada', client_real_phone: '+33639985007' });
  const proxy = (await send('GET', '/clients/1')).json['client_proxy_number'];
  const changed = await cli(`create-client --client-id 1 ${CLIENT.replace('Ada', 'Grace')} --json`, env);
  t.is(changed.code, 0, changed.stderr);
  t.like(JSON.parse(changed.stdout) as object, { client_id: '1', client_proxy_number: proxy });
  t.is((await send('GET', '/clients/1')).json['client_name'], 'Grace');
  t.is((await cli(`create-client --client-id 7 ${CLIENT.replace('5007', '5008')}`, env)).code, 0);
  t.is((await cli(`--render create-client --client-id 9 ${CLIENT.replace('5007', '5009')}`, env)).code, 0);
  // An empty id is the next one.
  for (const [empty, id] of [
    ['--client-id=', 10],
    ['--client-id= --render', 11],
  ] as const) {
    const phone = `50${id.toString()}`;
    const next = await cli(`create-client ${empty} ${CLIENT.replace('5007', phone)}`, env);
    t.is(next.code, 0, next.stderr);
    t.like((await send('GET', `/clients/${id.toString()}`)).json, { client_real_phone: `+3363998${phone}` });
  }
  // The present name of the command never changes a client.
  const known = await cli(`client create --client-id 1 ${CLIENT}`, env);
  t.deepEqual([known.code, known.stderr.includes('already exists')], [2, true]);
});

for (const line of ['--render', '--mock', '--live', '--demo', '--mock --verbose', '--render --log-level WARNING']) {
  test(`"${line}" without a command and without a terminal shows what no word at all shows`, async (t) => {
    t.deepEqual(await cli(line), await cli(''));
  });
}

test('one mode at a time', async (t) => {
  for (const line of ['--render --live pool-list', '--mock pool-list --live', '--mock pool-list --mode remote']) {
    const { code, stderr } = await cli(line);
    t.deepEqual([code, stderr.includes('cannot be combined')], [2, true], stderr);
  }
  t.is((await cli('--mock pool-list --demo --mode demo')).code, 0);
});

test('an update without a residency leaves the residency as it is', async (t) => {
  const { env, send } = await remote(t);
  await send('POST', '/orders', anOrderBody(1, { client_iso_residency: 'BE' }));
  t.is((await cli('client update --client-id 1 --name Grace', env)).code, 0);
  t.is((await cli(`create-client --client-id 1 ${CLIENT.replace('5007', '5001')}`, env)).code, 0);
  t.is((await send('GET', '/clients/1')).json['client_iso_residency'], 'BE');
  t.is((await cli('client update --client-id 1 --client-iso-residency none', env)).code, 0);
  t.is((await send('GET', '/clients/1')).json['client_iso_residency'], '');
});

test('pool-list and pool-provision know the default country and type of the earlier variables', async (t) => {
  const { env } = await remote(t);
  const local = { ...env, TWILIO_PHONE_COUNTRY: 'US', TWILIO_NUMBER_TYPE: 'local' };
  const bought = await cli('pool-provision --batch-size 2 --yes --json', local);
  t.like(JSON.parse(bought.stdout) as object, { country_iso: 'US', number_type: 'local' });
  t.regex((await cli('pool-list', local)).stdout, /\+1/);
  for (const type of ['all', 'national', 'local'])
    t.regex((await cli(`pool-list --number-type ${type}`, local)).stdout, /\+1/);
  t.regex((await cli('pool-list', env)).stdout, /No number is available in FR/);
  t.regex((await cli('pool-list --country US', env)).stdout, /\+1/);
  t.like(JSON.parse((await cli('pool-provision --yes --json', env)).stdout) as object, {
    country_iso: 'FR',
    number_type: 'mobile',
  });
});

test('pool-assign takes the country of the client, buys only with --buy, and knows --yes', async (t) => {
  const { env, send, carrier } = await remote(t);
  await send('POST', '/orders', anOrderBody(1, { client_iso_residency: 'BE' }));
  await send('POST', '/orders/O-1/close', { end_session: true });
  const free = (await send('GET', '/pool/available?country_iso=BE')).text;
  const assigned = await cli('pool-assign --client-id 1 --yes --json', env);
  t.is(assigned.code, 0, assigned.stderr);
  t.true(free.includes((JSON.parse(assigned.stdout) as { proxy: string }).proxy));

  await send('POST', '/orders', anOrderBody(2));
  await send('POST', '/orders/O-2/close', { end_session: true });
  const before = (await carrier.provider.list()).length;
  const none = await cli('pool-assign --client-id 2 --country IT --yes', env);
  t.deepEqual([none.code, none.stderr.includes('400 Bad Request: no number is free')], [2, true]);
  const unconfirmed = await cli('pool-assign --client-id 2 --country IT --buy', env);
  t.deepEqual([unconfirmed.code, unconfirmed.stderr.includes('use --yes to confirm')], [2, true]);
  t.is((await carrier.provider.list()).length, before);
  t.is((await cli('pool-assign --client-id 2 --country IT --buy --yes', env)).code, 0);
});

test('the other commands of the earlier service', async (t) => {
  const { env, send } = await remote(t);
  await send('POST', '/orders', anOrderBody(1));
  const proxy = String((await send('GET', '/clients/1')).json['client_proxy_number']);
  const order = `create-order --order-id O-7 --client-id 7 ${CLIENT}`;
  for (const line of [
    order,
    `lookup --proxy ${proxy}`,
    `simulate-call --from +33199001234 --to ${proxy}`,
    'pool-sync --yes',
    'pool-sync',
    'pool-fix-webhooks --country FR --status available',
    'pool-fix-webhooks --apply --yes',
    'pool-purge-sans-sms --yes',
    `--render lookup --proxy ${proxy}`,
    `--verbose lookup --proxy ${proxy}`,
    `--log-level DEBUG lookup --proxy ${proxy}`,
    `--render --log-level=INFO pool-list --country FR --number-type mobile`,
    '--mock lookup --proxy +33639980000',
    'pool-list --render',
    'pool-list --mock --log-level WARNING',
    `lookup --proxy ${proxy} --log-level=DEBUG --render --verbose`,
    'pool-list --number-type none',
    'pool-list --number-type None',
    'pool-list --number-type=',
    'pool list --number-type null',
  ]) {
    const ended = await cli(line, env);
    t.is(ended.code, 0, `${line}: ${ended.stderr}`);
  }
});

for (const [line, present] of [
  ['pool-list', 'pool-list'],
  ['pool-list --render', 'pool-list --mode=remote'],
  ['pool-list --mock --country FR', 'pool-list --demo --country=FR'],
  ['pool-list --log-level WARNING', 'pool-list'],
  ['pool-list --log-level=DEBUG --country FR', 'pool-list --country=FR'],
  ['pool-list --log-level WARNING --country FR --render', 'pool-list --country=FR --mode=remote'],
  ['pool-list --log-level WARNING --json', 'pool-list --json'],
  ['--verbose lookup --proxy 1 --render', 'lookup --verbose --proxy=1 --mode=remote'],
  ['pool-sync -- --render', 'pool-sync -- --render'],
  ['--log-level pool-list pool-sync', 'pool-sync'],
  ['--render pool-list --country FR', 'pool-list --mode=remote --country=FR'],
  ['--mock pool-list', 'pool-list --demo'],
  ['--live --verbose pool-list', 'pool-list --live --verbose'],
  ['--log-level WARNING pool-list', 'pool-list'],
  ['--log-level=WARNING --live pool-list', 'pool-list --live'],
  ['--version', '--version'],
  ['--live', '--live'],
  ['--mock', '--demo'],
  ['--demo --verbose', '--demo --verbose'],
  ['--render --log-level WARNING', '--mode=remote'],
  ['--log-level=WARNING', ''],
  ['--unknown pool-list', 'pool-list --unknown'],
] as const) {
  test(`the line "${line}" is "${present}"`, async (t) => {
    const entries = await proxycall.entries();
    t.is(writeLine(presentLine(readLine(entries, line.split(' ')))).join(' '), present);
  });
}

test('the file of the earlier command line in the home folder is read after all others', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const [home, work] = [join(folder.path, 'home'), join(folder.path, 'work')];
  for (const path of [join(home, '.proxycall'), work]) mkdirSync(path, { recursive: true });
  const write = (path: string, text: string) => {
    writeFileSync(path, text, { mode: 0o600 });
  };
  write(join(home, '.proxycall', '.env.render'), 'PUBLIC_BASE_URL=https://home.example\nPROXYCALL_API_TOKEN=of home\n');
  for (const variables of [{ HOME: home }, { USERPROFILE: home }])
    t.like(await readEnvironment(variables, work), {
      PUBLIC_BASE_URL: 'https://home.example',
      PROXYCALL_API_TOKEN: 'of home',
    });
  t.is((await readEnvironment({}, work))['PUBLIC_BASE_URL'], undefined);
  t.is((await readEnvironment({ HOME: join(home, 'none') }, work))['PUBLIC_BASE_URL'], undefined);
  write(join(work, '.env'), 'PUBLIC_BASE_URL=https://work.example\n');
  t.is((await readEnvironment({ HOME: home }, work))['PUBLIC_BASE_URL'], 'https://work.example');
  const real = { HOME: home, PUBLIC_BASE_URL: 'https://real.example' };
  t.is((await readEnvironment(real, work))['PUBLIC_BASE_URL'], 'https://real.example');
});
