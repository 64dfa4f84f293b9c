/** What the guide says has changed in the command line. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from '../../command-line.js';
import { COURIER, TOKEN, anOrderBody, clientPhone, startService, temporaryFolder } from '../../support.js';
import { closeWith, onAccount } from '../../twilio/account.js';
import { startStandIn } from '../../twilio/stand-in.js';
import { client, type Difference } from './difference.js';
import { boughtAt, clientsWithout, phone, rentedBefore } from './scene.js';

export const CLI: readonly Difference[] = [
  ['unless `--live` or', async (t, _service, type) => void t.regex((await type('pool-list')).stderr, /mode: remote/)],
  [
    'results are tables',
    async (t, { send }, type) => {
      await send('POST', '/orders', anOrderBody(1));
      for (const [line, header] of [
        ['pool-stats', /^│ country +│ type +│/m],
        ['pool-list', /^│ number +│ type +│ SMS │ name +│/m],
        ['client list', /^│ client │ name +│/m],
        ['order list', /^│ order │/m],
      ] as const) {
        const shown = (await type(line)).stdout;
        t.regex(shown, header, line);
        t.regex(shown, /^├─[^]*^│ [^]*^└─/m, line);
      }
      for (const [line, path] of [
        ['pool-stats', '/pool/stats'],
        ['pool-list', '/pool/available?country_iso=FR&number_type=all'],
        ['lookup --proxy PROXY', '/clients/1'],
      ] as const) {
        const proxy = String((await send('GET', '/clients/1')).json['client_proxy_number']);
        const { stdout } = await type(`${line.replace('PROXY', proxy)} --json`);
        t.deepEqual(JSON.parse(stdout), (await send('GET', path)).json, line);
      }
    },
  ],
  [
    'without `--number-type`',
    async (t, service, type) => {
      await clientsWithout(service, [1]);
      for (const line of ['pool-provision --yes', 'pool-provision --number-type local --yes']) await type(line);
      t.regex((await type('pool-assign --client-id 1')).stdout, /\+336/);
      const { send } = service;
      const ownedTypes = async () =>
        ((await send('GET', '/pool/stats')).json['pools'] as { number_type: string }[]).map((pool) => pool.number_type);
      t.deepEqual((await ownedTypes()).toSorted(), ['local', 'mobile']);
      const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN, TWILIO_NUMBER_TYPE: 'local' };
      t.regex((await cli('pool-provision --yes', env)).stdout, /\+331/);
    },
  ],
  [
    '`pool-provision` buys 1',
    async (t, { carrier }, type) => {
      t.is((await type('pool-provision')).code, 2);
      t.is((await type('pool-provision --yes')).code, 0);
      t.is((await carrier.provider.list()).length, 1);
    },
  ],
  [
    '`pool-fix-webhooks --apply` asks',
    async (t, _service, type) => void t.is((await type('pool-fix-webhooks --apply')).code, 2),
  ],
  [
    '`pool-sync` imports at once',
    async (t, service, type) => {
      rentedBefore(service, [phone(500)]);
      t.regex((await type('pool-sync --dry-run')).stdout, /in the pool: 0/);
      t.regex((await type('pool-sync')).stdout, /in the pool: 1/);
    },
  ],
  [
    '`pool-assign` assigns at once',
    async (t, service, type) => {
      await clientsWithout(service, [1]);
      t.is((await type('pool-assign --client-id 1 --buy')).code, 2);
      t.is((await type('pool-assign --client-id 1')).code, 0);
    },
  ],
  [
    'for a client who has a number',
    async (t, { send }, type) => {
      const proxy = String((await send('POST', '/clients', client())).json['client_proxy_number']);
      const { code, stdout } = await type('pool-assign --client-id 1 --yes');
      t.deepEqual([code, stdout.includes(proxy)], [0, true], stdout);
    },
  ],
  [
    '`pool-purge-sans-sms` looks first',
    async (t, service, type) => {
      await service.send('POST', '/pool/provision', { country_iso: 'FR' });
      t.is((await type('pool-purge-sans-sms')).code, 0);
      rentedBefore(service, [phone(500)], { sms: false });
      await service.send('POST', '/pool/sync');
      const { code, stderr } = await type('pool-purge-sans-sms');
      t.deepEqual([code, stderr.includes('Release 1 of 2 numbers?'), await boughtAt(service)], [2, true, 2], stderr);
      t.is((await type('pool-purge-sans-sms --yes')).code, 0);
      t.is(await boughtAt(service), 1);
    },
  ],
  [
    '`simulate-call` asks',
    async (t, { send }, type) => {
      const proxy = String((await send('POST', '/clients', client())).json['client_proxy_number']);
      const line = `simulate-call --from ${COURIER} --to ${proxy}`;
      t.regex((await type(line)).stdout, /^connected to the client.*\n\n<\?xml/);
      t.is((await send('GET', '/clients/1')).json['client_last_caller'], COURIER);

      const standIn = await startStandIn();
      closeWith(t, standIn);
      const real = await startService(onAccount(standIn));
      t.teardown(() => real.stop());
      const second = await real.send('POST', '/clients', client());
      const ours = String(second.json['client_proxy_number']);
      const env = { PUBLIC_BASE_URL: real.url, PROXYCALL_API_TOKEN: TOKEN };
      const simulated = await cli(`simulate-call --from ${COURIER} --to ${ours}`, env);
      t.regex(simulated.stdout, /\(dry run\)\n\n<\?xml/);
      t.is((await real.send('GET', '/clients/1')).json['client_last_caller'], '');
    },
  ],
  [
    'exit code 2 when',
    async (t, service, type) => {
      await clientsWithout(service, [1]);
      const ada = '--name A --client-mail a@shop.example --client-real-phone +33639985009';
      await type(`client create --client-id 9 ${ada}`);
      for (const [line, status] of [
        ['pool-assign --client-id 1 --country IT', 400],
        ['lookup --proxy +33639989999', 404],
        ['pool-assign --client-id 404', 404],
        [`client create --client-id 9 ${ada}`, 409],
      ] as const) {
        const { code, stderr } = await type(line);
        t.deepEqual([code, stderr.includes(`returned ${status.toString()} `)], [2, true], stderr);
      }
      t.is((await cli('pool-list', { PUBLIC_BASE_URL: 'http://127.0.0.1:1' })).code, 3);
    },
  ],
  [
    'written in full',
    async (t, _service, type) => {
      for (const line of ['pool-list --num local', 'pool-list --coun FR', 'pool-sync --ye'])
        t.deepEqual([(await type(line)).code, line], [2, line]);
    },
  ],
  [
    'no `--no-proxy`',
    async (t, _service, type) => {
      const line = 'create-client --name A --client-mail a@b.example --client-real-phone +33639985001 --no-proxy';
      t.regex((await type(line)).stderr, /--no-proxy/);
    },
  ],
  [
    '`create-order` does not change',
    async (t, { send }, type) => {
      await send('POST', '/clients', client());
      const rest = `--client-id 1 --name Eve --client-mail e@b.example --client-real-phone ${clientPhone(1)}`;
      t.is((await type(`create-order --order-id O-1 ${rest}`)).code, 0);
      t.is((await send('GET', '/clients/1')).json['client_name'], 'Ada Lovelace');
    },
  ],
  [
    '`--mock` is `--demo`',
    async (t, _service, type) => {
      t.regex((await type('--mock pool-list')).stderr, /mode: demo/);
      t.is((await type('--fixtures x.json --mock pool-list')).code, 2);
    },
  ],
  [
    'the environment wins',
    async (t, { url }) => {
      const folder = temporaryFolder();
      t.teardown(folder.remove);
      const home = join(folder.path, 'home');
      const work = join(folder.path, 'work');
      for (const path of [join(home, '.proxycall'), work]) mkdirSync(path, { recursive: true });
      const ours = { PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: TOKEN };
      const nobodys = { PUBLIC_BASE_URL: 'http://127.0.0.1:1', PROXYCALL_API_TOKEN: TOKEN };
      const write = (path: string, variables: typeof ours) => {
        const text = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
        writeFileSync(path, text.join(''), { mode: 0o600 });
      };
      const code = async (env: Record<string, string>) => (await cli('pool-list', env, work)).code;
      t.is(await code({ HOME: home }), 2);
      write(join(home, '.proxycall', '.env.render'), ours);
      t.is(await code({ HOME: home }), 0);
      write(join(work, '.env'), nobodys);
      t.is(await code({ HOME: home }), 3);
      write(join(work, '.env.render'), ours);
      t.is(await code({ HOME: home }), 0);
      t.is(await code({ HOME: home, ...nobodys }), 3);
      write(join(work, '.env.render'), nobodys);
      t.is(await code({ HOME: home, ...ours }), 0);
    },
  ],
];
