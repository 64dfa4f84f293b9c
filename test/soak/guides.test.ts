/** What the guides tell people to type is typed, and does not fail. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { blocksOf, guides } from '../guides.js';
import { cleanEnvironment, run } from '../programs.js';
import { TOKEN, startService, temporaryFolder } from '../support.js';

const BIN = resolve('dist/src/entry/cli/bin.js');

/** A folder where `proxycall` is a program and a package. */
function installed() {
  const folder = temporaryFolder();
  const bin = join(folder.path, 'bin');
  mkdirSync(bin);
  mkdirSync(join(folder.path, 'node_modules'));
  writeFileSync(join(bin, 'proxycall'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  chmodSync(join(bin, 'proxycall'), 0o755);
  symlinkSync(resolve('.'), join(folder.path, 'node_modules', 'proxycall'), 'junction');
  // Servers that the guides embed ProxyCall in.
  for (const name of ['express', 'fastify']) {
    symlinkSync(resolve('node_modules', name), join(folder.path, 'node_modules', name), 'junction');
  }
  return { ...folder, bin };
}

// What the French guides have typed is the same, as a test below requires.
for (const file of guides.filter((name) => !name.startsWith(join('docs', 'fr')))) {
  const blocks = blocksOf(file);
  if (blocks.length === 0) continue;
  (process.platform === 'win32' ? test.skip : test)(`${file} does what it says`, async (t) => {
    const service = await startService();
    const folder = installed();
    t.teardown(async () => {
      await service.stop();
      folder.remove();
    });
    const env = cleanEnvironment({ PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN });
    const path = `${folder.bin}:${env['PATH'] ?? ''}`;
    const shell = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
    const options = { cwd: folder.path, env: { ...env, PATH: path } };
    if (shell.length > 0) await promisify(execFile)('bash', ['-euc', shell.join('\n')], options);
    for (const { code } of blocks.filter(({ language }) => language === 'js')) {
      const script = join(folder.path, 'program.mjs');
      writeFileSync(script, code);
      const ended = await run([], { script, cwd: folder.path });
      t.is(ended.code, 0, ended.stderr);
    }
    t.pass();
  });
}
