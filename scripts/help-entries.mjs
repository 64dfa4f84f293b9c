// What the help says of the commands of a program, read from their sources.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * @param commands the module that exports the commands: `index` or `light`
 * @returns the entries of the help, and the messages of the French catalogue
 */
export async function collectHelp(commands) {
  // Inside the project, where the packages are found.
  const folder = mkdtempSync(join('dist', 'help-'));
  try {
    const outfile = join(folder, 'help.mjs');
    const contents = [
      `export * as commands from './src/entry/cli/commands/${commands}.ts';`,
      "export { entriesOf } from './src/entry/cli/runtime/catalog.ts';",
      "export { FRENCH } from './src/entry/cli/runtime/french.ts';",
    ].join('\n');
    const stdin = { contents, resolveDir: '.', loader: 'ts' };
    await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
    const help = await import(pathToFileURL(outfile).href);
    return { entries: help.entriesOf(Object.values(help.commands)), messages: Object.keys(help.FRENCH) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
