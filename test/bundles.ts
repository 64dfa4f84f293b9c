import { readFileSync } from 'node:fs';

/**
 * What a file of the bundled program consists of: `src/…` for our modules, `node_modules/…` for those of packages. esbuild writes the
 * name of each above it. The file itself when it is no bundle.
 * @param file a path
 */
export function modulesIn(file: string): string[] {
  if (!/\/dist\/src\/.*\.js$/.test(file)) return [file];
  const names = [...readFileSync(file, 'utf8').matchAll(/^\/\/ ([^\s']+\.(?:[cm]?js|ts|json))$/gm)].map(
    ([, name = '']) => /node_modules\/.*$/.exec(name)?.[0] ?? /^src\/.*\.ts$/.exec(name)?.[0],
  );
  return [...new Set(names)].filter((name) => name !== undefined);
}
