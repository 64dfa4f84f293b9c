import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import test from 'ava';
import { run } from './programs.js';
import { temporaryFolder } from './support.js';

const { forbidden } = createRequire(import.meta.url)(resolve('.dependency-cruiser.cjs')) as {
  readonly forbidden: readonly { readonly name: string }[];
};

/** What the script of `npm run check:imports` says about the sources below a folder. */
function checkImports(cwd: string) {
  return run([], { script: resolve('scripts/check-imports.mjs'), cwd });
}

/** One file for each rule, which breaks it. */
const planted: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'model-stands-alone': [
    'domain/model/p1.ts',
    "import type { Port } from '../../ports/port.js';\nexport type P = Port;",
  ],
  'ports-are-interfaces': [
    'ports/p2.ts',
    "import type { S } from '../domain/services/service.js';\nexport type P = S;",
  ],
  'ports-have-no-code': ['ports/p3.ts', "import { value } from '../domain/model/value.js';\nexport const p = value;"],
  'services-depend-on-ports': [
    'domain/services/p4.ts',
    "import { a } from '../../adapters/one/a.js';\nexport const p = a;",
  ],
  'services-see-port-types-only': [
    'domain/services/p5.ts',
    "import { code } from '../../ports/code.js';\nexport const p = code;",
  ],
  'adapters-do-not-know-each-other': ['adapters/two/p6.ts', "import { a } from '../one/a.js';\nexport const p = a;"],
  'adapters-know-model-and-ports': ['adapters/one/p7.ts', "import { e } from '../../entry/e.js';\nexport const p = e;"],
  'vendors-live-in-their-adapter': ['entry/p8.ts', "import twilio from 'twilio';\nexport const p = twilio;"],
  'frameworks-live-in-entry': ['adapters/one/p9.ts', "import Koa from 'koa';\nexport const p = Koa;"],
  'console-uses-the-api': [
    'entry/console/pages/p11.ts',
    "import type { S } from '../../../domain/services/service.js';\nexport type P = S;",
  ],
  'no-cycles': ['entry/p10.ts', "import { e } from './round.js';\nexport const p = e;"],
};

const surroundings: readonly (readonly [path: string, text: string])[] = [
  ['domain/model/value.ts', 'export const value = 1;'],
  ['domain/services/service.ts', 'export type S = 1;'],
  ['ports/port.ts', 'export type Port = 1;'],
  ['ports/code.ts', 'export const code = 1;'],
  ['adapters/one/a.ts', 'export const a = 1;'],
  ['entry/e.ts', 'export const e = 1;'],
  ['entry/round.ts', "import { p } from './p10.js';\nexport const e = () => p;"],
];

test('every rule finds the violation that is planted for it', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  for (const [path, text] of [...surroundings, ...Object.values(planted)]) {
    const file = join(folder.path, 'src', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  symlinkSync(resolve('node_modules'), join(folder.path, 'node_modules'), 'junction');
  writeFileSync(join(folder.path, 'package.json'), '{ "type": "module" }');

  const { code, stdout } = await checkImports(folder.path);
  t.is(code, 1);
  for (const [rule, [path]] of Object.entries(planted)) t.true(stdout.includes(`${rule}: src/${path} ->`), rule);
  t.deepEqual(Object.keys(planted).sort(), forbidden.map(({ name }) => name).sort());
});

test('a run that looked at nothing fails', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  mkdirSync(join(folder.path, 'src'));
  const { code, stdout } = await checkImports(folder.path);
  t.deepEqual([code, stdout], [1, 'import rules: 0 modules cruised, 0 violations\n']);
});
