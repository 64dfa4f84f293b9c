import { remoteCommands } from './commands.js';
import { ElsewhereCommand } from './elsewhere.js';
import { runProcess } from './process.js';

/** Put in its place when the one file of the light package is made: scripts/bundle-light.mjs. */
declare const PROXYCALL_VERSION: string;

void runProcess(
  { version: PROXYCALL_VERSION, commands: [...remoteCommands, ElsewhereCommand], local: undefined },
  process.argv.slice(2),
);
