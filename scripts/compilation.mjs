// How esbuild compiles src, test and bench to dist: file by file, without checking types.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['.ts', '.tsx'];
const ROOTS = ['src', 'test', 'bench'];

export const options = {
  entryPoints: [...ROOTS.map((root) => `${root}/**/*.ts`), 'src/entry/console/**/*.tsx'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  outdir: 'dist',
  outbase: '.',
  bundle: false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
};

/** Removes what was compiled from files that are gone: tests must not run it. */
export function removeStale() {
  for (const root of ROOTS.filter((name) => existsSync(join('dist', name)))) {
    for (const name of readdirSync(join('dist', root), { recursive: true, encoding: 'utf8' })) {
      const isStale =
        name.endsWith('.js') && !SOURCES.some((ending) => existsSync(join(root, name.replace(/\.js$/, ending))));
      if (isStale) rmSync(join('dist', root, name));
    }
  }
}
