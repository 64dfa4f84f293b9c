// What the help of the light package says of its commands, as a text that is short: a number stands for a message, by its place in the
// French catalogue, a negative one for an option, as most commands have the same ones. src/entry/cli/runtime/packed-entries.ts reads it.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export async function packHelpEntries() {
  // Inside the project, where the packages are found.
  const folder = mkdtempSync(join('dist', 'light-help-'));
  try {
    const outfile = join(folder, 'help.mjs');
    const contents = [
      "export * as commands from './src/entry/cli/commands/light.ts';",
      "export { entriesOf } from './src/entry/cli/runtime/catalog.ts';",
      "export { FRENCH } from './src/entry/cli/runtime/french.ts';",
    ].join('\n');
    const stdin = { contents, resolveDir: '.', loader: 'ts' };
    await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
    const { commands, entriesOf, FRENCH } = await import(pathToFileURL(outfile).href);
    return pack(entriesOf(Object.values(commands)), Object.keys(FRENCH));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function pack(entries, messages) {
  const places = new Map(messages.map((message, place) => [message, place]));
  const write = (value) => JSON.stringify(value, (_, inner) => places.get(inner) ?? inner);
  const options = new Map();
  for (const option of entries.flatMap((entry) => entry.options)) {
    const text = write(option);
    if (!options.has(text)) options.set(text, options.size);
  }
  const packed = entries.map((entry) => ({
    ...entry,
    options: entry.options.map((option) => -1 - options.get(write(option))),
  }));
  return `{"options":[${[...options.keys()].join(',')}],"entries":${write(packed)}}`;
}
