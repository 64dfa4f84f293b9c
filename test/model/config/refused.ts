import test from 'ava';
import { writeToken } from '../../../src/domain/model/api-token.js';
import { ConfigError } from '../../../src/entry/config/config-error.js';
import { readConfig } from '../../../src/entry/config/config.js';
import { TOKEN, twilio, sheets } from './environments.js';

/** Of the store: its rights are those of a role. */
const STORE_TOKEN = writeToken('topsecret0123456789abcdefghijklm');

/** An invalid value for each variable, with other variables that it depends on. */
for (const [variable, value, more] of [
  ...[
    '0',
    '65536',
    '-0',
    '65536/tcp',
    'PORT=0',
    '8000,9000',
    '10000:10000',
    '10000:10000/tcp',
    '127.0.0.1:8000:8000',
    '10:30',
    '10.0.0:10000',
    '-1',
    '-10000',
    ' - 10000',
    '+10000',
    '\u221210000',
    '\u201310000',
    '.5',
    ',5',
    'PORT=-1',
    '::1',
    '[::1]',
    'fe80::',
    'http://[::1]/',
    '10.0.0.1',
    '0.0.0.0:0',
    '[::]:65536',
    '0.0.0.0:-1',
    '0x2710',
    '1,000',
    '1000000',
    'PORT=',
    '80 81',
    '1e3',
    'tcp://host',
    'tcp://h:1:2',
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
  ['PROXYCALL_FALLBACK_PHONE', '493012345'],
  ['PROXYCALL_FALLBACK_PHONE', '465712345'],
  ['PROXYCALL_FALLBACK_PHONE', '199001234'],
  ['PROXYCALL_FALLBACK_PHONE', '612345678', { PROXYCALL_PHONE_COUNTRY: 'ES' }],
  ['PROXYCALL_FALLBACK_PHONE', '2025550123', { TWILIO_PHONE_COUNTRY: 'US' }],
  ['PROXYCALL_FALLBACK_PHONE', '+33899123456'],
  ['PROXYCALL_FALLBACK_PHONE', '+447000000000'],
  ['PROXYCALL_FALLBACK_PHONE', '+881600000000'],
  ['PROXYCALL_FALLBACK_PHONE', '+12025550123'],
  ['PROXYCALL_FALLBACK_PHONE', '+33199001234', { PROXYCALL_DIALLED_COUNTRIES: 'BE' }],
  ['PROXYCALL_DIALLED_COUNTRIES', 'FR,EU'],
  ['PROXYCALL_SHOP_NAME', 'x'.repeat(61)],
  ['PROXYCALL_SHOP_NAME', 'Chez\nAda'],
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
  ['PROXYCALL_API_TOKEN', 'topsecret', { ...twilio, NODE_ENV: 'production' }],
  ['PROXYCALL_API_TOKEN', 'topsecret-topse', { ...twilio, RENDER: 'true' }],
  ['PROXYCALL_API_TOKEN', `${TOKEN},topsecret`, { ...twilio, RENDER: 'true' }],
  ['PROXYCALL_API_TOKEN', 'topsecret', { ...twilio, RENDER: 'true', PROXYCALL_OPEN_API: '1' }],
  ['PROXYCALL_METRICS_TOKEN', 'topsecret', { ...twilio, RENDER: 'true', PROXYCALL_API_TOKEN: TOKEN }],
  ['PROXYCALL_API_TOKEN', STORE_TOKEN],
  ['PROXYCALL_API_TOKEN', `${TOKEN},${STORE_TOKEN}`, { ...twilio, RENDER: 'true' }],
  ['PROXYCALL_METRICS_TOKEN', STORE_TOKEN],
  ['PROXYCALL_HOST', 'localhost'],
  ['PROXYCALL_HOST', '0.0.0.0:80'],
  ['PROXYCALL_HOST', 'topsecret.example'],
  ['PROXYCALL_PROXY_HOPS', '-1'],
  ['PROXYCALL_PROXY_HOPS', '11'],
  ['PROXYCALL_PROXY_HOPS', 'many'],
  ['METRICS_PORT', '0'],
  ['METRICS_PORT', '8000'],
  ['METRICS_PORT', 'tcp://topsecret'],
  ['TWILIO_ACCOUNT_SID', '', { NODE_ENV: 'production', PROXYCALL_API_TOKEN: TOKEN }],
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

test('a token of the store is refused by a server, and not by a command; one of the own making may begin alike', (t) => {
  t.notThrows(() => readConfig({ PROXYCALL_API_TOKEN: STORE_TOKEN }, { isServer: false }));
  for (const own of [
    'pc_my-own-legacy-secret-1234',
    `${STORE_TOKEN}x`,
    STORE_TOKEN.slice(0, -1),
    `${STORE_TOKEN.slice(0, -1)}~`,
  ])
    t.notThrows(() => readConfig({ PROXYCALL_API_TOKEN: own }), own);
});

test('all errors are reported at once', (t) => {
  const error = t.throws(() => readConfig({ PORT: 'x', LOG_LEVEL: 'x', PROXYCALL_STORE: 'x' }), {
    instanceOf: ConfigError,
  });
  t.is(error.faults.length, 3);
  for (const name of ['PORT', 'LOG_LEVEL', 'PROXYCALL_STORE']) t.true(error.message.includes(name));
});

for (const [country, digits, reading] of [
  ['FR', '493012345', '+33 493… (FR) / +49 301… (DE)'],
  ['FR', '465712345', '+33 465… (FR) / +46 571… (SE)'],
  ['FR', '199001234', 'a national number of FR: write it with +33'],
  ['US', '2025550123', '+1 202… (US) / +20 255… (EG)'],
] as const) {
  test(`a fallback phone that may be a national number of ${country} is refused with what it may be: ${reading}`, (t) => {
    const env = { PROXYCALL_PHONE_COUNTRY: country, PROXYCALL_FALLBACK_PHONE: digits };
    const error = t.throws(() => readConfig(env), { instanceOf: ConfigError });
    t.true(error.message.includes(reading), error.message);
    t.false(error.message.includes(digits));
  });
}
