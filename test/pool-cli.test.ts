import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { cli } from './command-line.js';
import { TOKEN, anOrderBody, startService } from './support.js';

async function remote(t: ExecutionContext) {
  const service = await startService();
  t.teardown(() => service.stop());
  return { service, env: { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN } };
}

interface Purchase {
  readonly purchased_now: readonly string[];
}

test('numbers are bought, listed, assigned, checked and released', async (t) => {
  const { service, env } = await remote(t);
  t.regex((await cli('pool stats', env)).stdout, /The pool is empty/);
  t.regex((await cli('pool list --country FR', env)).stdout, /No number is available in FR/);
  const bought = await cli('pool provision --country fr --batch-size 3 --yes --json --idempotency-key k', env);
  t.is(bought.code, 0, bought.stderr);
  const { purchased_now: numbers } = JSON.parse(bought.stdout) as Purchase;
  t.is(new Set(numbers).size, 3);
  const again = await cli('pool-provision --country FR --batch-size 3 -y --idempotency-key k', env);
  t.true(again.stdout.includes('Bought 3 of 3'), again.stdout);
  t.is((await service.carrier.provider.list()).length, 3);
  t.regex((await cli('pool stats', env)).stdout, /FR +│ mobile +│ 3 +│ 3/);
  const listed = await cli('pool-list --country FR --type mobile', env);
  for (const number of numbers) t.true(listed.stdout.includes(number));

  await service.send('POST', '/orders', anOrderBody(1));
  const taken = String((await service.send('GET', '/clients/1')).json['client_proxy_number']);
  t.true((await cli('pool assign --client-id 1 --country FR', env)).stdout.includes(taken));
  t.regex((await cli('pool sync', env)).stdout, /Numbers at the carrier: 3; in the pool: 3/);
  t.regex((await cli('pool sync --dry-run --json', env)).stdout, /"added_numbers": \[\]/);
  const webhooks = await cli('pool fix-webhooks', env);
  t.regex(webhooks.stdout, /Numbers checked: 3. Expected webhooks: http:.*\/twilio\/voice/);
  t.is((await cli('pool fix-webhooks --apply --yes --country FR --status assigned', env)).code, 0);
  t.regex((await cli('pool purge-sans-sms --yes', env)).stdout, /Kept \(3\)/);

  const free = numbers.filter((number) => number !== taken);
  const others = await cli(`pool release ${free.join(' ')} --only-status error --yes`, env);
  t.regex(others.stdout, /Kept \(2\):\n.*it is available, not error/);
  t.is((await cli(`pool release ${free.join(' ')} --only-status errors --yes`, env)).code, 2);
  const released = await cli(`pool release ${free.join(' ')} --only-status available --yes`, env);
  t.is(released.code, 0, released.stderr);
  t.true(released.stdout.includes('Released (2)'));
  const kept = await cli(`pool release ${taken} --yes`, env);
  t.is(kept.code, 3);
  t.regex(kept.stdout, /Kept \(1\):\n.*only released by force/);
  t.is((await cli(`pool-release ${taken} --force --yes`, env)).code, 0);
  t.deepEqual(await service.carrier.provider.list(), []);
});

for (const args of ['pool provision --country FR', 'pool release +33639980001', 'pool fix-webhooks --apply']) {
  test(`${args}: without a terminal, nothing is done without --yes`, async (t) => {
    const { service, env } = await remote(t);
    const ended = await cli(args, env);
    t.is(ended.code, 2);
    t.is(ended.stdout, '');
    t.regex(ended.stderr, /Not running in a terminal: use --yes/);
    t.deepEqual(await service.carrier.provider.list(), []);
  });
}

test('the confirmation prompt names the count, the type and the country', async (t) => {
  const { env } = await remote(t);
  const ended = await cli('pool provision --country be --count 7 --type local', env);
  t.regex(ended.stderr, /Buy 7 numbers of type local in BE\? The carrier charges for each\./);
});

test('a purge lists what it would release and asks for confirmation', async (t) => {
  const { service, env } = await remote(t);
  const [bought] = (JSON.parse((await cli('pool provision --country FR --yes --json', env)).stdout) as Purchase)
    .purchased_now;
  const [rented] = await service.carrier.provider.list();
  if (rented === undefined || bought === undefined) return t.fail();
  service.carrier.adopt([{ ...rented, capabilities: { voice: true, sms: false, mms: false } }]);
  const shown = await cli('pool purge-sans-sms --dry-run', env);
  t.true(shown.stdout.includes('Nothing was done') && shown.stdout.includes(bought), shown.stdout);
  t.regex((await cli('pool purge-sans-sms', env)).stderr, /Release 1 of 1 numbers\?.*Not running in a terminal/);
  t.is((await service.carrier.provider.list()).length, 1);
  t.true((await cli('pool purge-sans-sms --yes', env)).stdout.includes('Released (1)'));
  return t.deepEqual(await service.carrier.provider.list(), []);
});

test('live mode uses the store directly; numbers that are not for sale are reported', async (t) => {
  const env = { PROXYCALL_MODE: 'live', DATABASE_PATH: join(mkdtempSync(join(tmpdir(), 'proxycall-')), 'p.db') };
  t.is((await cli('pool provision --country FR --yes', env)).code, 0);
  t.regex((await cli('pool stats', env)).stdout, /FR +│ mobile +│ 1/);
  const none = await cli('pool provision --country FR --type toll_free --yes', env);
  t.is(none.code, 3);
  t.regex(none.stderr, /no number of this kind for sale in FR/);
});

for (const [what, args, message] of [
  ['a bad country', 'pool list --country France', /--country: /],
  ['a bad type', 'pool list --country FR --type pager', /--number-type: must be one of: all, mobile/],
  [
    'a batch of none',
    'pool provision --country FR --batch-size 0 --yes',
    /--batch-size: must be a whole number from 1 to 100/,
  ],
  ['a batch too large', 'pool provision --country FR --batch-size 101 --yes', /--batch-size/],
  ['a bad candidates limit', 'pool provision --country FR --candidates-limit x --yes', /--candidates-limit/],
  ['a bad status', 'pool fix-webhooks --status busy', /--status: must be one of: available/],
  ['no number', 'pool release --yes', /Missing:\n {2}<number>\.\.\./],
  ['a bad number', 'pool release 12 --yes', /number: /],
] as const) {
  test(`${what} is refused with exit code 2`, async (t) => {
    const ended = await cli(args, { PUBLIC_BASE_URL: 'http://127.0.0.1:1' });
    t.deepEqual([ended.code, ended.stdout], [2, ''], ended.stderr);
    t.regex(ended.stderr, message);
  });
}
