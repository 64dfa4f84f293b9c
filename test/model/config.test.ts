import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import test from 'ava';
import { maskPersonalData } from '../../src/domain/model/personal-data.js';
import { createLogger } from '../../src/adapters/system/index.js';
import { ConfigError } from '../../src/entry/config/config-error.js';
import { readConfig } from '../../src/entry/config/config.js';
import { withEnvFiles } from '../../src/entry/cli/runtime/env-files.js';
import { fromWire, fromWireDeep, toWire } from '../../src/entry/wire.js';
import { temporaryFolder } from '../support.js';

const SID = `AC${'a1'.repeat(16)}`;
const twilio = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: 'topsecret', PUBLIC_BASE_URL: 'https://p.example' };

test('an empty environment is a working configuration', (t) => {
  const { config, warnings } = readConfig({});
  t.like(config, {
    listenPort: 8000,
    publicUrls: [],
    apiTokens: [],
    store: { kind: 'sqlite', path: 'data/proxycall.db' },
    telephony: { kind: 'simulated', authToken: undefined },
    logLevel: 'info',
  });
  t.like(config.settings, { language: 'fr', defaultCountry: 'FR', numberType: 'mobile', topUpSize: 3 });
  t.is(warnings.length, 1);
  t.true(Object.isFrozen(config));
});

test('every variable is read', (t) => {
  const { config } = readConfig({
    ...twilio,
    PORT: '9000',
    PUBLIC_BASE_URL: ' https://p.example/base/ ',
    RENDER_EXTERNAL_URL: 'https://p.onrender.example',
    PROXYCALL_API_TOKEN: 'one, two',
    PROXYCALL_STORE: 'SQLite',
    DATABASE_PATH: '/var/p.db',
    TWILIO_AUTH_TOKEN_SECONDARY: 'second',
    TWILIO_BASE_URL: 'http://127.0.0.1:1/',
    TWILIO_ADDRESS_SID: `AD${'1'.repeat(32)}`,
    TWILIO_BUNDLE_SID: `BU${'2'.repeat(32)}`,
    TWILIO_PHONE_COUNTRY: 'be',
    TWILIO_NUMBER_TYPE: 'national',
    TWILIO_POOL_SIZE: '5',
    PROXYCALL_ALLOWED_COUNTRIES: 'fr, BE',
    PROXYCALL_WITHHELD: 'allow',
    PROXYCALL_LANGUAGE: 'nl',
    PROXYCALL_QUARANTINE_DAYS: '0',
    PROXYCALL_RETENTION_DAYS: '30',
    LOG_LEVEL: 'debug',
    NODE_ENV: 'production',
    RENDER: 'true',
  });
  t.deepEqual(config.publicUrls, ['https://p.example/base', 'https://p.onrender.example']);
  t.deepEqual(config.apiTokens, ['one', 'two']);
  t.deepEqual(config.store, { kind: 'sqlite', path: '/var/p.db' });
  t.deepEqual(config.telephony, {
    kind: 'twilio',
    accountSid: SID,
    authTokens: ['topsecret', 'second'],
    baseUrl: 'http://127.0.0.1:1',
    addressSid: `AD${'1'.repeat(32)}`,
    bundleSid: `BU${'2'.repeat(32)}`,
  });
  t.like(config.settings, {
    language: 'nl',
    defaultCountry: 'BE',
    numberType: 'national',
    topUpSize: 5,
    quarantineMs: 0,
  });
  t.deepEqual([...config.settings.policy.allowedCountries], ['FR', 'BE']);
  t.is(config.settings.policy.withheldCallers, 'allow');
  t.is(config.settings.retentionMs, 30 * 86_400_000);
});

