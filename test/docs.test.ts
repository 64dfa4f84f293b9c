/** What the guides tell people to type is typed, and does not fail. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { cleanEnvironment, run } from './programs.js';
import { TOKEN, startService, temporaryFolder } from './support.js';

const BIN = resolve('dist/src/entry/cli/bin.js');
const guides = readdirSync('docs', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

interface Block {
  readonly language: string;
  readonly code: string;
}

function blocksOf(file: string): Block[] {
  return [...readFileSync(file, 'utf8').matchAll(/^```(\w+) test\n(.*?)^```$/gms)].map(
    ([, language = '', code = '']) => ({ language, code }),
  );
}

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

test('what the French guides have typed is what the English ones have', (t) => {
  const french = guides.filter((file) => file.startsWith('docs/fr/') && !file.endsWith('README.md'));
  t.true(french.length >= 9);
  const commands = (file: string) =>
    blocksOf(file).map(({ code }) => code.split('\n').filter((line) => !line.startsWith('//')));
  for (const file of french) t.deepEqual(commands(file), commands(file.replace('docs/fr/', 'docs/')), file);
});

test('every link to a file of this repository leads somewhere', (t) => {
  for (const file of [...guides, 'README.md']) {
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|#)/.test(target)) continue;
      t.true(existsSync(join(dirname(file), target.split('#')[0] ?? '')), `${file}: ${target}`);
    }
  }
});
