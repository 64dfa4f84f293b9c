/** What the guide says has changed in the command line. */
import { clientPhone } from '../../support.js';
import { client, keysOf, type Difference } from './difference.js';
import { clientsWithout, phone, rentedBefore } from './scene.js';

export const CLI: readonly Difference[] = [
  ['unless `--live` or', async (t, _service, type) => void t.regex((await type('pool-list')).stderr, /mode: remote/)],
  [
    'results are tables',
    async (t, { send }, type) => {
      await send('POST', '/clients', client());
      t.regex((await type('client-none')).stderr, /not found|Command/i);
      t.is(keysOf(JSON.parse((await type('pool-stats --json')).stdout) as object), 'pools');
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
  // test/cli/earlier-commands.test.ts has the files.
  [
    'the environment wins',
    (t) => {
      t.pass();
      return Promise.resolve();
    },
  ],
];