test('every variable of sessions with a courier is read', (t) => {
  const key = 'a key of sixteen or more';
  const { config } = readConfig({
    PROXYCALL_HASH_KEY: key,
    PROXYCALL_SESSION_HOURS: '5',
    PROXYCALL_HARD_COOLING_HOURS: '1',
    PROXYCALL_SOFT_COOLING_DAYS: '2',
    PROXYCALL_MAX_SESSIONS_PER_NUMBER: '9',
    PROXYCALL_CODE_DIGITS: '8',
    PROXYCALL_FALLBACK_PHONE: '0033199001234',
    PROXYCALL_SAY_NAME: '1',
    PROXYCALL_WHISPER: 'yes',
    PROXYCALL_MAX_CALL_SECONDS: '60',
    PROXYCALL_RING_SECONDS: '600',
    PROXYCALL_POOL_ALERT: '0',
    PROXYCALL_NUMBER_PRICES: 'FR mobile 1.50, be toll_free 20',
  });
  t.is(config.hashKey, key);
  t.like(config.settings, {
    sessionMs: 5 * 3_600_000,
    hardCoolingMs: 3_600_000,
    softCoolingMs: 2 * 86_400_000,
    maxSessionsPerNumber: 9,
    codeDigits: 8,
    fallback: { kind: 'phone', number: '+33199001234' },
    sayName: true,
    whisper: true,
    maxCallSeconds: 60,
    ringSeconds: 600,
    poolAlert: 0,
    numberPrices: [
      { country: 'FR', type: 'mobile', monthly: 1.5 },
      { country: 'BE', type: 'toll_free', monthly: 20 },
    ],
  });
  const { config: usual } = readConfig({ ...twilio, PROXYCALL_FALLBACK_MESSAGE: 'Write to the shop.' });
  t.is(usual.hashKey, undefined, "a carrier's token is no hash key");
  t.deepEqual(usual.settings.fallback, { kind: 'message', text: 'Write to the shop.' });
  t.is(usual.settings.maxSessionsPerNumber, undefined);
});

for (const [value, listenPort, warned] of [
  ['8080', 8080, false],
  [' 10000 ', 10_000, true],
  ['"10000"', 10_000, true],
  ["'10000'", 10_000, true],
  ['tcp://10.0.0.1:10000', 10_000, true],
  ['"tcp://10.0.0.1:10000"', 10_000, true],
  ['010000', 10_000, true],
  ['', 8000, false],
] as const) {
  test(`PORT=${JSON.stringify(value)} is ${listenPort.toString()}`, (t) => {
    const { config, warnings } = readConfig({ PORT: value, PROXYCALL_API_TOKEN: 'x' });
    t.is(config.listenPort, listenPort);
    t.is(warnings.length > 0, warned);
  });
}

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const sheets = {
  PROXYCALL_STORE: 'sheets',
  GOOGLE_SHEET_ID: '1aBc_-9',
  GOOGLE_SERVICE_ACCOUNT_JSON: JSON.stringify({
    client_email: 'p@project.iam.gserviceaccount.example',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }),
};

test('a spreadsheet is identified by its id or its name; the key comes from a variable or a file', (t) => {
  const byId = readConfig(sheets).config.store;
  t.like(byId, { kind: 'sheets', spreadsheet: { id: '1aBc_-9' }, acceptOffline: false });
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const file = join(folder.path, 'key.json');
  writeFileSync(file, sheets.GOOGLE_SERVICE_ACCOUNT_JSON);
  const byName = readConfig({
    PROXYCALL_STORE: 'sheets',
    GOOGLE_SHEET_NAME: 'My shop',
    GOOGLE_SERVICE_ACCOUNT_FILE: file,
    SHEETS_ACCEPT_OFFLINE: '1',
  }).config.store;
  t.like(byName, { spreadsheet: { name: 'My shop' }, acceptOffline: true });
});

test('DATABASE_URL without the Postgres store is a warning', (t) => {
  const { config, warnings } = readConfig({ DATABASE_URL: 'postgres://u:topsecret@h/d' });
  t.is(config.store.kind, 'sqlite');
  t.true(warnings.some((warning) => warning.includes('PROXYCALL_STORE=postgres')));
  t.false(warnings.join().includes('topsecret'));
});

