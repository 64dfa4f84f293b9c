import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { parse as parseYaml } from 'yaml';
import { readConfig } from '../src/entry/config/config.js';
import { VARIABLES } from '../src/entry/config/variables/index.js';
import { temporaryFolder } from './support.js';

interface Blueprint {
  readonly services: readonly [
    {
      readonly startCommand: string;
      readonly envVars: readonly { key: string; value?: string | number; sync?: false; generateValue?: true }[];
    },
  ];
}

const FILES = { sheets: 'render.yaml', sqlite: 'deploy/render-sqlite.yaml', postgres: 'deploy/render-postgres.yaml' };

function read(file: string) {
  const [service] = (parseYaml(readFileSync(file, 'utf8')) as Blueprint).services;
  return service;
}

/** What Render or the merchant fills in. */
const FILLED_IN = {
  PROXYCALL_API_TOKEN: 'generated-by-render',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'x',
  DATABASE_URL: 'postgres://u:p@db.internal/proxycall',
  GOOGLE_SHEET_ID: 'a-spreadsheet',
  RENDER: 'true',
  RENDER_EXTERNAL_URL: 'https://proxycall.onrender.example',
};

for (const [kind, file] of Object.entries(FILES)) {
  test(`${file} starts the service with what it sets, once its secrets are filled in`, (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    const key = join(folder.path, 'key.json');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(key, JSON.stringify({ client_email: 'p@project.example', private_key: pem }));
    const service = read(file);
    const set = service.envVars.flatMap(({ key: name, value }) => (value === undefined ? [] : [[name, String(value)]]));
    const generated = service.envVars
      .filter(({ generateValue }) => generateValue === true)
      .map(({ key: name }) => name);
    const secrets = Object.fromEntries(generated.map((name) => [name, 'generated-by-render']));
    const env: Record<string, string> = {
      ...FILLED_IN,
      ...secrets,
      ...(Object.fromEntries(set) as Record<string, string>),
    };
    const isSheets = kind === 'sheets';
    if (isSheets) t.is(env['GOOGLE_SERVICE_ACCOUNT_FILE'], '/etc/secrets/google-credentials.json');
    const { config, warnings } = readConfig({ ...env, ...(isSheets ? { GOOGLE_SERVICE_ACCOUNT_FILE: key } : {}) });
    // DATABASE_URL is there for all three here.
    t.deepEqual(
      warnings.filter((warning) => !warning.startsWith('DATABASE_URL')),
      [],
    );
    t.is(config.store.kind, kind as typeof config.store.kind);
    t.is(config.telephony.kind, 'twilio');
    t.true(existsSync(/node (\S+)/.exec(service.startCommand)?.[1] ?? ''));
    for (const { key: name, ...how } of service.envVars) {
      const isSecret = Object.entries(VARIABLES).some(([known, { secret = false }]) => known === name && secret);
      if (isSecret || /SID|URL|SHEET_ID/.test(name))
        t.is(how.value, undefined, `${name} is a secret or the merchant's own`);
    }
  });
}

const MAILS = {
  SMTP_HOST: 'smtp.shop.example',
  SMTP_USER: 'shop',
  SMTP_PASSWORD: 'x',
  SMTP_FROM: 'The shop <noreply@shop.example>',
  PROXYCALL_SHOP_NAME: 'The shop',
  PROXYCALL_ALERT_MAIL: 'ops@shop.example',
  PROXYCALL_REPORT_MAIL: 'owner@shop.example',
};

