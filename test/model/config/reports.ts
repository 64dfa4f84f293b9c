import test from 'ava';
import { ConfigError } from '../../../src/entry/config/config-error.js';
import { readConfig } from '../../../src/entry/config/config.js';

const MAIL = { SMTP_HOST: 'smtp.shop.example', SMTP_FROM: 'noreply@shop.example' };

test('reports: to whom, on which day and in which time zone', (t) => {
  const usual = { mail: undefined, day: 'monday', timeZone: 'Europe/Paris' };
  t.deepEqual(readConfig({}).config.settings.report, usual as never);
  const set = {
    PROXYCALL_REPORT_MAIL: 'office@shop.example',
    PROXYCALL_REPORT_DAY: 'Friday',
    PROXYCALL_REPORT_TZ: 'UTC',
  };
  t.deepEqual(readConfig({ ...MAIL, ...set }).config.settings.report, {
    ...{ mail: 'office@shop.example', day: 'friday', timeZone: 'UTC' },
  });
});

test('reports: alerts by country, or of every country', (t) => {
  const read = (text: string) => readConfig({ PROXYCALL_POOL_ALERT: text }).config.settings.poolAlert;
  t.deepEqual([read('5'), read('0'), read('FR:10,GB:5'), read(' fr : 10 , ')], [
    5,
    0,
    new Map([
      ['FR', 10],
      ['GB', 5],
    ]),
    new Map([['FR', 10]]),
  ] as never);
  t.is(readConfig({ ...MAIL, PROXYCALL_ALERT_MAIL: 'a@shop.example' }).config.settings.alertMail, 'a@shop.example');
});

for (const [env, fault] of [
  [{ PROXYCALL_ALERT_MAIL: 'office@shop.example' }, /PROXYCALL_ALERT_MAIL is set, and no mail is sent/],
  ...['FR:10,FR:5', 'FR', 'FR:', 'XX:5', 'FR:1001', 'FR:5:6', 'FR:-1', '5,FR:1', '1001', ','].map(
    (text) => [{ PROXYCALL_POOL_ALERT: text }, /PROXYCALL_POOL_ALERT must be a whole number/] as const,
  ),
  [{ PROXYCALL_REPORT_MAIL: 'office@shop.example' }, /PROXYCALL_REPORT_MAIL is set, and no mail is sent/],
  [{ ...MAIL, PROXYCALL_REPORT_MAIL: 'Office <leak@shop.example>' }, /PROXYCALL_REPORT_MAIL must be one mail address/],
  [{ ...MAIL, PROXYCALL_REPORT_MAIL: 'leak@shop.example, b@shop.example' }, /PROXYCALL_REPORT_MAIL must be one/],
  [{ PROXYCALL_REPORT_DAY: 'lundi' }, /PROXYCALL_REPORT_DAY must be one of/],
  [{ PROXYCALL_REPORT_TZ: 'Paris' }, /PROXYCALL_REPORT_TZ must be a time zone/],
] as const) {
  test(`reports: ${JSON.stringify(env)} is refused`, (t) => {
    const error = t.throws(() => readConfig(env), { instanceOf: ConfigError });
    t.regex(error.message, fault);
    t.notRegex(error.message, /leak@/);
  });
}
