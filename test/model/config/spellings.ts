import test from 'ava';
import { readConfig } from '../../../src/entry/config/config.js';

for (const [value, listenPort, warned] of [
  ['8080', 8080, false],
  [' 10000 ', 10_000, true],
  ['"10000"', 10_000, true],
  ["'10000'", 10_000, true],
  ['tcp://10.0.0.1:10000', 10_000, true],
  ['"tcp://10.0.0.1:10000"', 10_000, true],
  ['010000', 10_000, true],
  ['10000.', 10_000, true],
  ['10000/tcp', 10_000, true],
  [':10000', 10_000, true],
  ['0.0.0.0:10000', 10_000, true],
  ['127.0.0.1:10000/tcp', 10_000, true],
  ['[::]:10000', 10_000, true],
  ['[::1]:10000', 10_000, true],
  ['tcp://[::1]:10000', 10_000, true],
  ['"[fe80::1]:10000"', 10_000, true],
  ['*:10000', 10_000, true],
  ['localhost:10000', 10_000, true],
  ['web-1.shop.example:10000', 10_000, true],
  ['https://10.0.0.1:10000/', 10_000, true],
  ['PORT=10000', 10_000, true],
  ['port 10000;', 10_000, true],
  ['http://localhost:10000/', 10_000, true],
  ['$10000', 10_000, true],
  ['10000\r\n', 10_000, true],
  ['\ufeff10000', 10_000, true],
  ['80a', 80, true],
  ['', 8000, false],
] as const) {
  test(`PORT=${JSON.stringify(value)} is ${listenPort.toString()}`, (t) => {
    const { config, warnings } = readConfig({ PORT: value, PROXYCALL_API_TOKEN: 'x' });
    t.is(config.listenPort, listenPort);
    t.is(warnings.length > 0, warned);
    for (const warning of warnings) {
      t.true(warning.includes(JSON.stringify(value)), warning);
      t.true(warning.endsWith(`is read as ${listenPort.toString()}`));
    }
  });
}

for (const [value, level] of [
  ['WARNING', 'warn'],
  ['Warning', 'warn'],
  [' warn ', 'warn'],
  ['CRITICAL', 'fatal'],
  ['critical', 'fatal'],
  ['FATAL', 'fatal'],
  ['ERROR', 'error'],
  ['INFO', 'info'],
  ['DEBUG', 'debug'],
  ['NOTSET', 'trace'],
] as const) {
  test(`LOG_LEVEL=${value} is ${level}`, (t) => {
    t.is(readConfig({ LOG_LEVEL: value, PROXYCALL_API_TOKEN: 'x' }).config.logLevel, level);
  });
}
