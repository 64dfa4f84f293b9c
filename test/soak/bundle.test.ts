import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { modulesIn } from '../bundles.js';
import { run, serve } from '../programs.js';
import { temporaryFolder } from '../support.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A copy of the sources in a folder of its own, and the program that it is built into. */
function copyOfSources(t: ExecutionContext) {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  for (const name of ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(root, name), join(folder.path, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'node_modules'));
  const node = (...args: readonly string[]) =>
    execFileSync(process.execPath, args, { cwd: folder.path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return { path: folder.path, program: join(folder.path, 'dist/src/entry/cli/bin.js'), node };
}

/** The compiled files below a folder. */
function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.js')).map((name) => join(folder, name));
}

test('what is published: one copy of each module, vendors outside, licences named, lines of the sources', async (t) => {
  const { path, program, node } = copyOfSources(t);
  const bundle =
    "import { bundleProgram } from './scripts/bundle-program.mjs'; await bundleProgram({ library: true });";
  node('--input-type=module', '--eval', bundle);

  const modules = filesIn(join(path, 'dist/src')).flatMap(modulesIn);
  const own = modules.filter((name) => name.startsWith('src/'));
  t.true(own.length > 200);
  t.deepEqual([...own].sort(), [...new Set(own)].sort());
  const packages = [...new Set(modules.flatMap((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []))];
  t.true(packages.includes('koa') && packages.includes('kysely'));
  for (const name of ['better-sqlite3', 'pg', 'googleapis', 'google-auth-library', 'axios'])
    t.false(packages.includes(name), name);
  const licences = readFileSync(join(path, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of packages) t.true(licences.includes(`\n${name} `), name);

  writeFileSync(
    join(path, 'embedding.mjs'),
    `import { isProxyCallError } from 'proxycall';
     import { openSqliteStore } from 'proxycall/sqlite';
     try { await openSqliteStore({ path: '/dev/null/orders.db' }); } catch (error) { console.log(isProxyCallError(error), error.stack); }
     import { createMemoryStore } from 'proxycall/memory';
     const commit = createMemoryStore().commit({ guards: [{ kind: 'client', key: '1', version: 1 }], puts: [] });
     await commit.catch((error) => console.log(isProxyCallError(error, 'conflict'), error.stack));`,
  );
  const embedded = await run([], {
    cwd: path,
    script: join(path, 'embedding.mjs'),
    node: ['--enable-source-maps'],
  });
  t.is(embedded.code, 0, embedded.stderr);
  t.regex(embedded.stdout, /src\/adapters\/sql\/[\w-]+\.ts:\d+/);
  t.regex(embedded.stdout, /^true ProxyCallError/m);
  t.is((await run(['--version'], { script: program, cwd: path })).code, 0);
});

test('npm start makes a program that serves all its pages, with what they load', async (t) => {
  const { program, path, node } = copyOfSources(t);
  node('scripts/fresh-program.mjs');
  const service = await serve({}, path, { bin: program });
  t.teardown(service.kill);
  for (const [page, type] of [
    ['/docs', 'text/html; charset=utf-8'],
    ['/console/sign-in', 'text/html; charset=utf-8'],
  ] as const) {
    const html = await (await fetch(service.url + page)).text();
    const loaded = [...html.matchAll(/(?:href|src)="(\/[^"]+\.(?:css|js|svg|png)[^"]*)"/g)].map(
      ([, file = '']) => file,
    );
    t.true(loaded.length >= 3, page);
    for (const [file, expected] of [[page, type] as const, ...loaded.map((each) => [each, undefined] as const)]) {
      const answer = await fetch(service.url + file);
      t.is(answer.status, 200, file);
      if (expected !== undefined) t.is(answer.headers.get('content-type'), expected);
      await answer.body?.cancel();
    }
  }
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  t.regex(scripts['start'] ?? '', /^node scripts\/fresh-program\.mjs && node dist\/src\/entry\/cli\/bin\.js serve$/);
});

test('what is compiled is not compiled again, and what was changed in any way is', (t) => {
  const { path, program, node } = copyOfSources(t);
  const source = join(path, 'src/entry/version.ts');
  const text = readFileSync(source, 'utf8');
  const compiles = () => {
    const before = existsSync(program) ? statSync(program).mtimeMs : 0;
    node('scripts/fresh-program.mjs');
    return statSync(program).mtimeMs !== before;
  };
  t.true(compiles());
  t.false(compiles());
  // As git does when it changes branches, and an editor when it saves.
  cpSync(source, `${source}.old`, { preserveTimestamps: true });
  t.false(compiles());
  writeFileSync(source, `${text}\n// changed\n`);
  t.true(compiles());
  for (const name of ['console/elements/data.tsx', 'console/browser/console.css']) {
    const other = join(path, 'src/entry', name);
    writeFileSync(other, `${readFileSync(other, 'utf8')}\n/* changed */\n`);
    t.true(compiles(), name);
  }
  rmSync(source);
  cpSync(`${source}.old`, source, { preserveTimestamps: true });
  t.true(compiles());
  // A dependency was brought up to date.
  const lock = join(path, 'package-lock.json');
  writeFileSync(lock, readFileSync(lock, 'utf8').replace('"lockfileVersion": 3', '"lockfileVersion":  3'));
  t.true(compiles());
  rmSync(join(path, 'dist/src'), { recursive: true });
  t.true(compiles());
  t.false(compiles());
});
