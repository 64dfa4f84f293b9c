import { remoteCommands } from './commands.js';

import { runProcess } from './process.js';
import { UnavailableCommand } from './unavailable-command.js';

/** Defined when scripts/bundle-light.mjs bundles the light package. */
declare const PROXYCALL_VERSION: string;

void runProcess(
  { version: PROXYCALL_VERSION, commands: [...remoteCommands, UnavailableCommand], local: undefined },
  process.argv.slice(2),
);
