import test from 'ava';
import {
  CONFIRMATION_LIMIT_NAMES,
  DEFAULT_CONFIRMATION_LIMITS,
  DEFAULT_CONFIRMATION_SETTINGS,
} from '../../../src/domain/model/confirmation/confirmation-settings.js';
import { ConfigError } from '../../../src/entry/config/config-error.js';
import { readConfig } from '../../../src/entry/config/config.js';

const settings = (env: Record<string, string>) => readConfig(env).config.settings.confirmations;
const SMTP = { SMTP_HOST: 'smtp.shop.example', SMTP_FROM: 'noreply@shop.example' };
const URL = { PUBLIC_BASE_URL: 'https://shop.example' };

test('confirmations are off, with the usual steps and limits', (t) => {
  t.deepEqual(settings({}), DEFAULT_CONFIRMATION_SETTINGS);
  t.is(DEFAULT_CONFIRMATION_SETTINGS.required || DEFAULT_CONFIRMATION_SETTINGS.activation, false);
});

test('steps are read as people write them, mail in either word', (t) => {
  t.deepEqual(settings({ PROXYCALL_CONFIRM_STEPS: ' Voice:5 , email : 3600,' }).steps, [
    { channel: 'voice', afterMs: 5000 },
    { channel: 'email', afterMs: 3_600_000 },
  ]);
  t.deepEqual(settings({ PROXYCALL_CONFIRM_STEPS: 'mail:0', ...SMTP, ...URL }).steps, [
    { channel: 'email', afterMs: 0 },
  ]);
});

test('limits that are named change, in their units, and the others stay', (t) => {
  const { limits } = settings({ PROXYCALL_CONFIRM_LIMITS: 'code_minutes:5, ATTEMPTS:3,pause_seconds:90,hours:48' });
  t.deepEqual(limits, {
    ...DEFAULT_CONFIRMATION_LIMITS,
    ...{ codeMs: 300_000, attempts: 3, pauseMs: 90_000, lifetimeMs: 48 * 3_600_000 },
  });
  for (const [name, { limit, unitMs = 1, range }] of Object.entries(CONFIRMATION_LIMIT_NAMES)) {
    for (const value of range)
      t.is(settings({ PROXYCALL_CONFIRM_LIMITS: `${name}:${value.toString()}` }).limits[limit], value * unitMs, name);
  }
});

for (const [variable, value, words, more] of [
  ['PROXYCALL_REQUIRE_CONFIRMATION', 'topsecret', /must be 1 or 0/],
  ['PROXYCALL_ACTIVATION', 'topsecret', /must be 1 or 0/],
  ...[
    'topsecret',
    'topsecret:0',
    'sms',
    'sms:',
    'sms:0:1',
    'sms:-1',
    'sms:1.5',
    'sms:1e3',
    ':0',
    'toString:0',
    ',',
  ].map(
    (steps) =>
      ['PROXYCALL_CONFIRM_STEPS', steps, /must be channels and seconds, such as sms:0,voice:60,mail:180/] as const,
  ),
  ['PROXYCALL_CONFIRM_STEPS', 'sms:3601', /must have seconds from 0 to 3600/],
  ['PROXYCALL_CONFIRM_STEPS', 'sms:0,sms:60', /each channel at most once/],
  ['PROXYCALL_CONFIRM_STEPS', 'mail:0,email:60', /each channel at most once/],
  ['PROXYCALL_CONFIRM_STEPS', 'sms:60,voice:0', /in the order of their seconds/],
  ['PROXYCALL_CONFIRM_STEPS', 'sms:60,voice:60', /in the order of their seconds/],
  ['PROXYCALL_CONFIRM_STEPS', 'mail:0', /has mail only, and no mail is sent: SMTP_HOST is not set/, URL],
  ['PROXYCALL_CONFIRM_STEPS', 'email:0', /has mail only, and its links need PUBLIC_BASE_URL/, SMTP],
  ...['topsecret:6', '6', 'constructor:6', 'code digits:6'].map(
    (limits) =>
      ['PROXYCALL_CONFIRM_LIMITS', limits, /not known.* with the names code_digits, code_minutes, attempts,/] as const,
  ),
  ['PROXYCALL_CONFIRM_LIMITS', 'code_digits:5', /must have for code_digits a whole number from 6 to 8/],
  ['PROXYCALL_CONFIRM_LIMITS', 'code_digits:9', /from 6 to 8/],
  ['PROXYCALL_CONFIRM_LIMITS', 'attempts:topsecret', /must have for attempts a whole number from 1 to 10/],
  ['PROXYCALL_CONFIRM_LIMITS', 'attempts', /must have for attempts/],
  ['PROXYCALL_CONFIRM_LIMITS', 'attempts:3,attempts:4', /must have attempts once/],
] as const satisfies readonly (readonly [string, string, RegExp, Record<string, string>?])[]) {
  test(`${variable}=${value} is refused${more === undefined ? '' : ` with ${Object.keys(more).join(', ')}`}`, (t) => {
    const error = t.throws(() => readConfig({ ...more, [variable]: value }), { instanceOf: ConfigError });
    t.is(error.faults.length, 1, error.message);
    t.true(error.faults[0]?.startsWith(variable));
    t.regex(error.message, words);
    t.false(error.message.includes('topsecret'));
  });
}

test('customers can only register where they can come to', (t) => {
  const error = t.throws(() => readConfig({ PROXYCALL_ACTIVATION: '1' }), { instanceOf: ConfigError });
  t.deepEqual(error.faults, ['PUBLIC_BASE_URL is not set: with PROXYCALL_ACTIVATION customers come to it']);
  t.true(settings({ PROXYCALL_ACTIVATION: '1', ...URL }).activation);
  t.true(settings({ PROXYCALL_ACTIVATION: '1', RENDER_EXTERNAL_URL: 'https://p.onrender.example' }).activation);
  t.true(settings({ PROXYCALL_REQUIRE_CONFIRMATION: '1' }).required);
});
