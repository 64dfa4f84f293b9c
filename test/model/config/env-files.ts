import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readConfig } from '../../../src/entry/config/config.js';
import { withEnvFiles } from '../../../src/entry/cli/runtime/env-files.js';
import { temporaryFolder } from '../../support.js';

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

test('a former name in the real environment overrides the present one in a file', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  writeFileSync(join(folder.path, '.env'), 'PROXYCALL_POOL_SIZE=3\nPROXYCALL_NUMBER_TYPE=mobile\n');
  const env = await withEnvFiles({ TWILIO_POOL_SIZE: '5', TWILIO_NUMBER_TYPE: ' ' }, folder.path, ['.env']);
  const { config, warnings } = readConfig({ ...env, PROXYCALL_API_TOKEN: 'x' });
  t.is(config.settings.topUpSize, 5);
  t.is(config.settings.numberType, 'mobile');
  t.deepEqual(warnings, []);
  const both = await withEnvFiles({ TWILIO_POOL_SIZE: '5', PROXYCALL_POOL_SIZE: '7' }, folder.path, ['.env']);
  t.is(readConfig(both).config.settings.topUpSize, 7);
});