/** An invalid value for each variable, with other variables that it depends on. */
for (const [variable, value, more] of [
  ...[
    '0',
    '65536',
    '-1',
    '80a',
    '8000,9000',
    '80 81',
    '1e3',
    'tcp://host',
    'tcp://h:1:2',
    'http://h:80',
    '"',
    '3.5',
  ].map((port) => ['PORT', port] as const),
  ['PUBLIC_BASE_URL', 'p.example'],
  ['PUBLIC_BASE_URL', 'ftp://p.example'],
  ['PUBLIC_BASE_URL', 'https://p.example/?a=topsecret'],
  ['PUBLIC_BASE_URL', 'https://user:topsecret@p.example'],
  ['RENDER_EXTERNAL_URL', 'nonsense'],
  ['PROXYCALL_OPEN_API', 'maybe'],
  ['PROXYCALL_STORE', 'mysql'],
  ['DATABASE_URL', '', { PROXYCALL_HASH_KEY: 'sixteen-chars-or-more', PROXYCALL_STORE: 'postgres' }],
  [
    'DATABASE_URL',
    'mysql://shop.example/db',
    { PROXYCALL_HASH_KEY: 'sixteen-chars-or-more', PROXYCALL_STORE: 'postgres' },
  ],
  [
    'DATABASE_POOL_SIZE',
    '0',
    { PROXYCALL_HASH_KEY: 'sixteen-chars-or-more', PROXYCALL_STORE: 'postgres', DATABASE_URL: 'postgres://u:p@h/d' },
  ],
  [
    'DATABASE_TIMEOUT_MS',
    '5s',
    { PROXYCALL_HASH_KEY: 'sixteen-chars-or-more', PROXYCALL_STORE: 'postgres', DATABASE_URL: 'postgres://u:p@h/d' },
  ],
  ['GOOGLE_SHEET_ID', '', sheets],
  ['GOOGLE_SHEET_ID', 'https://docs.google.com/spreadsheets/d/abc/edit', sheets],
  ['GOOGLE_SERVICE_ACCOUNT_JSON', 'topsecret', sheets],
  ['GOOGLE_SERVICE_ACCOUNT_JSON', '{"client_email":"a@b.example","private_key":"topsecret"}', sheets],
  ['GOOGLE_SERVICE_ACCOUNT_FILE', '', { ...sheets, GOOGLE_SERVICE_ACCOUNT_JSON: '' }],
  ['GOOGLE_SERVICE_ACCOUNT_FILE', '/nowhere/key.json', { ...sheets, GOOGLE_SERVICE_ACCOUNT_JSON: '' }],
  ['GOOGLE_BASE_URL', 'ftp://topsecret', sheets],
  ['SHEETS_ACCEPT_OFFLINE', 'maybe', sheets],
  ['PROXYCALL_TELEPHONY', 'smoke-signals'],
  ['PROXYCALL_ALLOWED_COUNTRIES', 'FR,France'],
  ['PROXYCALL_WITHHELD', 'perhaps'],
  ['PROXYCALL_LANGUAGE', 'la'],
  ['PROXYCALL_QUARANTINE_DAYS', '-1'],
  ['PROXYCALL_RETENTION_DAYS', '0'],
  ['PROXYCALL_SESSION_HOURS', '0'],
  ['PROXYCALL_HARD_COOLING_HOURS', '-1'],
  ['PROXYCALL_SOFT_COOLING_DAYS', '366'],
  ['PROXYCALL_MAX_SESSIONS_PER_NUMBER', '0'],
  ['PROXYCALL_CODE_DIGITS', '3'],
  ['PROXYCALL_FALLBACK_PHONE', 'topsecret'],
  ['PROXYCALL_FALLBACK_PHONE', '+33899123456'],
  ['PROXYCALL_FALLBACK_MESSAGE', 'topsecret', { PROXYCALL_FALLBACK_PHONE: '+33199001234' }],
  ['PROXYCALL_FALLBACK_MESSAGE', 'x'.repeat(1001)],
  ['PROXYCALL_SAY_NAME', 'perhaps'],
  ['PROXYCALL_WHISPER', 'perhaps'],
  ['PROXYCALL_MAX_CALL_SECONDS', '59'],
  ['PROXYCALL_RING_SECONDS', '601'],
  ['PROXYCALL_HASH_KEY', 'topsecret'],
  ['PROXYCALL_POOL_ALERT', '-1'],
  ['PROXYCALL_NUMBER_PRICES', 'FR mobile'],
  ['PROXYCALL_NUMBER_PRICES', 'FR mobile 1.5, ZZ mobile 2'],
  ['PROXYCALL_NUMBER_PRICES', 'FR pager 1.5'],
  ['PROXYCALL_NUMBER_PRICES', 'FR mobile -1'],
  ['TWILIO_PHONE_COUNTRY', 'France'],
  ['TWILIO_NUMBER_TYPE', 'pager'],
  ['TWILIO_POOL_SIZE', '0'],
  ['TWILIO_POOL_SIZE', 'many'],
  ['TWILIO_BASE_URL', 'nonsense', twilio],
  ['TWILIO_ADDRESS_SID', 'BU11111111111111111111111111111111'],
  ['TWILIO_BUNDLE_SID', 'topsecret'],
  ['TWILIO_ACCOUNT_SID', 'topsecret', { TWILIO_AUTH_TOKEN: 'x', PUBLIC_BASE_URL: 'https://p.example' }],
  ['TWILIO_AUTH_TOKEN', '', twilio],
  [
    'TWILIO_ACCOUNT_SID',
    '',
    { PROXYCALL_TELEPHONY: 'twilio', TWILIO_AUTH_TOKEN: 'x', PUBLIC_BASE_URL: 'https://p.example' },
  ],
  ['PUBLIC_BASE_URL', '', twilio],
  ['PROXYCALL_API_TOKEN', '', { ...twilio, NODE_ENV: 'production' }],
  ['PROXYCALL_API_TOKEN', ' , ', { ...twilio, RENDER: 'true' }],
  ['TWILIO_ACCOUNT_SID', '', { NODE_ENV: 'production', PROXYCALL_API_TOKEN: 'x' }],
  ['LOG_LEVEL', 'loud'],
  ['PROXYCALL_HASH_KEY', '', { PROXYCALL_STORE: 'postgres', DATABASE_URL: 'postgres://h/d' }],
] as readonly (readonly [string, string, Record<string, string>?])[]) {
  test(`${variable}=${JSON.stringify(value)} is refused${more === undefined ? '' : ` with ${Object.keys(more).join(', ')}`}`, (t) => {
    const error = t.throws(() => readConfig({ ...more, [variable]: value }), { instanceOf: ConfigError });
    t.is(error.faults.length, 1, error.message);
    t.true(error.faults[0]?.startsWith(variable));
    t.false(error.message.includes('topsecret'));
  });
}

