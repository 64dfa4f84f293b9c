import { version } from '../version.js';
import { remoteCommands } from './commands.js';
import { DemoCommand } from './demo.js';
import type { CliProgram } from './main.js';
import { ServeCommand } from './serve.js';
import { storeCommands } from './store.js';

/** The whole CLI. What works on this computer is loaded when a command needs it. */
export const proxycall: CliProgram = {
  version,
  commands: [...remoteCommands, ...storeCommands, DemoCommand, ServeCommand],
  local: () => import('./live.js'),
};
