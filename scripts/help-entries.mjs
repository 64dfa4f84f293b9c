// Writes down what the help says of the commands, so that it is shown without loading them.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const folder = new URL('../dist/src/entry/cli/', import.meta.url);

export async function writeHelpEntries() {
  const commands = await import(new URL('commands/index.js', folder));
  const { entriesOf } = await import(new URL('runtime/catalog.js', folder));
  writeFileSync(new URL('help-entries.json', folder), JSON.stringify(entriesOf(Object.values(commands))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await writeHelpEntries();
