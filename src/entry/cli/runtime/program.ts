import { readFile } from 'node:fs/promises';
import { version } from '../../version.js';
import type { CommandEntry } from './command-entry.js';
import type { CliProgram } from './main.js';

const commands = async () => Object.values(await import('../commands/index.js'));

/** Written by scripts/bundle-program.mjs: loading all of them takes longer than all the rest of the help. */
const ENTRIES = new URL('../help-entries.json', import.meta.url);

async function entries(): Promise<readonly CommandEntry[]> {
  try {
    return JSON.parse(await readFile(ENTRIES, 'utf8')) as readonly CommandEntry[];
  } catch {
    // Not compiled by our scripts.
    const { entriesOf } = await import('./catalog.js');
    return entriesOf(await commands());
  }
}

/** The complete CLI. The commands, and the modes that need no server, are loaded on demand. */
export const proxycall: CliProgram = { version, commands, entries, local: () => import('./local.js') };
