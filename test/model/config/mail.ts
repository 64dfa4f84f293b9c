import test from 'ava';
import { ConfigError } from '../../../src/entry/config/config-error.js';
import { readConfig } from '../../../src/entry/config/config.js';
import { serverExample } from '../../../src/entry/config/documentation.js';
import { secretsOf } from '../../../src/entry/config/secrets.js';
import { VARIABLE_GROUPS } from '../../../src/entry/config/variables/index.js';

const MAIL = { SMTP_HOST: 'smtp.shop.example', SMTP_FROM: 'noreply@shop.example' };
const LOGIN = { SMTP_USER: 'shop', SMTP_PASSWORD: 'topsecret' };

test('mail: none without a host, though the example file has the defaults', (t) => {
  const example = serverExample(VARIABLE_GROUPS).matchAll(/^(SMTP_\w+)=(.*)$/gm);
  const env = Object.fromEntries([...example].map(([, name = '', value = '']) => [name, value]));
  t.like(env, { SMTP_PORT: '587', SMTP_TLS: 'required', SMTP_HOST: '', SMTP_PASSWORD: '' });
  t.is(readConfig(env).config.mail, undefined);
  t.is(readConfig({}).config.mail, undefined);
});

for (const [more, expected] of [
  [{}, {}],
  [LOGIN, { login: { user: 'shop', password: 'topsecret' } }],
  [{ SMTP_PORT: '465' }, { port: 465 }],
  [{ SMTP_TLS: 'Required' }, {}],
  [
    { SMTP_HOST: 'localhost', SMTP_TLS: 'off' },
    { host: 'localhost', tls: 'off' },
  ],
  [
    { SMTP_HOST: '127.0.0.53', SMTP_TLS: 'off' },
    { host: '127.0.0.53', tls: 'off' },
  ],
  [
    { SMTP_HOST: '[::1]', SMTP_TLS: 'off' },
    { host: '::1', tls: 'off' },
  ],
  [{ SMTP_HOST: '10.0.0.1' }, { host: '10.0.0.1' }],
  [{ SMTP_FROM: 'The shop <a@shop.example>' }, { from: { name: 'The shop', address: 'a@shop.example' } }],
  [{ SMTP_FROM: '"Shop, Zoë & Co" <a@shop.example>' }, { from: { name: 'Shop, Zoë & Co', address: 'a@shop.example' } }],
  [{ SMTP_FROM: '<a@shop.example>' }, { from: { name: '', address: 'a@shop.example' } }],
  [{ SMTP_FROM: "o'neil+x@shop.example" }, { from: { name: '', address: "o'neil+x@shop.example" } }],
  [{ SMTP_FROM: 'a@bücher.example' }, { from: { name: '', address: 'a@bücher.example' } }],
] as const) {
  test(`mail: ${JSON.stringify(more)} is read`, (t) => {
    const usual = {
      host: 'smtp.shop.example',
      port: 587,
      login: undefined,
      from: { name: '', address: 'noreply@shop.example' },
      tls: 'required',
    };
    t.deepEqual<unknown, unknown>(readConfig({ ...MAIL, ...more }).config.mail, { ...usual, ...expected });
  });
}

for (const [variable, env] of [
  ['SMTP_FROM', { SMTP_HOST: 'smtp.shop.example' }],
  ['SMTP_HOST', { SMTP_FROM: 'topsecret@shop.example' }],
  ['SMTP_HOST', { SMTP_USER: 'topsecret', SMTP_PASSWORD: 'topsecret' }],
  ['SMTP_PASSWORD', { ...MAIL, SMTP_USER: 'topsecret' }],
  ['SMTP_USER', { ...MAIL, SMTP_PASSWORD: 'topsecret' }],
  ['SMTP_TLS', { ...MAIL, SMTP_TLS: 'off' }],
  ['SMTP_TLS', { ...MAIL, SMTP_TLS: 'maybe' }],
  ['SMTP_TLS', { ...MAIL, SMTP_HOST: '128.0.0.1', SMTP_TLS: 'off' }],
  ['SMTP_TLS', { ...MAIL, SMTP_HOST: '0.0.0.0', SMTP_TLS: 'off' }],
  ['SMTP_TLS', { ...MAIL, SMTP_HOST: 'localhost.shop.example', SMTP_TLS: 'off' }],
  ['SMTP_PORT', { ...MAIL, SMTP_PORT: '0' }],
  ['SMTP_PORT', { SMTP_PORT: 'smtp' }],
  ...['smtp://topsecret', 'smtp.shop.example:587', 'topsecret@shop.example', 'a b', '-a', 'a..b', '[::1'].map(
    (SMTP_HOST) => ['SMTP_HOST', { ...MAIL, SMTP_HOST }] as const,
  ),
  ...[
    'topsecret',
    'topsecret@',
    '@shop.example',
    'topsecret@shop.example, other@shop.example',
    'Shop topsecret@shop.example',
    'Shop <topsecret@shop.example> (comment)',
    'Shop <topsecret@shop.example>, <b@shop.example>',
    'topsecret(comment)@shop.example',
    'Shop\r\nBcc: <topsecret@shop.example>',
    'topsecret@[127.0.0.1]',
    'Shop <topsecret@shop.example',
  ].map((SMTP_FROM) => ['SMTP_FROM', { ...MAIL, SMTP_FROM }] as const),
] as readonly (readonly [string, Record<string, string>])[]) {
  test(`mail: ${variable} is refused in ${JSON.stringify(env)}`, (t) => {
    const error = t.throws(() => readConfig(env), { instanceOf: ConfigError });
    t.is(error.faults.length, 1, error.message);
    t.regex(error.faults[0] ?? '', new RegExp(`^${variable} `));
    t.notRegex(error.message, /topsecret/);
  });
}

test('mail: the password is masked in the log', (t) => {
  const { config } = readConfig({ ...MAIL, ...LOGIN });
  t.true(secretsOf(config).includes('topsecret'));
});