test('all errors are reported at once', (t) => {
  const error = t.throws(() => readConfig({ PORT: 'x', LOG_LEVEL: 'x', PROXYCALL_STORE: 'x' }), {
    instanceOf: ConfigError,
  });
  t.is(error.faults.length, 3);
  for (const name of ['PORT', 'LOG_LEVEL', 'PROXYCALL_STORE']) t.true(error.message.includes(name));
});

test('production starts without authentication or with the simulated carrier only if explicit', (t) => {
  const production = { NODE_ENV: 'production' };
  t.notThrows(() => readConfig({ ...production, ...twilio, PROXYCALL_OPEN_API: '1' }));
  t.notThrows(() => readConfig({ ...production, PROXYCALL_API_TOKEN: 'x', PROXYCALL_TELEPHONY: 'simulated' }));
  const { config } = readConfig({ ...twilio, PROXYCALL_TELEPHONY: 'simulated' });
  t.deepEqual(config.telephony, { kind: 'simulated', authToken: 'topsecret' });
});

test('files complete the environment: searched upwards, in order of precedence, after the real environment', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const inner = join(folder.path, 'a', 'b');
  mkdirSync(inner, { recursive: true });
  writeFileSync(join(folder.path, '.env'), 'ONE=env\nTWO=env\nTHREE=env # a remark\nFOUR="quoted value"\n');
  writeFileSync(join(folder.path, 'a', '.env.render'), 'ONE=render\nTWO=render\n');
  const env = await withEnvFiles({ ONE: 'real', UNSET: undefined }, inner, ['.env.render', '.env']);
  t.deepEqual({ ...env }, { ONE: 'real', TWO: 'render', THREE: 'env', FOUR: 'quoted value' });
  t.is((await withEnvFiles({}, inner, ['.env']))['ONE'], 'env');
});

test('wire names are converted both ways', (t) => {
  const value = { clientId: '1', nested: [{ realPhone: undefined, nothing: null }], plain: 0 };
  t.deepEqual(toWire(value), { client_id: '1', nested: [{ real_phone: null, nothing: null }], plain: 0 });
  t.deepEqual(fromWireDeep({ client_id: '1', nested: [{ real_phone: null }] }), {
    clientId: '1',
    nested: [{ realPhone: undefined }],
  });
  t.deepEqual(fromWire({ client_real_phone: 'x' }), { clientRealPhone: 'x' });
});

test('foreign texts are masked: phone numbers, email addresses, tokens, SIDs, known secrets; ids stay', (t) => {
  const id = '2af32fbd-1234-4ce5-9424-2c8902952345';
  t.is(maskPersonalData(`call +33639981234 of ada@shop.example, key ${id}`), `call +****1234 of ***@***, key ${id}`);
  t.is(maskPersonalData('GET /x/%2B33639981234?y=33639981234'), 'GET /x/+****1234?y=+****1234');
  t.is(maskPersonalData('Authorization: Bearer abc.def'), 'Authorization: Bearer ***');
  t.is(maskPersonalData(`account ${SID} of s3cret`, ['s3cret']), 'account ACxx…a1a1 of ***');
  t.is(maskPersonalData('port 8000, 3 retries'), 'port 8000, 3 retries');
});

test('errors are logged with their causes, masked and without other properties', (t) => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    secrets: ['s3cret'],
    destination: { write: (line) => void lines.push(line) },
  });
  const cause = Object.assign(new Error('to +33639981234 with s3cret'), {
    code: 21211,
    config: { data: 'Body=private' },
  });
  logger.error('failed', new Error('outer', { cause }), { number: '+33639981234', count: 3 });
  logger.error('odd', 'just +33639981234');
  logger.debug('hidden');
  const text = lines.join('');
  t.is(lines.length, 2);
  t.regex(text, /21211/);
  for (const secret of ['3363998', 's3cret', 'private']) t.false(text.includes(secret));
});
