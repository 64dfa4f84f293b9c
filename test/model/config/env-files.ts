import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
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