test('each blueprint asks for all that a shop with mails wants, and the example file names it', (t) => {
  const example = readFileSync('.env.example', 'utf8');
  for (const file of Object.values(FILES)) {
    const set = new Map(read(file).envVars.map(({ key, ...how }) => [key, how]));
    for (const name of Object.keys(MAILS)) {
      t.deepEqual(set.get(name), { sync: false }, `${file}: ${name}`);
      t.regex(example, new RegExp(`^${name}=`, 'm'));
    }
    const chosen = [
      'PROXYCALL_TELEPHONY',
      'SMTP_PORT',
      'PROXYCALL_REPORT_DAY',
      'PROXYCALL_REPORT_TZ',
      'PROXYCALL_LANGUAGE',
      'PROXYCALL_POOL_ALERT',
    ];
    const values = chosen.map((name) => [name, String(set.get(name)?.value ?? '')]);
    const { config, warnings } = readConfig({
      ...FILLED_IN,
      ...MAILS,
      ...(Object.fromEntries(values) as Record<string, string>),
      PROXYCALL_STORE: 'memory',
      PROXYCALL_TELEPHONY: 'twilio',
    });
    t.is(config.mail?.port, 587);
    t.like(config.settings, { alertMail: 'ops@shop.example', shopName: 'The shop' });
    t.deepEqual(config.settings.poolAlert, new Map([['FR', 3]]) as never);
    t.deepEqual(set.get('PROXYCALL_NUMBER_PRICES'), { sync: false });
    t.deepEqual(config.settings.report, { mail: 'owner@shop.example', day: 'monday', timeZone: 'Europe/Paris' });
    t.deepEqual(
      warnings.filter((warning) => /SMTP|REPORT|ALERT|SHOP/.test(warning)),
      [],
    );
  }
});

test('every variable that matters on Render is in a blueprint', (t) => {
  const documented = Object.keys(VARIABLES);
  const set = new Set(Object.values(FILES).flatMap((file) => read(file).envVars.map(({ key }) => key)));
  const elsewhere = [
    // Set by Render.
    'PORT',
    'RENDER',
    'RENDER_EXTERNAL_URL',
    // Alternatives, or for places other than Render.
    'PROXYCALL_HOST',
    'PROXYCALL_PROXY_HOPS',
    'PROXYCALL_METRICS_TOKEN',
    'METRICS_PORT',
    'PROXYCALL_MODE',
    'PROXYCALL_OPEN_API',
    'GOOGLE_SHEET_NAME',
    'GOOGLE_SERVICE_ACCOUNT_JSON',
    'DATABASE_PREPARED',
    'GOOGLE_BASE_URL',
    'TWILIO_BASE_URL',
    // Only for a mail server on the same machine, of which Render has none.
    'SMTP_TLS',
    'SHEETS_JOURNAL_PATH',
    // A merchant's taste, not a matter of Render: the defaults are good.
    'PROXYCALL_SESSION_HOURS',
    'PROXYCALL_HARD_COOLING_HOURS',
    'PROXYCALL_SOFT_COOLING_DAYS',
    'PROXYCALL_MAX_SESSIONS_PER_NUMBER',
    'PROXYCALL_CODE_DIGITS',
    'PROXYCALL_DIALLED_COUNTRIES',
    'PROXYCALL_FALLBACK_PHONE',
    'PROXYCALL_FALLBACK_MESSAGE',
    'PROXYCALL_SAY_NAME',
    'PROXYCALL_WHISPER',
    'PROXYCALL_MAX_CALL_SECONDS',
    'PROXYCALL_RING_SECONDS',
    'PROXYCALL_FOREIGN_WEBHOOKS',
    'PROXYCALL_REQUIRE_CONFIRMATION',
    'PROXYCALL_ACTIVATION',
    'PROXYCALL_CONFIRM_STEPS',
    'PROXYCALL_CONFIRM_LIMITS',
    'PROXYCALL_CLIENT_MAILS_PER_DAY',
  ];
  t.deepEqual(documented.filter((name) => !set.has(name)).sort(), elsewhere.sort());
});

// Render's published schema is not part of this repository; CI points to it where it is.
const schema = join(process.env['SPECS_DATA'] ?? '', 'render', 'render.yaml.schema.json');
(existsSync(schema) ? test : test.skip)("the blueprints are valid by Render's schema", (t) => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')) as object);
  for (const file of Object.values(FILES)) {
    t.true(validate(parseYaml(readFileSync(file, 'utf8'))), `${file}: ${JSON.stringify(validate.errors)}`);
  }
});
