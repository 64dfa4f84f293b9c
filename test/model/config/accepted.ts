import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readConfig } from '../../../src/entry/config/config.js';
import { temporaryFolder } from '../../support.js';
import { SID, TOKEN, twilio, sheets } from './environments.js';

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
    PROXYCALL_API_TOKEN: 'the first token of two, the second token of two',
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
    PROXYCALL_FOREIGN_WEBHOOKS: 'refuse',
    PROXYCALL_QUARANTINE_DAYS: '0',
    PROXYCALL_RETENTION_DAYS: '30',
    LOG_LEVEL: 'debug',
    NODE_ENV: 'production',
    RENDER: 'true',
  });
  t.deepEqual(config.publicUrls, ['https://p.example/base', 'https://p.onrender.example']);
  t.deepEqual(config.apiTokens, ['the first token of two', 'the second token of two']);
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
    foreignWebhooks: 'refuse',
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
    PROXYCALL_SHOP_NAME: 'Chez Ada & Cie',
    PROXYCALL_DIALLED_COUNTRIES: 'fr, BE',
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
    shopName: 'Chez Ada & Cie',
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
  t.deepEqual(config.settings.policy.dialledCountries, new Set(['FR', 'BE']));
  const { config: usual } = readConfig({ ...twilio, PROXYCALL_FALLBACK_MESSAGE: 'Write to the shop.' });
  t.is(usual.hashKey, undefined, "a carrier's token is no hash key");
  t.deepEqual(usual.settings.fallback, { kind: 'message', text: 'Write to the shop.' });
  t.is(usual.settings.maxSessionsPerNumber, undefined);
  t.is(usual.settings.maxCallSeconds, 3600);
  t.is(usual.settings.policy.dialledCountries, undefined);
  t.is(usual.settings.shopName, undefined);
});

test('what cannot be said to a caller is dropped from a message, and one that shows nothing counts as unset', (t) => {
  for (const [written, said] of [
    ['Write\u000b to us.', 'Write to us.'],
    ['\u0001Write\ud800 to\uffff us.\f', 'Write to us.'],
    ['\u0001', undefined],
    ['\u200b', undefined],
    [' \u2060\n\u180f ', undefined],
    ['\u3164\u00a0', undefined],
  ] as const) {
    const { fallback } = readConfig({ ...twilio, PROXYCALL_FALLBACK_MESSAGE: written }).config.settings;
    t.deepEqual(fallback, said === undefined ? undefined : { kind: 'message', text: said });
  }
});

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

test('production starts without authentication or with the simulated carrier only if explicit', (t) => {
  const production = { NODE_ENV: 'production' };
  t.notThrows(() => readConfig({ ...production, ...twilio, PROXYCALL_OPEN_API: '1' }));
  t.notThrows(() => readConfig({ ...production, PROXYCALL_API_TOKEN: TOKEN, PROXYCALL_TELEPHONY: 'simulated' }));
  const { config } = readConfig({ ...twilio, PROXYCALL_TELEPHONY: 'simulated' });
  t.deepEqual(config.telephony, { kind: 'simulated', authToken: 'topsecret' });
});

test('whom the server listens to follows from its tokens, unless it is told', (t) => {
  for (const [env, host] of [
    [{}, '127.0.0.1'],
    [{ PROXYCALL_HOST: '0.0.0.0' }, '0.0.0.0'],
    [{ PROXYCALL_HOST: ' :: ' }, '::'],
    [{ PROXYCALL_OPEN_API: '1' }, undefined],
    [{ PROXYCALL_API_TOKEN: 'x' }, undefined],
    [{ PROXYCALL_API_TOKEN: 'x', PROXYCALL_HOST: '127.0.0.1' }, '127.0.0.1'],
    [{ PROXYCALL_API_TOKEN: ' , ' }, '127.0.0.1'],
    [{ PROXYCALL_METRICS_TOKEN: TOKEN }, '127.0.0.1'],
    [{ ...twilio }, '127.0.0.1'],
  ] as const) {
    const { config, warnings } = readConfig(env);
    t.is(config.http?.host, host, JSON.stringify(env));
    t.is(
      warnings.some((warning) => warning.endsWith('on 127.0.0.1')),
      host === '127.0.0.1' && config.apiTokens.length === 0,
    );
  }
});

test('what stands in front of the server, and where its metrics are', (t) => {
  const { config } = readConfig({
    NODE_ENV: 'production',
    PROXYCALL_TELEPHONY: 'simulated',
    PROXYCALL_API_TOKEN: TOKEN,
    PROXYCALL_METRICS_TOKEN: `${TOKEN} for metrics`,
    METRICS_PORT: '9100',
    PROXYCALL_PROXY_HOPS: '2',
  });
  t.deepEqual(config.http, {
    host: undefined,
    isProduction: true,
    proxyHops: 2,
    metricsToken: `${TOKEN} for metrics`,
    metricsPort: 9100,
  });
  const render = { RENDER: 'true', PROXYCALL_API_TOKEN: TOKEN, PROXYCALL_TELEPHONY: 'simulated' };
  t.like(readConfig(render).config.http, { proxyHops: 1, isProduction: true });
  t.is(readConfig({ ...render, PROXYCALL_PROXY_HOPS: '0' }).config.http?.proxyHops, 0);
  t.like(readConfig({}).config.http, { proxyHops: 0, isProduction: false, metricsPort: undefined });
  t.notThrows(() => readConfig({ PROXYCALL_API_TOKEN: 'short', PROXYCALL_METRICS_TOKEN: 'short' }));
});
