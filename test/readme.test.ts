import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { parse as parseYaml } from 'yaml';
import { ConfigError } from '../src/entry/config-error.js';
import { readConfig } from '../src/entry/config.js';
import { temporaryFolder } from './support.js';
import { run, serve } from './process/programs.js';

/** The fenced blocks of the README that are marked to be tested. */
function blocks(language: string): string[] {
  const fences = new RegExp(`^\`\`\`${language} test\n(.*?)^\`\`\`$`, 'gms');
  return [...readFileSync('README.md', 'utf8').matchAll(fences)].map(([, code]) => code ?? '');
}

/** A folder in which `proxycall` is installed as a package. */
function installed() {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(resolve('.'), join(folder.path, 'node_modules', 'proxycall'), 'junction');
  return folder;
}

for (const [index, [code, printed]] of (
  [
    [blocks('js')[0], /kind: 'dial',\s+to: '\+33639987654',\s+callerId: '\+3363998\d{4}'/],
    [blocks('js')[1], /\{ shown: '\+3363998\d{4}', answered: true \}/],
    [blocks('js')[2], /^$/],
  ] as const
).entries()) {
  test(`the README's program ${(index + 1).toString()} does what it says`, async (t) => {
    const folder = installed();
    t.teardown(folder.remove);
    const script = join(folder.path, 'program.mjs');
    writeFileSync(script, code ?? '');
    const ended = await run([], { script, cwd: folder.path });
    t.is(ended.code, 0, ended.stderr);
    t.regex(ended.stdout, printed);
  });
}

(process.platform === 'win32' ? test.skip : test)("the README's curl lines do what they say", async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const server = await serve({ TWILIO_AUTH_TOKEN: 'dev', LOG_LEVEL: 'error' }, folder.path);
  t.teardown(server.kill);
  const script = blocks('sh').join('\n').replaceAll('http://127.0.0.1:8000', server.url);
  const { stdout } = await promisify(execFile)('bash', ['-ec', script]);
  t.regex(stdout, /"client_proxy_number":"\+3363998\d{4}"/);
  t.regex(stdout, /"decision":"connected to the client/);
  t.regex(
    stdout,
    /<Response><Dial callerId="\+3363998\d{4}" [^>]*><Number>\+33639987654<\/Number><\/Dial><\/Response>/,
  );
});

test('every variable of the documentation is read, and every example file is accepted', (t) => {
  const documented = [...readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| `([A-Z_]+)`/gm)].map(
    ([, name]) => name,
  );
  const asked = new Set<string>();
  let store = '';
  const spy = new Proxy(
    {},
    {
      get: (_target, name) => {
        asked.add(String(name));
        // Twilio by name, so that its other variables are read too.
        return {
          PROXYCALL_TELEPHONY: 'twilio',
          TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
          TWILIO_AUTH_TOKEN: 'x',
          PUBLIC_BASE_URL: 'https://p.example',
          PROXYCALL_STORE: store,
        }[String(name)];
      },
    },
  );
  for (store of ['sqlite', 'postgres', 'sheets']) {
    // What is missing is asked for all the same.
    t.notThrows(() => {
      try {
        readConfig(spy);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
      }
    });
  }
  for (const known of ['NODE_ENV', 'RENDER']) asked.delete(known);
  t.deepEqual([...asked].sort(), documented.sort());

  const example = Object.fromEntries(
    readFileSync('.env.example', 'utf8')
      .split('\n')
      .filter((line) => /^[A-Z]/.test(line))
      .map((line) => line.split('=') as [string, string]),
  );
  t.notThrows(() => readConfig(example));
  t.true(Object.keys(example).every((name) => documented.includes(name)));
});

interface Blueprint {
  readonly services: readonly [
    {
      readonly buildCommand: string;
      readonly startCommand: string;
      readonly envVars: readonly { key: string; value?: string | number }[];
    },
  ];
}

test('the blueprint starts the service with what it sets, once its secrets are filled in', (t) => {
  const [service] = (parseYaml(readFileSync('render.yaml', 'utf8')) as Blueprint).services;
  const secrets: Record<string, string> = {
    PROXYCALL_API_TOKEN: 'generated',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'x',
    RENDER: 'true',
    RENDER_EXTERNAL_URL: 'https://proxycall.onrender.example',
  };
  const set = service.envVars.filter(({ value }) => value !== undefined).map(({ key, value }) => [key, String(value)]);
  const { config, warnings } = readConfig({ ...secrets, ...(Object.fromEntries(set) as Record<string, string>) });
  t.deepEqual(warnings, []);
  t.deepEqual(config.store, { kind: 'sqlite', path: '/var/data/proxycall.db' });
  t.true(existsSync(/node (\S+)/.exec(service.startCommand)?.[1] ?? ''));
});

// Render's published schema is not part of this repository; CI points to it where it is.
const schema = join(process.env['SPECS_DATA'] ?? '', 'render', 'render.yaml.schema.json');
(existsSync(schema) ? test : test.skip)("the blueprint is valid by Render's schema", (t) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
  t.true(validate(parseYaml(readFileSync('render.yaml', 'utf8'))), JSON.stringify(validate.errors));
});
