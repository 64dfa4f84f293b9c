/** What `npm test` and the continuous integration report when something is wrong. */
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import test from 'ava';
import { run } from '../programs.js';
import { temporaryFolder } from '../support.js';

for (const [what, source, summary, code] of [
  ['passes', "test('one', (t) => t.pass());", /^1 passed, 0 failed$/m, 0],
  ['fails', "test('one', (t) => t.pass()); test('two', (t) => t.fail());", /^1 passed, 1 failed$/m, 1],
  ['cannot be loaded', "throw new Error('broken');", /^0 passed, [12] failed$/m, 1],
  ['has no tests', '', /^0 passed, [01] failed$/m, 1],
] as const) {
  test(`a test file that ${what}: exit code ${code.toString()}`, async (t) => {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    writeFileSync(join(folder.path, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder.path, 'one.test.js'), `import test from 'ava';\n${source}\n`);
    symlinkSync(resolve('node_modules'), join(folder.path, 'node_modules'), 'junction');
    const ended = await run(['one.test.js'], { script: resolve('scripts/test.mjs'), cwd: folder.path });
    t.regex(ended.stdout, summary);
    t.is(ended.code, code);
  });
}

/** `.ci/run` with an npm that only says what it is told to. */
function continuousIntegration(
  outcomes: Readonly<Record<'cit' | 'run soak' | 'run check', readonly [string, number]>>,
) {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, 'bin'));
  cpSync('.ci', join(folder.path, '.ci'), { recursive: true });
  const cases = Object.entries(outcomes).map(
    ([args, [line, code]]) => `'${args}'*) echo '${line}'; exit ${code.toString()};;`,
  );
  const npm = join(folder.path, 'bin', 'npm');
  writeFileSync(npm, `#!/bin/sh\ncase "$*" in ${cases.join(' ')} esac\n`);
  chmodSync(npm, 0o755);
  return new Promise<{ code: number; last: string }>((resolved) => {
    const env = { PATH: `${join(folder.path, 'bin')}:${process.env['PATH'] ?? ''}` };
    const child = execFile('bash', [join(folder.path, '.ci', 'run')], { env }, (_error, stdout) => {
      folder.remove();
      resolved({ code: child.exitCode ?? -1, last: stdout.trim().split('\n').at(-1) ?? '' });
    });
  });
}

const GOOD = {
  cit: ['10 passed, 0 failed, 1 skipped', 0],
  'run soak': ['3 passed, 0 failed', 0],
  'run check': ['', 0],
} as const;

for (const [what, outcomes, last, code] of [
  ['all is well', {}, '13 passed, 0 failed', 0],
  ['a test fails', { cit: ['9 passed, 1 failed', 1] }, '12 passed, 1 failed', 1],
  ['a test fails and the exit code hides it', { cit: ['9 passed, 1 failed', 0] }, '12 passed, 1 failed', 1],
  ['a campaign fails', { 'run soak': ['2 passed, 1 failed', 1] }, '12 passed, 1 failed', 1],
  ['the tests report nothing', { cit: ['oops', 0] }, '3 passed, 1 failed', 1],
  ['the campaigns report nothing', { 'run soak': ['oops', 0] }, '10 passed, 1 failed', 1],
  ['the checks fail', { 'run check': ['oops', 1] }, '13 passed, 0 failed', 1],
] as const) {
  (process.platform === 'win32' ? test.skip : test)(`continuous integration: ${what}`, async (t) => {
    t.deepEqual(await continuousIntegration({ ...GOOD, ...outcomes }), { code, last });
  });
}
