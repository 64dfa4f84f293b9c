import { runProcess } from './runtime/main.js';
import { unpackEntries } from './runtime/packed-entries.js';

/** Defined when scripts/bundle-light.mjs bundles the light package. */
declare const PROXYCALL_VERSION: string;
declare const PROXYCALL_HELP: string;

void runProcess(
  {
    version: PROXYCALL_VERSION,
    commands: async () => Object.values(await import('./commands/light.js')),
    entries: () => Promise.resolve(unpackEntries(PROXYCALL_HELP)),
    local: undefined,
  },
  process.argv.slice(2),
);
