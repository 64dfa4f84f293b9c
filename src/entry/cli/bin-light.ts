import { runProcess } from './runtime/main.js';

/** Defined when scripts/bundle-light.mjs bundles the light package. */
declare const PROXYCALL_VERSION: string;

const commands = async () => Object.values(await import('./commands/light.js'));

void runProcess(
  {
    version: PROXYCALL_VERSION,
    commands,
    entries: async () => (await import('./runtime/catalog.js')).entriesOf(await commands()),
    local: undefined,
  },
  process.argv.slice(2),
);
