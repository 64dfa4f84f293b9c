import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import * as commands from '../../src/entry/cli/commands/index.js';
import * as remoteCommands from '../../src/entry/cli/commands/remote.js';
import { run } from '../programs.js';
import { TOKEN, anOrderBody, startService, temporaryFolder } from '../support.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
execFileSync(process.execPath, ['scripts/bundle-light.mjs'], { cwd: root });
const BUNDLE = join(root, 'dist/light/proxycall-cli.cjs');

test('the light package is one self-contained file that works through an API', async (t) => {
  t.true(statSync(BUNDLE).size <= 470_000, statSync(BUNDLE).size.toString());
  const { dependencies } = JSON.parse(readFileSync(join(root, 'dist/light/package.json'), 'utf8')) as {
    dependencies?: object;
  };
  t.is(dependencies, undefined);
  const text = readFileSync(BUNDLE, 'utf8');
  for (const absent of ['api.twilio.com', 'sheets.googleapis', 'better_sqlite3', 'pg-pool'])
    t.false(text.includes(absent), absent);

  const service = await startService();
  const folder = temporaryFolder();
  t.teardown(async () => {
    await service.stop();
    folder.remove();
  });
  const script = join(folder.path, 'cli.cjs');
  copyFileSync(BUNDLE, script);
  await service.send('POST', '/orders', anOrderBody(1));
  const light = (args: string, env = {}) => run(args.split(' '), { script, cwd: folder.path, env });
  const remote = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const listed = await light('order list', remote);
  t.is(listed.code, 0, listed.stderr);
  t.regex(listed.stdout, /O-1 +│ 1/);
  t.is((await light('doctor', remote)).code, 0);
  t.regex((await light('--help --lang fr')).stdout, /Créer une commande/);
  const others = Object.values(commands).filter((command) => !Object.values<unknown>(remoteCommands).includes(command));
  const paths = others.map((command) => command.paths.map((path) => path.join(' ')).join());
  t.true(paths.includes('serve') && paths.includes('store copy'));
  for (const args of ['pool stats --live', 'init --store sheets', ...paths]) {
    const refused = await light(args);
    t.is(refused.code, 2, args);
    t.regex(refused.stderr, /This is the light package.*npm install --global proxycall/);
  }
});

test('the light package can be installed from its file, without a registry', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: folder.path, encoding: 'utf8', stdio: 'pipe' });
  npm('pack', join(root, 'dist/light'), '--silent');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const prefix = join(folder.path, 'global');
  const file = `./proxycall-cli-${version}.tgz`;
  npm('install', '--global', '--prefix', prefix, '--offline', '--no-audit', '--no-fund', file);
  for (const name of ['proxycall', 'proxycall-cli']) {
    const script = join(prefix, 'lib/node_modules/proxycall-cli/proxycall-cli.cjs');
    t.true(statSync(join(prefix, 'bin', name)).isFile());
    const ended = await run(['--version'], { script });
    t.deepEqual([ended.code, ended.stdout.trim()], [0, version]);
  }
});
