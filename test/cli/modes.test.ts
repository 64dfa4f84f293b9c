import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { FRENCH } from '../../src/entry/cli/runtime/french.js';
import { proxycall } from '../../src/entry/cli/runtime/program.js';
import { modulesIn } from '../bundles.js';
import { cli } from '../command-line.js';
import { run } from '../programs.js';
import { TOKEN, startService, temporaryFolder } from '../support.js';
import { ACCOUNT_SID, AUTH_TOKEN, startStandIn } from '../twilio/stand-in.js';

/** The first order of demo mode, also created in the other modes. */
const FIRST =
  'order create --order-id O-1001 --client-id 1 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639987654';

/** Each command needs only the order `FIRST`, so that it also works in demo mode, which keeps no data between commands. */
const SCRIPT = (proxy: string) => [
  FIRST.replace('O-1001', 'O-7').replace('--client-id 1', '--client-id 7').replace('7654', '7007'),
  `${FIRST.replace('O-1001', 'O-8').replace('--client-id 1', '--client-id 9').replace('7654', '7009')} --courier-phone +33199001234`,
  'pool plan',
  'pool plan --orders-per-day 100',
  `pool share ${proxy}`,
  'order courier --order-id O-1001 --courier-phone +33199001234',
  'order get --order-id O-1001',
  'order extend --order-id O-1001 --expires-at 2027-01-31T18:00:00Z',
  'search --text O-1001',
  'search --text +33639987654',
  'order list --limit 1',
  'client create --client-id 8 --client-name Bob --client-mail bob@shop.example --client-real-phone +33639987008',
  'client get --client-id 1',
  'client list --limit 1',
  'client reveal --client-id 1 --reason complaint',
  'order reveal --order-id O-1001 --reason customer_asked',
  'token create --name desk --role viewer',
  'token list',
  'client update --client-id 1 --client-name Ada2',
  `lookup --proxy ${proxy}`,
  `simulate-call --from +33199001234 --to ${proxy}`,
  'interaction list',
  'interaction list --outcome connecting --channel call --direction to_client',
  'interaction counts',
  'pool provision --country FR --yes',
  'pool list --country FR',
  'pool stats',
  'pool numbers --limit 2 --status assigned',
  'report weekly',
  'pool assign --client-id 1 --country FR',
  'pool sync --dry-run',
  'pool fix-webhooks',
  'pool purge-sans-sms --dry-run',
  'order close --order-id O-1001 --end-session',
  'person export --phone +33639987654',
  'person erase --phone +33199001234 --yes',
  'client erase --client-id 1 --yes',
  'audit list --limit 1',
  'audit verify',
  'audit verify --head 1:abcdef',
  'doctor',
  // Rejected in the same way in all modes.
  'order get --order-id none',
  'client update --client-id 1',
  'lookup --proxy 12',
  'token revoke --token-id none --yes',
  'audit verify --head yesterday',
  'audit list --record O-1001',
  'order extend --order-id none --expires-at 2027-01-31T18:00:00Z',
  'interaction list --outcome none',
  'pool numbers --status released',
];

/** The keys and types of a JSON value. Lists are described by their first item. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? 'list' : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

/** Whether two shapes are compatible: fields may be null and lists empty. */
function fits(one: unknown, other: unknown): boolean {
  if (one === 'null' || other === 'null') return true;
  if (one === 'list' || other === 'list') return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const keys = (shape: object) => Object.keys(shape).sort().join();
  return (
    keys(one) === keys(other) &&
    Object.entries(one).every(([key, inner]) => fits(inner, (other as Record<string, unknown>)[key]))
  );
}

async function openModes(t: ExecutionContext) {
  const folder = temporaryFolder();
  const service = await startService();
  const standIn = await startStandIn();
  t.teardown(async () => {
    await service.stop();
    standIn.close();
    folder.remove();
  });
  return {
    folder,
    remote: { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN },
    live: {
      PROXYCALL_MODE: 'live',
      DATABASE_PATH: join(folder.path, 'live.db'),
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_BASE_URL: standIn.url,
      PUBLIC_BASE_URL: 'https://proxycall.example',
      TWILIO_POOL_SIZE: '1',
    },
    demo: { PROXYCALL_MODE: 'demo' },
  };
}

async function proxyOf(env: Record<string, string>): Promise<string> {
  const { stdout } = await cli('client get --client-id 1 --json', env);
  return String((JSON.parse(stdout) as Record<string, unknown>)['client_proxy_number']);
}

test('the same commands return the same JSON shape in remote, live and demo mode', async (t) => {
  const { remote, live, demo } = await openModes(t);
  for (const env of [remote, live]) {
    const first = await cli(FIRST, env);
    t.is(first.code, 0, first.stderr);
  }
  const proxies = [await proxyOf(remote), await proxyOf(live), await proxyOf(demo)] as const;
  const scripts = proxies.map(SCRIPT);
  const shapes: Record<string, unknown> = {};
  for (const index of (scripts[0] ?? []).keys()) {
    const lines = scripts.map((script) => script[index] ?? '');
    const answers = [
      await cli(`${lines[0] ?? ''} --json`, remote),
      await cli(`${lines[1] ?? ''} --json`, live),
      await cli(`${lines[2] ?? ''} --json`, demo),
    ];
    const name = (lines[0] ?? '').split(' --')[0] ?? '';
    const codes = answers.map(({ code }) => code);
    t.is(new Set(codes).size, 1, `${name}: ${codes.join()} ${answers.map(({ stderr }) => stderr).join()}`);
    if (codes[0] !== 0) continue;
    const [one, ...others] = answers.map(({ stdout }) => shapeOf(JSON.parse(stdout)));
    // doctor runs different checks in each mode, in the same format.
    for (const other of others) t.true(fits(one, other), `${name}: ${JSON.stringify([one, other])}`);
    shapes[name] = one;
  }
  t.snapshot(shapes);
});

test('the help of every command, in English and in French', async (t) => {
  for (const language of ['en', 'fr']) {
    t.snapshot((await cli(`--lang ${language} --help`)).stdout);
    for (const command of await proxycall.commands()) {
      const path = command.paths?.[0]?.join(' ') ?? '';
      const { code, stdout } = await cli(`${path} --help --lang=${language}`);
      t.is(code, 0, path);
      t.snapshot(stdout, `${path} (${language})`);
    }
  }
});

test('every message is used, and its translation has the same placeholders', (t) => {
  const folder = new URL('../../src/entry/cli/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.js') && !name.endsWith('french.js'),
  );
  const model = ['phone-faults', 'typed-text'].map((name) => new URL(`../../domain/model/${name}.js`, folder));
  const sources = [...files.map((name) => new URL(name, folder)), ...model]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
    // As the compiler has escaped them.
    .replaceAll('\\n', '\n')
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const unused = Object.keys(FRENCH).filter(
    (message) => !sources.includes(message) && !sources.includes(message.replaceAll("'", "\\'")),
  );
  t.deepEqual(unused, []);
  const valuesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  for (const [english, french] of Object.entries(FRENCH)) t.deepEqual(valuesOf(french), valuesOf(english), english);
});

test('French by --lang or by the environment, for answers, questions and errors alike', async (t) => {
  const french = { LANG: 'fr_FR.UTF-8', PROXYCALL_MODE: 'demo' };
  const found = await cli('client get --client-id 1', french);
  t.regex(found.stdout, /^nom +Ada$/m);
  t.regex(found.stderr, /mode : démonstration/);
  t.regex(
    (await cli('client erase --client-id 1', french)).stderr,
    /Effacer le client 1 \?.*pas lancée dans un terminal/,
  );
  t.regex((await cli('lookup --proxy 12 --lang fr')).stderr, /--proxy : écrivez le numéro avec l'indicatif/);
  t.regex((await cli('danse --lang fr')).stderr, /Commande inconnue : danse/);
  t.regex((await cli('client get --client-id 1 --lang en', french)).stdout, /^name +Ada$/m);
  const unknown = await cli('client get --client-id 1 --lang de', french);
  t.deepEqual([unknown.code, unknown.stdout], [2, '']);
  t.regex(unknown.stderr, /--lang : valeurs possibles : en, fr/, 'in the language of the environment');
});

test('remote mode loads no Twilio, no Google and no database', async (t) => {
  const { folder, remote } = await openModes(t);
  const trace = new URL('trace.js', import.meta.url).href;
  const log = join(folder.path, 'modules.txt');
  writeFileSync(log, '');
  const ended = await run(['pool', 'stats'], {
    cwd: folder.path,
    env: { ...remote, MODULE_LOG: log },
    node: ['--import', trace],
  });
  t.is(ended.code, 0, ended.stderr);
  const files = readFileSync(log, 'utf8').split('\n');
  const modules = files.flatMap((file) => modulesIn(file.startsWith('file:') ? fileURLToPath(file) : file));
  t.true(modules.includes('src/entry/cli/runtime/remote-api.ts'));
  t.true(modules.some((name) => name.includes('node-fetch')));
  const heavy =
    /node_modules\/(twilio|googleapis|google-auth-library|kysely|better-sqlite3|pg|koa|inversify|pino)\/|adapters\//;
  t.deepEqual(
    modules.filter((name) => heavy.test(name)),
    [],
  );
});
